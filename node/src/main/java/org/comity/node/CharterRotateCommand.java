package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** New keys for this member. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Draw new keys for this member and propose the charter that lists them. They wait in",
            "keys/next and are taken by themselves once enough members have voted for it.",
            "The old and the new member key sign. When the old one is lost or stolen say --lost:",
            "the new one signs alone, and the others decide without this member's vote."
        },
        footer = {
            "",
            "Example:  comity charter rotate --node-key --reason moved-to-another-machine",
            "Example:  comity charter rotate --member-key --lost --reason 'the safe was emptied'",
            "Example:  comity charter rotate --member-key --lost --line     (another member proposes it)"
        })
final class CharterRotateCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(names = "--member-key", description = "the key that votes and signs charters")
    boolean memberKey;

    @Option(
            names = "--node-key",
            description = "the key of the log and of HTTP, and those that follow from it")
    boolean nodeKey;

    @Option(names = "--lost", description = "the old member key is lost or in wrong hands")
    boolean lost;

    @Option(
            names = "--line",
            description =
                    "propose nothing; print a line for another member: comity charter propose --rotate LINE")
    boolean line;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "votes count for so long, 1 to 365 (default 14)")
    Optional<Long> days = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "told to all members")
    String reason = "";

    @Override
    public Integer call() throws IOException {
        ObjectNode with = Json.object().put("reason", reason);
        with.put("member_key", memberKey).put("node_key", nodeKey);
        with.put("lost", lost).put("line", line);
        days.ifPresent(it -> with.put("days", it));
        common.show(common.ask("charter-rotate", with), this::words);
        return 0;
    }

    private void words(JsonNode answer) {
        if (line) {
            common.out().println(answer.path("line").asString());
            common.err()
                    .println(
                            "Hand this line to another member: comity charter propose --rotate LINE."
                                    + " It holds for the charter in force now.");
            return;
        }
        ProposalWords.print(common.out(), answer);
        common.out().println("  The new secrets wait in keys/next; keep a copy of them.");
    }
}
