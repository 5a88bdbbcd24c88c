package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What reading and writing a collection of another server have in common. */
final class TaxiiFeedOptions {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "of the feed, as it is to be called here")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "URL",
            description = "of the collection; the first time, or to change it")
    String url = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "for HTTP Basic; without it the file holds a token (Bearer)")
    String user = "";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "its first line is the password or token; read each time, never copied")
    Optional<Path> secretFile = Optional.empty();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "by itself so often while the node runs, such as 10m (default: never)")
    String every = "";

    @Option(names = "--remove", description = "forget the feed; what came by it stays")
    boolean remove;

    ObjectNode json() {
        return Json.object()
                .put("name", name)
                .put("url", url)
                .put("user", user)
                .put("secret_file", secretFile.map(it -> it.toAbsolutePath().toString()).orElse(""))
                .put("remove", remove);
    }

    int run(Common common, String operation, ObjectNode with) throws IOException {
        if (!every.isEmpty()) {
            if (!every.matches("[1-9][0-9]{0,4}[smhd]")) {
                throw common.usage("--every takes a number and s, m, h or d");
            }
            with.put("every", ConfigParser.duration("--every", every).toSeconds());
        }
        if (url.isEmpty() && (!user.isEmpty() || secretFile.isPresent() || !every.isEmpty())) {
            throw common.usage("give the address again with what is to be changed");
        }
        boolean watched = Common.isTerminal() && !common.json;
        JsonNode answer =
                common.ask(operation, with, watched ? it -> progress(common, it) : _ -> {});
        common.show(answer, it -> words(common, it));
        return 0;
    }

    private static void progress(Common common, JsonNode so) {
        common.progress("\r" + so.path("objects").asLong() + " objects ");
    }

    private void words(Common common, JsonNode answer) {
        var out = common.out();
        if (answer.has("removed")) {
            out.println("forgotten: " + name);
        } else if (name.isEmpty()) {
            answer.path("feeds").forEach(it -> feed(common, it));
            if (answer.path("feeds").isEmpty()) {
                out.println("No feeds.");
            }
        } else {
            out.println(summary(answer));
            answer.path("not_taken")
                    .forEach(it ->
                            out.println(
                                    "  not taken: "
                                            + it.path("where").asString()
                                            + ": "
                                            + it.path("why").asString()));
            long more = answer.path("refused").asLong() - answer.path("not_taken").size();
            if (more > 0) {
                out.println("  and " + more + " more");
            }
        }
    }

    private static String summary(JsonNode answer) {
        long objects = answer.path("objects").asLong();
        long refused = answer.path("refused").asLong();
        String rest = ", " + refused + " not taken";
        return answer.has("stated")
                ? objects
                        + " objects came, "
                        + answer.path("stated").asLong()
                        + " new, "
                        + answer.path("already").asLong()
                        + " were here"
                        + rest
                : objects + " objects sent" + rest;
    }

    private static void feed(Common common, JsonNode feed) {
        long every = feed.path("every").asLong();
        common.out()
                .printf(
                        "%s  %s%n  %s; last: %s%s%n",
                        feed.path("name").asString(),
                        feed.path("url").asString(),
                        every == 0 ? "by hand" : "every " + every + " s",
                        feed.path("said").asString().isEmpty()
                                ? "never"
                                : feed.path("said").asString(),
                        feed.path("failures").asInt() == 0
                                ? ""
                                : " (" + feed.path("failures").asInt() + " failures in a row)");
    }
}
