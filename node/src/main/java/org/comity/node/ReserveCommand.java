package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** State that this member does not follow a rule, a list or a decision, and why. */
@Command(
        name = "reserve",
        mixinStandardHelpOptions = true,
        description = {
            "State that this member does not follow a rule, a list or a decision, and why.",
            "A reserved decision has no effect on this member's own lists; the rest is for the record."
        },
        footer = {"", "Example:  comity reserve decision 3f9a01c2 --reason 'our customers use it'"})
final class ReserveCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(index = "0", paramLabel = "rule|list|decision")
    String about = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "of the rule, list or motion")
    String of = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; all members read it")
    String reason = "";

    @Option(names = "--undo", description = "follow it again")
    boolean undo;

    @Override
    public Integer call() throws IOException {
        if (reason.isBlank() && !undo) {
            throw common.usage("give a --reason: a reservation without one helps nobody");
        }
        var with = Json.object().put("about", about).put("of", of);
        with.put("reason", reason).put("undo", undo);
        common.show(
                common.ask("reserve", with),
                answer ->
                        common.out()
                                .printf(
                                        "%s, stated as %s%n",
                                        undo ? "followed again" : "reserved",
                                        answer.path("statement").asString()));
        return 0;
    }
}
