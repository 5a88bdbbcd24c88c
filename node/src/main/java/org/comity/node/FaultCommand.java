package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.charter.CharterHistory;
import org.comity.tlog.ForkProof;
import org.comity.value.Bytes;
import org.comity.verifier.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Logs that were shown in two forms, with the proofs. */
@Command(
        name = "fault",
        mixinStandardHelpOptions = true,
        description = "Logs that were shown in two forms, with proofs that anybody can check.",
        footer = {
            "",
            "Examples:  comity fault list",
            "           comity fault show isp.example/log#812 > fault.txt",
            "           comity fault verify fault.txt --charter charter.note"
        })
final class FaultCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity fault list, show or verify");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "whose logs were shown in two forms, who found it, and what follows; and STIX"
                            + " objects stated with one modified and different content")
    int list(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("fault-list", Json.object()),
                answer -> {
                    for (JsonNode fault : answer.path("faults")) {
                        FaultsShown.words(fault, mine.out());
                    }
                    if (answer.path("faults").isEmpty()) {
                        mine.out()
                                .println("No log was shown in two forms, as far as is known here.");
                    }
                    answer.path("said_twice")
                            .forEach(it -> mine.out().println(SaidTwice.words(it)));
                });
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "the proof in a fault statement, as a file to hand on")
    int show(
            @Mixin Common mine,
            @Parameters(paramLabel = "STATEMENT", description = "such as isp.example/log#812")
                    String statement)
            throws IOException {
        JsonNode answer = mine.ask("fault-show", Json.object().put("statement", statement));
        mine.show(answer, it -> mine.out().print(it.path("proof").asString()));
        return 0;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "check such a file offline, with only the charter")
    int verify(
            @Mixin Common mine,
            @Parameters(paramLabel = "FILE", description = "what comity fault show printed")
                    Path file,
            @Option(
                            names = "--charter",
                            paramLabel = "FILE",
                            description =
                                    "charters' notes (default: all that the directory has had)")
                    List<Path> charters)
            throws IOException {
        Bytes proof = Refusal.orRefuse(InputFile.read(file, ForkProof.BYTES_MAX));
        Optional<CharterHistory> given =
                Refusal.orRefuse(
                        InputFile.charters(Optional.ofNullable(charters).orElse(List.of())));
        CharterHistory history = given.isPresent() ? given.get() : VerifyCommand.ofDirectory(mine);
        JsonNode shown = FaultsShown.verified(proof, history);
        mine.show(
                shown,
                it -> {
                    mine.out().print("good: ");
                    FaultsShown.words(it, mine.out());
                });
        return 0;
    }
}
