package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** What each member's statements were worth here, month by month. */
@Command(
        name = "value",
        mixinStandardHelpOptions = true,
        description = {
            "Show what each member's statements were worth here, by the mails you reported and",
            "wanted: this 30-day month and the three before. Private; counted while the node runs."
        },
        footer = {"", "Example:  comity value"})
final class ValueCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        common.show(
                common.ask("value", Json.object()),
                answer -> answer.path("months").forEach(this::show));
        return 0;
    }

    private void show(JsonNode month) {
        common.out()
                .printf(
                        "%s to %s: %d spam mails, %d stopped by own claims, %d more by all; %d wanted%n",
                        month.path("from").asString(),
                        month.path("until").asString(),
                        month.path("spam").asLong(),
                        month.path("spam_stopped_by_own").asLong(),
                        month.path("spam_stopped_beyond_own").asLong(),
                        month.path("wanted").asLong());
        if (month.path("spam").asLong() + month.path("wanted").asLong() == 0) {
            return;
        }
        common.out()
                .printf(
                        "  %-24s %16s %12s %11s%n",
                        "its claims alone", "spam beyond own", "spam in all", "wanted hit");
        for (JsonNode it : month.path("members")) {
            common.out()
                    .printf(
                            "  %-24s %16d %12d %11d%n",
                            it.path("member").asString(),
                            it.path("spam_beyond_own").asLong(),
                            it.path("spam_stopped").asLong(),
                            it.path("wanted_hit").asLong());
            if (it.has("here")) {
                common.out().println("    " + it.path("here").asString());
            }
        }
    }
}
