package org.comity.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Collections of others' servers: said once, and then read and written by the clock. */
final class TaxiiFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(TaxiiFeeds.class);
    private static final Duration EVERY_MIN = Duration.ofMinutes(1);

    private final Desk desk;

    TaxiiFeeds(Desk desk) {
        this.desk = desk;
    }

    JsonNode run(String name, JsonNode with, Consumer<JsonNode> progress) throws IOException {
        return switch (name) {
            case "taxii-pull" -> run(TaxiiFeed.Way.PULL, with, progress);
            case "taxii-push" -> run(TaxiiFeed.Way.PUSH, with, progress);
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private JsonNode run(TaxiiFeed.Way way, JsonNode with, Consumer<JsonNode> progress)
            throws IOException {
        String name = with.path("name").asString("");
        if (name.isEmpty()) {
            ObjectNode answer = Json.object();
            all(way).forEach(it -> answer.withArray("feeds").add(it.json()));
            return answer;
        }
        if (with.path("remove").asBoolean(false)) {
            TaxiiFeed feed = find(way, name);
            write(new Change.Delete(feed.key()));
            return Json.object().put("removed", name);
        }
        TaxiiFeed feed =
                with.path("url").asString("").isEmpty() ? find(way, name) : said(way, name, with);
        if (with.path("again").asBoolean(false)) {
            feed = feed.at(TaxiiFeed.Stand.NEW);
        }
        keep(feed);
        if (way == TaxiiFeed.Way.PUSH) {
            TaxiiStart.collect(desk);
        }
        return once(feed, progress);
    }

    /** Tries all that are due; what fails is tried later and says why. */
    void runDue() throws IOException {
        for (TaxiiFeed.Way way : TaxiiFeed.Way.values()) {
            for (TaxiiFeed feed : all(way)) {
                if (feed.dueSecond() <= desk.nowSecond()) {
                    try {
                        once(feed, _ -> {});
                    } catch (IOException | Refusal failed) {
                        LOG.atWarn()
                                .addKeyValue("feed", feed.name())
                                .addKeyValue("why", failed.getMessage())
                                .log("TAXII feed failed");
                    }
                }
            }
        }
    }

    /** What is written elsewhere must be collected first. */
    boolean isAnyPushed() throws IOException {
        return !all(TaxiiFeed.Way.PUSH).isEmpty();
    }

    private JsonNode once(TaxiiFeed feed, Consumer<JsonNode> progress) throws IOException {
        try {
            JsonNode summary =
                    feed.way() == TaxiiFeed.Way.PULL
                            ? new TaxiiPull(desk, this::keep, progress).run(feed)
                            : new TaxiiPush(desk, this::keep, progress).run(feed);
            settle(feed, Optional.empty());
            return summary;
        } catch (IOException | Refusal failed) {
            settle(feed, Optional.of(String.valueOf(failed.getMessage())));
            throw failed;
        }
    }

    /** On what was kept last: a walk that broke off has come further than it began. */
    private void settle(TaxiiFeed feed, Optional<String> failure) throws IOException {
        Optional<TaxiiFeed> kept = kept(feed.way(), feed.name());
        if (kept.isPresent()) {
            TaxiiFeed.Stand stand = kept.get().stand();
            keep(
                    kept.get()
                            .at(
                                    new TaxiiFeed.Stand(
                                            stand.walk(),
                                            stand.pushed(),
                                            desk.nowSecond(),
                                            failure.isPresent() ? stand.failures() + 1 : 0,
                                            failure.orElse(
                                                    stand.said().isEmpty()
                                                            ? "nothing new"
                                                            : stand.said()))));
        }
    }

    private TaxiiFeed said(TaxiiFeed.Way way, String name, JsonNode with) throws IOException {
        if (!name.matches(TaxiiFeed.NAME)) {
            throw new Refusal("a feed's name has up to 63 of a-z, 0-9, ., - and _", name);
        }
        String user = with.path("user").asString("");
        String file = with.path("secret_file").asString("");
        if (!user.isEmpty() && file.isEmpty()) {
            throw new Refusal("a user needs a file with the password", user);
        }
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            throw new Refusal("no such file, or not readable", file);
        }
        long every = with.path("every").asLong(0);
        if (every != 0 && every < EVERY_MIN.toSeconds()) {
            throw new Refusal("at most once a minute", every + " s");
        }
        String marking = with.path("marking").asString("");
        if (!marking.isEmpty() && Tlp.ofWord(marking).isEmpty()) {
            throw new Refusal("not a TLP level", marking);
        }
        TaxiiFeed.Stand stand =
                kept(way, name)
                        .filter(it -> it.address().equals(address(with)))
                        .map(TaxiiFeed::stand)
                        .orElse(TaxiiFeed.Stand.NEW);
        return new TaxiiFeed(
                name,
                way,
                address(with),
                new TaxiiFeed.Login(user, file),
                Duration.ofSeconds(every),
                new TaxiiFeed.Terms(marking, with.path("group").asString("")),
                stand);
    }

    /** Of the collection; an address of its objects is one too. */
    private static String address(JsonNode with) {
        String said = with.path("url").asString("");
        String slashed = said.endsWith("/") ? said : said + "/";
        String address = slashed.replaceFirst("/objects/$", "/");
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException noUri) {
            throw new Refusal("not an address", said);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http
                || uri.getHost() == null
                || uri.getRawQuery() != null
                || uri.getUserInfo() != null) {
            throw new Refusal(
                    "the address of a collection is like https://taxii.example/api/collections/ID/",
                    said);
        }
        if (uri.getScheme().equals("http") && !Joiner.isLoopback(address)) {
            throw new Refusal("beyond this machine only https", said);
        }
        return address;
    }

    private TaxiiFeed find(TaxiiFeed.Way way, String name) throws IOException {
        return kept(way, name)
                .orElseThrow(() ->
                        new Refusal(
                                "no such feed; give its address too, or see: comity taxii "
                                        + way.word(),
                                name));
    }

    private Optional<TaxiiFeed> kept(TaxiiFeed.Way way, String name) throws IOException {
        return name.matches(TaxiiFeed.NAME)
                ? desk.store()
                        .value(TaxiiFeed.key(way, name))
                        .map(it -> TaxiiFeed.of(Json.parse(it.utf8())))
                : Optional.empty();
    }

    private List<TaxiiFeed> all(TaxiiFeed.Way way) throws IOException {
        var feeds = new ArrayList<TaxiiFeed>();
        desk.store()
                .scan(
                        TaxiiFeed.key(way, ""),
                        (_, row) -> {
                            feeds.add(TaxiiFeed.of(Json.parse(row.utf8())));
                            return true;
                        });
        return feeds;
    }

    private void keep(TaxiiFeed feed) throws IOException {
        write(new Change.Put(feed.key(), Bytes.utf8(Json.line(feed.json()))));
    }

    private void write(Change change) throws IOException {
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(List.of(change));
                    return true;
                });
    }
}
