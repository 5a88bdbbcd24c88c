package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Vote on a motion; a later vote replaces an earlier one. */
@Command(
        name = "vote",
        mixinStandardHelpOptions = true,
        description = "Vote on a motion; a later vote replaces an earlier one.",
        footer = {"", "Example:  comity vote 3f9a01c2 for --reason 'we saw it too'"})
final class VoteCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            index = "0",
            paramLabel = "MOTION",
            description = "its name, at least 8 digits of it; comity motion lists them")
    String motion = "";

    @Parameters(index = "1", paramLabel = "for|against")
    String vote = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "for the record")
    String reason = "";

    @Override
    public Integer call() throws IOException {
        if (!vote.equals("for") && !vote.equals("against")) {
            throw common.usage("a vote is for or against");
        }
        var with = Json.object().put("motion", motion).put("vote", vote).put("reason", reason);
        common.show(common.ask("motion-vote", with), answer -> MotionCommand.show(common, answer));
        return 0;
    }
}
