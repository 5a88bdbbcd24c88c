package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Why a value is or is not listed: rules, numbers, statements, what would change it. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Why a value is or is not listed: rules, numbers, statements, what would change it.",
        footer = {"", "Example:  comity explain shop.example.com"})
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "VALUE", description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(
            names = "--list",
            paramLabel = "NAME",
            description = "by the rules of which list (default: the first)")
    String list = "";

    @Option(
            names = "--at",
            paramLabel = "SECOND",
            description = "as of this second since 1970 (default: now)")
    Optional<Long> at = Optional.empty();

    @Override
    public Integer call() throws IOException {
        ObjectNode with = Json.object().put("value", value).put("list", list);
        at.ifPresent(it -> with.put("at", it));
        common.show(
                common.ask("explain", with),
                answer -> answer.path("lines").forEach(it -> common.out().println(it.asString())));
        return 0;
    }
}
