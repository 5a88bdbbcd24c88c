package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Revoke all own unexpired claims on a value. */
@Command(
        name = "retract",
        mixinStandardHelpOptions = true,
        description = "Revoke all own unexpired claims on a value.",
        footer = {"", "Example:  comity retract shop.example.com"})
final class RetractCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "VALUE", description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Override
    public Integer call() throws IOException {
        common.show(
                common.ask("retract", Json.object().put("value", value)),
                answer ->
                        common.out()
                                .println(
                                        "retracted as "
                                                + answer.path("statements").path(0).asString()));
        return 0;
    }
}
