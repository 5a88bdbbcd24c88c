package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whom to reach at which member, and how long it takes. */
@Command(
        name = "contact",
        mixinStandardHelpOptions = true,
        description = "Whom to reach at which member, in which language, and how long it takes.",
        footer = {
            "",
            "Example:  comity contact list",
            "          comity contact drill isp.example --within 4h",
            "Your own: comity charter propose --contact cert@cert.example,tel:+3120123 --languages nl,en"
        })
final class ContactCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("list, show or drill");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "all members, a line each")
    int list(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("contact-list", Json.object()),
                answer ->
                        answer.path("contacts")
                                .forEach(it ->
                                        mine.out()
                                                .printf(
                                                        "%-24s %s %-15s %s%n",
                                                        it.path("member").asString(),
                                                        it.path("country").asString(),
                                                        it.path("sector").asString(),
                                                        String.join("; ", words(it)))));
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "one member")
    int show(@Mixin Common mine, @Parameters(paramLabel = "MEMBER") String member)
            throws IOException {
        mine.show(
                mine.ask("contact-show", Json.object().put("member", member)),
                answer -> {
                    mine.out()
                            .printf(
                                    "%s, %s, %s%n",
                                    answer.path("member").asString(),
                                    answer.path("country").asString(),
                                    answer.path("sector").asString());
                    words(answer).forEach(it -> mine.out().println("  " + it));
                });
        return 0;
    }

    @Command(
            name = "drill",
            mixinStandardHelpOptions = true,
            description = "asks a member to acknowledge, and so measures the time to a human")
    int drill(
            @Mixin Common mine,
            @Parameters(paramLabel = "MEMBER") String member,
            @Option(
                            names = "--within",
                            paramLabel = "DURATION",
                            defaultValue = "24h",
                            description = "missed after it (default: ${DEFAULT-VALUE})")
                    String within)
            throws IOException {
        ObjectNode with = Json.object().put("member", member);
        with.put("within_seconds", RequestCommand.seconds(mine, within));
        mine.show(
                mine.ask("contact-drill", with),
                answer ->
                        mine.out()
                                .printf(
                                        "drill %s, sent as %s%n",
                                        answer.path("request").asString(),
                                        answer.path("statement").asString()));
        return 0;
    }

    private static List<String> words(JsonNode contact) {
        var words = new ArrayList<String>();
        contact.path("addresses").forEach(it -> words.add(it.asString()));
        if (!contact.path("languages").isEmpty()) {
            words.add("speaks " + MotionCommand.names(contact.path("languages")));
        }
        if (contact.has("open")) {
            words.add(
                    "%s now (%s there; %s)"
                            .formatted(
                                    contact.path("open").asBoolean() ? "OPEN" : "closed",
                                    contact.path("time_there").asString().substring(11),
                                    contact.path("hours").asString()));
        } else if (!contact.path("hours").asString().isEmpty()) {
            words.add(contact.path("hours").asString());
        }
        if (!contact.path("pgp").asString().isEmpty()) {
            words.add("OpenPGP " + contact.path("pgp").asString());
        }
        JsonNode drills = contact.path("drills");
        if (drills.path("sent").asInt() > 0) {
            words.add(
                    "drills: %d of %d acknowledged%s"
                            .formatted(
                                    drills.path("acknowledged").asInt(),
                                    drills.path("sent").asInt(),
                                    drills.has("median_seconds")
                                            ? ", median "
                                                    + took(drills.path("median_seconds").asLong())
                                            : ""));
        }
        if (words.isEmpty()) {
            words.add("no contact in the charter");
        }
        return words;
    }

    private static String took(long seconds) {
        return seconds < 120 ? seconds + " s" : RequestWords.time(seconds);
    }
}
