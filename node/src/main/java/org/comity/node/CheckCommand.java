package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of values: level, tier, class, who claims, since and until when. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "What is known of values: level, tier, class, who claims, since and until when.",
        footer = {"", "Example:  comity check 192.0.2.1 shop.example.com"})
final class CheckCommand implements Callable<Integer> {
    private static final int SUBJECT_CHARS_SHOWN = 100;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            arity = "0..*",
            paramLabel = "VALUE",
            description =
                    "addresses, domains, URLs, mail addresses, SHA-256; other observables too")
    List<String> values = List.of();

    @Option(
            names = "--mail",
            paramLabel = "FILE",
            description = "what the list says of this mail, as your mail server would be told")
    Optional<Path> mail = Optional.empty();

    @Option(
            names = "--list",
            paramLabel = "NAME",
            description = "by the rules of which list (default: the first)")
    String list = "";

    @Option(
            names = "--at",
            paramLabel = "SECOND",
            description = "as of this second since 1970 (default: now)")
    Optional<Long> at = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (mail.isPresent() != values.isEmpty() || (mail.isPresent() && at.isPresent())) {
            throw common.usage("check values, with --at or not, or one --mail as of now");
        }
        ObjectNode with = Json.object().put("list", list);
        if (mail.isPresent()) {
            with.put("file", mail.get().toAbsolutePath().toString());
            common.show(common.ask("check-mail", with), this::mailWords);
            return 0;
        }
        at.ifPresent(it -> with.put("at", it));
        with.set("values", Json.array(values));
        JsonNode answer = common.ask("check", with);
        common.show(answer, it -> it.path("subjects").forEach(this::words));
        return answer.path("refused").asInt() == 0 ? 0 : Main.REFUSED;
    }

    private void mailWords(JsonNode answer) {
        var out = common.out();
        String tier = answer.path("tier").asString();
        out.println(tier.equals("none") ? "on no list" : "tier " + tier);
        for (JsonNode one : answer.path("listed")) {
            String subject = one.path("subject").asString();
            int shown = Math.min(subject.length(), SUBJECT_CHARS_SHOWN);
            out.printf(
                    "  %s%s as %s: tier %s, %s, class %s, until %s%s%n    %s%n",
                    subject.substring(0, shown),
                    shown < subject.length() ? "..." : "",
                    one.path("role").asString(),
                    one.path("tier").asString(),
                    one.path("level").asString(),
                    one.path("class").asString(),
                    one.path("until").asString(),
                    one.has("equal_positions")
                            ? ", alike at " + one.path("equal_positions").asInt() + " of 32"
                            : "",
                    one.path("reason").asString());
        }
        if (answer.path("like_wanted_mail").asBoolean()) {
            out.println(
                    "  its text is like a mail that is wanted here, so its fingerprint is not applied");
        }
        answer.path("notes").forEach(it -> out.println("  note: " + it.asString()));
    }

    /** Both ends of what names one thing are alike. */
    private static String how(String link) {
        return link.equals("<- same-as") ? "same-as" : link;
    }

    private void words(JsonNode one) {
        var out = common.out();
        if (one.has("refused")) {
            common.err()
                    .printf(
                            "%s: %s%n",
                            one.path("value").asString(),
                            one.path("refused").path("why").asString());
            common.err().flush();
            return;
        }
        out.printf(
                "%s: %s, %s%s%n",
                one.path("subject").asString(),
                one.path("level").asString(),
                one.path("tier").asString().equals("none")
                        ? "on no list"
                        : "tier "
                                + one.path("tier").asString()
                                + ", class "
                                + one.path("class").asString(),
                one.path("wanted_here").asBoolean()
                        ? "; wanted here, so no list here carries it"
                        : "");
        one.path("reasons").forEach(it -> out.println("  " + it.asString()));
        if (one.has("network")) {
            out.println("  network: " + Networks.words(one.path("network")));
        }
        if (!one.path("guard").asString().isEmpty()) {
            out.println("  guarded: " + one.path("guard").asString());
        }
        linked(one);
        for (JsonNode claim : one.path("claims")) {
            out.printf(
                    "  %s says %s (%s, %s, %s) until %s, in %s%n",
                    claim.path("member").asString(),
                    claim.path("says").asString(),
                    claim.path("class").asString(),
                    claim.path("basis").asString(),
                    claim.path("role").asString(),
                    claim.path("until").asString(),
                    claim.path("statement").asString());
        }
    }

    private void linked(JsonNode one) {
        var out = common.out();
        for (JsonNode linked : one.path("linked")) {
            out.printf(
                    "  %s %s, by %s%s%n",
                    how(linked.path("how").asString()),
                    linked.path("name").asString(),
                    String.join(
                            ", ",
                            linked.path("members").valueStream().map(JsonNode::asString).toList()),
                    linked.has("level")
                            ? ": "
                                    + linked.path("level").asString()
                                    + ", tier "
                                    + linked.path("tier").asString()
                            : "");
        }
    }
}
