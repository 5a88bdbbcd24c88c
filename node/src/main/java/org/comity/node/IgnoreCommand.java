package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Take no notice of a member on the lists of this node: nobody else is asked, or told. */
@Command(
        name = "ignore",
        mixinStandardHelpOptions = true,
        description =
                "Take no notice of a member on the lists of this node: nobody else is asked, or told.",
        footer = {"", "Example:  comity ignore isp.example --from 1200"})
final class IgnoreCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(arity = "0..1", paramLabel = "MEMBER", description = "without it: who is ignored")
    String member = "";

    @Option(
            names = "--from",
            paramLabel = "INDEX",
            description = "of its log (default: from what it says next on)")
    Optional<Long> from = Optional.empty();

    @Option(names = "--undo", description = "listen to it again")
    boolean undo;

    @Override
    public Integer call() throws IOException {
        if (from.filter(it -> it < 0).isPresent()) {
            throw common.usage("an index is 0 or more");
        }
        ObjectNode with = Json.object().put("member", member).put("undo", undo);
        from.ifPresent(it -> with.put("from", it));
        common.show(common.ask("ignore", with), this::words);
        return 0;
    }

    private void words(JsonNode answer) {
        if (answer.path("ignored").isEmpty()) {
            common.out().println("nobody is ignored here");
        }
        for (var one : answer.path("ignored").properties()) {
            common.out()
                    .printf(
                            "%s is ignored on this node's lists from statement %d on%n",
                            one.getKey(), one.getValue().asLong());
        }
    }
}
