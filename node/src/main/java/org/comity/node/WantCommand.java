package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keep privately that you receive this and want it: no list here carries it. */
@Command(
        name = "want",
        mixinStandardHelpOptions = true,
        description = "Keep privately that you receive this and want it: no list here carries it.",
        footer = {"", "Example:  comity want newsletter.example.com"})
final class WantCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "VALUE", description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(names = "--undo", description = "no longer wanted")
    boolean undo;

    @Override
    public Integer call() throws IOException {
        common.show(
                common.ask("want", Json.object().put("value", value).put("undo", undo)),
                answer -> {
                    common.out()
                            .println(undo ? "no longer wanted" : "wanted; no list here carries it");
                    if (!answer.path("statements").isEmpty()) {
                        common.out()
                                .println(
                                        "own automatic claims on it retracted as "
                                                + answer.path("statements").path(0).asString());
                    }
                });
        return 0;
    }
}
