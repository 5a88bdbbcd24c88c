package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The owner of a listed value proved its control: it is heard; alone: list all appeals. */
@Command(
        name = "appeal",
        mixinStandardHelpOptions = true,
        description = {
            "State that the owner of a compromised or shared value turned to you and proved its",
            "control: tier block drops to score for 72 hours, once per name in 90 days.",
            "Without a value: list all appeals with their clocks."
        },
        footer = {
            "",
            "Example:  comity appeal shop.example.com --proof dns --reason 'cleaned, asks for review'"
        })
final class AppealCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            paramLabel = "VALUE",
            arity = "0..1",
            description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(
            names = "--proof",
            paramLabel = "HOW",
            description = "how you checked its control: dns, http or mail")
    String proof = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "what the others should know; name no person, it cannot be erased")
    String reason = "";

    @Override
    public Integer call() throws IOException {
        if (value.isEmpty()) {
            common.show(common.ask("appeal-list", Json.object()), this::list);
            return 0;
        }
        if (proof.isEmpty()) {
            throw common.usage("say how control was proved: --proof dns, http or mail");
        }
        if (reason.isBlank()) {
            throw common.usage("give a --reason: the others review the case by it");
        }
        JsonNode with = Json.object().put("value", value).put("proof", proof).put("reason", reason);
        common.show(
                common.ask("appeal", with),
                answer ->
                        common.out()
                                .printf(
                                        "stated as %s; at most score until %s, %s%n",
                                        answer.path("statement").asString(),
                                        answer.path("until").asString(),
                                        Appealing.left(answer.path("seconds_left").asLong())));
        return 0;
    }

    private void list(JsonNode answer) {
        if (answer.path("appeals").isEmpty()) {
            common.out().println("no appeals");
        }
        for (JsonNode it : answer.path("appeals")) {
            common.out()
                    .printf(
                            "%s, by %s, control proved by %s: %s%n  %s%n",
                            it.path("subject").asString(),
                            it.path("by").asString(),
                            it.path("proof").asString(),
                            it.path("reason").asString(),
                            state(it));
        }
    }

    private static String state(JsonNode appeal) {
        String until = "until " + appeal.path("until").asString();
        if (appeal.has("after")) {
            return "changes nothing: its name was heard in this term, "
                    + appeal.path("after").asString();
        }
        if (!appeal.path("heard").asBoolean()) {
            return "over since " + appeal.path("until").asString();
        }
        if (!appeal.path("changes").asBoolean()) {
            return "changes nothing now: not called compromised or shared; " + until;
        }
        return "at most score "
                + until
                + ", "
                + Appealing.left(appeal.path("seconds_left").asLong());
    }
}
