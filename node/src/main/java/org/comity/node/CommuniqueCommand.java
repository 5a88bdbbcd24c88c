package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Show what this node says of itself, or work out another member's communique anew. */
@Command(
        name = "communique",
        mixinStandardHelpOptions = true,
        description = {
            "Show what this node says of itself: what it has read, and the root of its list.",
            "With a member: work out that member's newest logged communique anew and compare."
        },
        footer = {"", "Example:  comity communique isp.example"})
final class CommuniqueCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "MEMBER", arity = "0..1", description = "whose is worked out anew")
    String member = "";

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "public, members (default), or \"group NAME\"")
    String scope = "";

    @Override
    public Integer call() throws IOException {
        JsonNode answer =
                common.ask("communique", Json.object().put("member", member).put("scope", scope));
        common.show(answer, this::words);
        return answer.path("outcome").asString("").equals("differs") ? Main.REFUSED : 0;
    }

    private void words(JsonNode answer) {
        switch (answer.path("outcome").asString("")) {
            case "same" ->
                    common.out()
                            .printf(
                                    "the same: its list of %d subjects at %s follows from what it had read%n",
                                    answer.path("listed").asLong(), answer.path("at").asString());
            case "not comparable" ->
                    common.out().printf("cannot be compared: %s%n", answer.path("why").asString());
            case "differs" -> {
                common.out().printf("DIFFERS: %s%n", answer.path("why").asString());
                answer.path("subjects").forEach(it -> common.out().println("  " + it.asString()));
            }
            default ->
                    common.out()
                            .print(
                                    answer.path("note")
                                            .asString("none yet: a running node makes one\n"));
        }
    }
}
