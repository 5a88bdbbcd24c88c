package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Destroy payloads of own statements here, and ask all who hold them to do the same. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description =
                "Destroy payloads of own statements here, and ask all who hold them to do the same.",
        footer = {
            "",
            "Examples:  comity erase desk.example/log#17 --reason personal-data",
            "           comity erase --value jane@example.org --reason personal-data"
        })
final class EraseCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            arity = "0..*",
            paramLabel = "STATEMENT",
            description = "own statements, as origin#index")
    List<String> statements = List.of();

    @Option(
            names = "--value",
            paramLabel = "VALUE",
            description =
                    "all own statements that claim this value or hold it as a text of its own; says"
                            + " where it stands then all the same")
    String value = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "told to those who hold them")
    String reason = "";

    @Option(names = "--status", description = "who has confirmed what, and who has not")
    boolean status;

    @Override
    public Integer call() throws IOException {
        int ways = (status ? 1 : 0) + (statements.isEmpty() ? 0 : 1) + (value.isEmpty() ? 0 : 1);
        if (ways != 1) {
            throw common.usage("say which statements, or --value, or --status");
        }
        if (status) {
            common.show(common.ask("status", Json.object()).path("erasures"), this::words);
            return 0;
        }
        ObjectNode with = Json.object().put("reason", reason);
        if (!value.isEmpty()) {
            common.show(common.ask("erase", with.put("value", value)), this::erased);
            return 0;
        }
        with.set("statements", Json.array(statements));
        common.show(
                common.ask("erase", with),
                answer ->
                        common.out()
                                .println(
                                        "erased here; the others are asked by "
                                                + answer.path("statements").path(0).asString()
                                                + "; who has confirmed: comity erase --status"));
        return 0;
    }

    private void erased(JsonNode answer) {
        answer.path("erased").forEach(it -> common.out().println("erased here: " + it.asString()));
        if (answer.path("erased").isEmpty()) {
            common.out().println("No own statement holds " + answer.path("value").asString() + ".");
        } else {
            common.out()
                    .println(
                            "the others are asked by "
                                    + answer.path("statements").path(0).asString()
                                    + "; who has confirmed: comity erase --status");
        }
        if (answer.path("still").isEmpty()) {
            common.out().println("Nothing here holds it any more.");
        }
        answer.path("still")
                .properties()
                .forEach(it -> {
                    String places = CampaignCommand.join(it.getValue());
                    common.out()
                            .println(
                                    "still here: "
                                            + it.getKey()
                                            + (places.isEmpty() ? "" : ": " + places));
                });
    }

    private void words(JsonNode erasures) {
        for (JsonNode one : erasures) {
            common.out()
                    .printf(
                            "%s of %s, %d payloads: confirmed by %s%s%n",
                            one.path("statement").asString(),
                            one.path("asked_at").asString(),
                            one.path("payloads").asInt(),
                            one.path("confirmed").isEmpty()
                                    ? "nobody"
                                    : MotionCommand.names(one.path("confirmed")),
                            one.path("waits_for").isEmpty()
                                    ? ""
                                    : "; waits for " + MotionCommand.names(one.path("waits_for")));
        }
    }
}
