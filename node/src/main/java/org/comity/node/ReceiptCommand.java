package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Write the receipt of a statement: it stands up later, checked offline by a stranger. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description =
                "Write the receipt of a statement: it stands up later, checked offline by a stranger.",
        footer = {"", "Example:  comity receipt desk.example/log#17 --out 17.receipt"})
final class ReceiptCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "STATEMENT", description = "origin#index")
    String statement = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to write it (default: standard output)")
    Optional<Path> file = Optional.empty();

    @Option(names = "--without-payload", description = "prove only that it was stated, not what")
    boolean withoutPayload;

    @Override
    public Integer call() throws IOException {
        var with = Json.object().put("statement", statement).put("without_payload", withoutPayload);
        var answer = common.ask("receipt", with);
        String receipt = answer.path("receipt").asString();
        if (file.isPresent()) {
            Files.writeString(file.get(), receipt);
            common.show(answer, it -> common.out().println("written to " + file.get()));
        } else {
            common.show(answer, it -> common.out().print(receipt));
        }
        return 0;
    }
}
