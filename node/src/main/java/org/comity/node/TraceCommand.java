package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follow the evidence from a value to what is connected with it, across members. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description =
                "Follow the evidence from a value to what is connected with it, across members.",
        footer = {"", "Example:  comity trace shop.example.com --hops 2"})
final class TraceCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "VALUE", description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(names = "--to", paramLabel = "VALUE", description = "only the path to this value")
    String to = "";

    @Option(
            names = "--hops",
            paramLabel = "N",
            defaultValue = "2",
            description = "how far, 1 to 4 (default: ${DEFAULT-VALUE})")
    int hops;

    @Override
    public Integer call() throws IOException {
        common.show(
                common.ask(
                        "trace", Json.object().put("value", value).put("to", to).put("hops", hops)),
                answer -> common.out().print(answer.path("text").asString()));
        return 0;
    }
}
