package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Stop what this member says: nothing after this counts anywhere, such as when a key was stolen.
 */
@Command(
        name = "halt",
        mixinStandardHelpOptions = true,
        description =
                "Stop what this member says: nothing after this counts anywhere, such as when a key was stolen.",
        footer = {"", "Example:  comity halt --reason stolen-key --yes"})
final class HaltCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(names = "--reason", paramLabel = "TEXT", description = "shown to the other members")
    String reason = "";

    @Option(names = "--yes", description = "I know that this log ends here")
    boolean yes;

    @Override
    public Integer call() throws IOException {
        if (!yes) {
            throw common.usage("halting ends this log for good; repeat with --yes");
        }
        common.show(
                common.ask("halt", Json.object().put("reason", reason)),
                answer ->
                        common.out()
                                .println(
                                        "halted by "
                                                + answer.path("statements").path(0).asString()));
        return 0;
    }
}
