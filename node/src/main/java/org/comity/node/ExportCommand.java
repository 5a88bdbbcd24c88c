package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Print a list with its reasons as plain text. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Print a list with its reasons as plain text.",
        footer = {"", "Example:  comity export --shared --at 1790000000"})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(names = "--list", paramLabel = "NAME", description = "which list (default: the first)")
    String list = "";

    @Option(
            names = "--tier",
            paramLabel = "score|block",
            defaultValue = "score",
            description = "at this tier or above (default: ${DEFAULT-VALUE})")
    String tier = "";

    @Option(
            names = "--shared",
            description =
                    "without local overrides: the same bytes on every node with the same statements")
    boolean shared;

    @Option(
            names = "--at",
            paramLabel = "SECOND",
            description = "as of this second since 1970 (default: now)")
    Optional<Long> at = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (!tier.equals("score") && !tier.equals("block")) {
            throw common.usage("--tier takes score or block");
        }
        ObjectNode with = Json.object().put("list", list).put("tier", tier).put("shared", shared);
        at.ifPresent(it -> with.put("at", it));
        common.show(
                common.ask("export", with),
                answer -> common.out().print(answer.path("text").asString()));
        return 0;
    }
}
