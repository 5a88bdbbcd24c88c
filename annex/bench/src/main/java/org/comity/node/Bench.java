package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures Comity beside what it is compared with, in turn and in one run. */
@Command(
        name = "./dev bench",
        mixinStandardHelpOptions = true,
        description = "Measures Comity beside its references, in turn and in one run.",
        footer = {"", "Example:  ./dev bench mail --rounds 7"})
final class Bench implements Callable<Integer> {
    private static final List<String> NAMES =
            List.of(
                    "mail",
                    "append",
                    "verify",
                    "exchange",
                    "start",
                    "memory",
                    "verdict",
                    "receipt",
                    "trace",
                    "campaign",
                    "taxii",
                    "patterns",
                    "validate");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "mail, append, verify, exchange, start, memory, verdict, receipt, trace, campaign, taxii, patterns or validate (default: all in"
                            + " turn)")
    Optional<String> name = Optional.empty();

    @Option(names = "--rounds", paramLabel = "N", description = "how often each side has its turn")
    Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "mails, entries or observables that each side works on")
    Optional<Integer> size = Optional.empty();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name.isPresent() && !NAMES.contains(name.get())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "one of " + String.join(", ", NAMES));
        }
        Logs.quiet();
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Path home = Path.of(System.getProperty("bench.home", "."));
        // Not the temporary directory: that is often memory, where a sync costs nothing.
        Path under = Files.createDirectories(home.resolve("annex/bench/target/run"));
        Path scratch = Files.createTempDirectory(under, "");
        var plan = new Plan(home, scratch, rounds, size, out);
        try {
            MeasuredOn.tell(plan);
            for (String one : name.map(List::of).orElse(NAMES)) {
                run(one, plan);
            }
        } finally {
            DemoCommand.deleteTree(scratch);
        }
        return 0;
    }

    private static void run(String name, Plan plan) throws IOException, InterruptedException {
        switch (name) {
            case "mail" -> MailBench.run(plan);
            case "append" -> AppendBench.run(plan);
            case "verify" -> VerifyBench.run(plan);
            case "exchange" -> ExchangeBench.run(plan);
            case "start" -> StartBench.run(plan);
            case "memory" -> MemoryBench.run(plan);
            case "verdict" -> VerdictBench.run(plan);
            case "receipt" -> ReceiptBench.run(plan);
            case "trace" -> TraceBench.run(plan);
            case "campaign" -> CampaignBench.run(plan);
            case "taxii" -> TaxiiBench.run(plan);
            case "patterns" -> PatternBench.run(plan);
            case "validate" -> ValidateBench.run(plan);
            default -> throw new IllegalArgumentException(name);
        }
    }
}
