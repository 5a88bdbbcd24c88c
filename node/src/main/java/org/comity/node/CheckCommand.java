package org.comity.node;

import java.io.IOException;
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
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            arity = "1..*",
            paramLabel = "VALUE",
            description = "addresses, domains, URLs, mail addresses, SHA-256")
    List<String> values = List.of();

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
        ObjectNode with = Json.object().put("list", list);
        at.ifPresent(it -> with.put("at", it));
        with.set("values", Json.array(values));
        common.show(
                common.ask("check", with), answer -> answer.path("subjects").forEach(this::words));
        return 0;
    }

    private void words(JsonNode one) {
        var out = common.out();
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
        if (!one.path("guard").asString().isEmpty()) {
            out.println("  guarded: " + one.path("guard").asString());
        }
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
}
