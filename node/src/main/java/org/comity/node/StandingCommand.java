package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Each member's standing and the record that it follows from. */
@Command(
        name = "standing",
        mixinStandardHelpOptions = true,
        description = {
            "Show each member's standing, that is its right to be believed alone,",
            "and the record of the last 90 days that it follows from."
        },
        footer = {"", "Example:  comity standing cert.example"})
final class StandingCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "MEMBER", arity = "0..1", description = "only this one")
    String member = "";

    @Override
    public Integer call() throws IOException {
        JsonNode answer = common.ask("standing", Json.object().put("member", member));
        common.show(
                answer,
                it -> {
                    common.out().printf("day %s%n", it.path("day").asString());
                    it.path("members").forEach(this::show);
                });
        return 0;
    }

    private void show(JsonNode one) {
        common.out()
                .printf(
                        "%s (%s)%s%n",
                        one.path("member").asString(),
                        one.path("country").asString(""),
                        one.path("suspended").asBoolean() ? ", suspended by decision" : "");
        one.path("words").forEach(it -> common.out().println("  " + it.asString()));
    }
}
