package org.comity.node;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code comity} command. Exit codes: 0 done, 1 refused or not found good, 2 wrong usage, 3 the
 * machine failed.
 */
@Command(
        name = "comity",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Evidence in, agreement out, provable, and nobody in charge.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            NodeCommand.class,
            JoinCommand.class,
            StatusCommand.class,
            ImportCommand.class,
            ClaimCommand.class,
            RetractCommand.class,
            WantCommand.class,
            EraseCommand.class,
            HaltCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            TraceCommand.class,
            RequestCommand.class,
            ExportCommand.class,
            ReceiptCommand.class,
            VerifyCommand.class,
            CheckDataCommand.class,
            RebuildCommand.class,
            DemoCommand.class,
            TrainCommand.class
        },
        footer = {
            "",
            "Begin with:  comity demo            see five members at work",
            "        or:  comity init --member desk.example --country NL",
            "",
            "Exit codes: 0 done, 1 refused or not good, 2 wrong usage, 3 the machine failed."
        })
final class Main {
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int MACHINE = 3;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        var line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println(command.getColorScheme().errorText(words(failure)));
            return failure instanceof Refusal ? REFUSED : MACHINE;
        });
        return line.execute(args);
    }

    private static String words(Exception failure) {
        if (failure instanceof Refusal) {
            return "comity: " + failure.getMessage();
        }
        String why =
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : failure.getMessage();
        Throwable cause = failure.getCause();
        return failure instanceof IOException && cause != null && cause.getMessage() != null
                ? "comity: " + why + ": " + cause.getMessage()
                : "comity: " + why;
    }
}
