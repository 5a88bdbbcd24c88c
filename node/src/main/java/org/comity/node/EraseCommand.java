package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Destroy payloads of own statements here, and ask all who hold them to do the same. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description =
                "Destroy payloads of own statements here, and ask all who hold them to do the same.",
        footer = {"", "Example:  comity erase desk.example/log#17 --reason personal-data"})
final class EraseCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            arity = "1..*",
            paramLabel = "STATEMENT",
            description = "own statements, as origin#index")
    List<String> statements = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "told to those who hold them")
    String reason = "";

    @Override
    public Integer call() throws IOException {
        ObjectNode with = Json.object().put("reason", reason);
        with.set("statements", Json.array(statements));
        common.show(
                common.ask("erase", with),
                answer ->
                        common.out()
                                .println(
                                        "erased here; the others are asked by "
                                                + answer.path("statements").path(0).asString()));
        return 0;
    }
}
