package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Move that the membership decide on a value or suspend a member; alone: list all motions. */
@Command(
        name = "motion",
        mixinStandardHelpOptions = true,
        description = {
            "Move that the membership decide; without a value: list all motions and how they stand.",
            "A decision stands above claims and vetoes, until it ends."
        },
        footer = {
            "",
            "Example:  comity motion shop.example.com --benign --reason 'hacked in May, clean since'",
            "          comity motion --suspend isp.example --reason 'its traps list our banks'"
        })
final class MotionCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            paramLabel = "VALUE",
            arity = "0..1",
            description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(names = "--malicious", description = "that it is malicious")
    boolean malicious;

    @Option(names = "--benign", description = "that it is benign")
    boolean benign;

    @Option(
            names = "--suspend",
            paramLabel = "MEMBER",
            description = "that this member's standing be suspended for 72 hours")
    String suspend = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "how long the decision would hold: 1 to 365 (default: 90)")
    int days = 90;

    @Option(names = "--reason", paramLabel = "TEXT", description = "what the others should know")
    String reason = "";

    @Override
    public Integer call() throws IOException {
        if (value.isEmpty() && suspend.isEmpty()) {
            common.show(common.ask("motion-list", Json.object()), this::list);
            return 0;
        }
        if (!suspend.isEmpty() == !value.isEmpty()) {
            throw common.usage("a motion is about a value or a member, not both");
        }
        if (suspend.isEmpty() && malicious == benign) {
            throw common.usage("say --malicious or --benign");
        }
        if (days < 1 || days > 365) {
            throw common.usage("--days is 1 to 365");
        }
        if (reason.isBlank()) {
            throw common.usage("give a --reason: the others vote on it");
        }
        ObjectNode with = Json.object().put("value", value).put("suspend", suspend);
        with.put("stance", benign ? "benign" : "malicious").put("reason", reason);
        with.put(
                "until",
                Instant.now().getEpochSecond()
                        + (suspend.isEmpty() ? days * 86_400L : 72 * 3_600L));
        common.show(common.ask("motion", with), answer -> show(common, answer));
        return 0;
    }

    private void list(JsonNode answer) {
        if (answer.path("motions").isEmpty()) {
            common.out().println("no motions");
        }
        answer.path("motions").forEach(it -> show(common, it));
        for (JsonNode it : answer.path("reservations")) {
            common.out()
                    .printf(
                            "%s does not follow %s %s: %s%n",
                            it.path("member").asString(),
                            it.path("about").asString(),
                            it.path("of").asString(),
                            it.path("reason").asString());
        }
    }

    /** A motion in words, with the line that a voter types. */
    static void show(Common common, JsonNode motion) {
        String name = motion.path("motion").asString("");
        String brief = name.substring(0, Math.min(name.length(), Deciding.SHORT));
        String what =
                motion.has("suspend")
                        ? "suspend " + motion.path("suspend").asString()
                        : motion.path("subject").asString("")
                                + " is "
                                + motion.path("stance").asString("");
        common.out().printf("motion %s: %s%n", brief, what);
        common.out()
                .printf(
                        "  moved by %s, until %s: %s%n",
                        motion.path("by").asString(""),
                        motion.path("until").asString(""),
                        motion.path("reason").asString(""));
        common.out()
                .printf(
                        "  for: %s; against: %s%n",
                        names(motion.path("in_favour")), names(motion.path("against")));
        if (motion.path("carried").asBoolean()) {
            common.out().println("  decided");
        } else if (motion.path("open").asBoolean()) {
            motion.path("missing")
                    .forEach(it -> common.out().println("  missing: " + it.asString()));
            common.out().printf("  vote with: comity vote %s for --reason TEXT%n", brief);
        } else {
            common.out().println("  over, not carried");
        }
    }

    static String names(JsonNode members) {
        var names = new StringBuilder();
        for (JsonNode it : members) {
            names.append(names.isEmpty() ? "" : ", ").append(it.asString());
        }
        return names.isEmpty() ? "nobody" : names.toString();
    }
}
