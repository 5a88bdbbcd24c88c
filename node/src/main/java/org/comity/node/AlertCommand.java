package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of the watches: evidence of others, bridges, watched values that became connected. */
@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description =
                "What came of the watches: evidence of others, bridges, values that became connected.",
        footer = {"", "Example:  comity alert list --since 2026-11-24T00:00:00Z"})
final class AlertCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity alert list or mail");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "all alerts since each watch was added")
    int list(
            @Mixin Common mine,
            @Mixin BridgeCommand.Days days,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            defaultValue = "",
                            description = "since this time instead, such as 2026-11-24T10:00:00Z")
                    String since)
            throws IOException {
        ObjectNode with = Json.object().put("days", days.days);
        if (!since.isEmpty()) {
            with.put("since", Moment.second(since, mine));
        }
        mine.show(
                mine.ask("alert-list", with),
                answer -> {
                    answer.path("alerts").forEach(it -> words(it, mine));
                    if (answer.path("alerts").isEmpty()) {
                        mine.out().println("No alerts.");
                    }
                    mine.cut(answer);
                });
        return 0;
    }

    @Command(
            name = "mail",
            mixinStandardHelpOptions = true,
            description = {
                "show the mail to the own desk about what is new (notices.alerts-to); a running",
                "node sends it within ten minutes where notices.send = true"
            })
    int mail(@Mixin Common mine) throws IOException {
        mine.show(mine.ask("alert-mail", Json.object()), it -> mailWords(it, mine));
        return 0;
    }

    private static void mailWords(JsonNode it, Common mine) {
        String to = it.path("to").asString();
        boolean isSent = it.path("send").asBoolean() && !to.isEmpty();
        mine.out()
                .println(isSent ? "mailed to " + to : "not mailed: set notices.alerts-to and send");
        String mail = it.path("mail").asString();
        mine.out().print(mail.isEmpty() ? "Nothing new.\n" : mail.replace("\r", ""));
    }

    private static void words(JsonNode alert, Common mine) {
        String watch = alert.path("watch").asString();
        switch (alert.path("kind").asString()) {
            case "bridge" -> {
                mine.out().printf("%s: two groups have become connected%n", watch);
                BridgeCommand.brief(alert.path("bridge"), mine);
            }
            case "connected" ->
                    mine.out()
                            .printf(
                                    "%s and %s are connected since %s, by evidence of %s (%s)%n%s",
                                    watch,
                                    alert.path("other").asString(),
                                    alert.path("since").asString(),
                                    CampaignCommand.join(alert.path("members")),
                                    CampaignCommand.join(alert.path("countries")),
                                    alert.path("path").asString());
            case "request" -> mine.out().println(RequestWords.line(alert.path("request")));
            default ->
                    mine.out()
                            .printf(
                                    "%s: %s, %s, claimed by %s, first in %s%n",
                                    watch,
                                    alert.path("subject").asString(),
                                    alert.path("class").asString(),
                                    CampaignCommand.counts(alert.path("members")),
                                    alert.path("first").asString());
        }
    }
}
