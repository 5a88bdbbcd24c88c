package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** After a restored backup: fetch from the members what this directory lacks of its own log. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description =
                "After a restored backup: fetch from the members what this directory lacks of its own log.",
        footer = {"", "Example:  comity recover"})
final class RecoverCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--anyway",
            description =
                    "though not all members answer, or one keeps back what only it can have: the own log goes on, and what only a silent one holds of it is then forked; in the requests to that member nothing is said until it answers")
    boolean anyway;

    @Override
    public Integer call() throws IOException {
        common.show(
                common.ask("recover", Json.object().put("anyway", anyway)),
                answer -> {
                    common.out()
                            .printf(
                                    "%d statements fetched; the own log has %d and goes on from there%n",
                                    answer.path("fetched").asLong(), answer.path("size").asLong());
                    for (JsonNode id : answer.path("payloads_missing")) {
                        common.out()
                                .println(
                                        "  nobody who answered has the payload of "
                                                + id.asString());
                    }
                    answer.path("may_lack")
                            .forEach(
                                    it -> common.out().println("  " + it.path("words").asString()));
                });
        return 0;
    }
}
