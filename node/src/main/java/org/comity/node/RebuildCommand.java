package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Delete every view and make it anew from the logs. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "Delete every view and make it anew from the logs.",
        footer = {"", "Example:  comity rebuild"})
final class RebuildCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        common.show(
                common.ask("rebuild", Json.object()),
                answer ->
                        common.out()
                                .println(
                                        answer.path("statements").asLong() + " statements folded"));
        return 0;
    }
}
