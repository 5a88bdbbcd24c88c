package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

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

    static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

    private Main() {}

    /** In the order in which help names them. */
    private static Map<String, Supplier<Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
        saying(commands);
        asking(commands);
        keeping(commands);
        return commands;
    }

    private static void saying(Map<String, Supplier<Callable<Integer>>> commands) {
        commands.put("init", InitCommand::new);
        commands.put("node", NodeCommand::new);
        commands.put("join", JoinCommand::new);
        commands.put("charter", CharterCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("claim", ClaimCommand::new);
        commands.put("retract", RetractCommand::new);
        commands.put("want", WantCommand::new);
        commands.put("erase", EraseCommand::new);
        commands.put("halt", HaltCommand::new);
        commands.put("ignore", IgnoreCommand::new);
        commands.put("motion", MotionCommand::new);
        commands.put("vote", VoteCommand::new);
        commands.put("reserve", ReserveCommand::new);
        commands.put("appeal", AppealCommand::new);
        commands.put("value", ValueCommand::new);
        commands.put("standing", StandingCommand::new);
        commands.put("communique", CommuniqueCommand::new);
    }

    private static void asking(Map<String, Supplier<Callable<Integer>>> commands) {
        commands.put("check", CheckCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("trace", TraceCommand::new);
        commands.put("network", NetworkCommand::new);
        commands.put("campaign", CampaignCommand::new);
        commands.put("bridge", BridgeCommand::new);
        commands.put("watch", WatchCommand::new);
        commands.put("alert", AlertCommand::new);
        commands.put("notice", NoticeCommand::new);
        commands.put("request", RequestCommand::new);
        commands.put("contact", ContactCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("taxii", TaxiiCommand::new);
        commands.put("fault", FaultCommand::new);
        commands.put("receipt", ReceiptCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("match", MatchCommand::new);
    }

    private static void keeping(Map<String, Supplier<Callable<Integer>>> commands) {
        commands.put("check-data", CheckDataCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("keys", KeysCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("recover", RecoverCommand::new);
        commands.put("rebuild", RebuildCommand::new);
        commands.put("refetch", RefetchCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("simulate", SimulateCommand::new);
        commands.put("exercise", ExerciseCommand::new);
        commands.put("study", StudyCommand::new);
        commands.put("train", TrainCommand::new);
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args);
    }

    /** {@code comity help trace}, as other tools have it. */
    private static String[] helped(String... given) {
        if (given.length == 0 || !given[0].equals("help")) {
            return given;
        }
        var args = new ArrayList<String>(List.of(given).subList(1, given.length));
        args.add("--help");
        return args.toArray(String[]::new);
    }

    static int run(PrintWriter out, PrintWriter err, String... given) {
        String[] args = helped(given);
        var line = new CommandLine(new Main());
        // Reading the annotations of all commands takes longer than most commands do.
        String asked = args.length == 0 ? "" : args[0];
        for (var command : COMMANDS.entrySet()) {
            if (!COMMANDS.containsKey(asked) || command.getKey().equals(asked)) {
                line.addSubcommand(command.getKey(), command.getValue().get());
            }
        }
        line.setOut(new Printable(out));
        line.setErr(new Printable(err));
        // What picocli colours comes from outside too.
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setHelpFactory(CommandList::new);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        boolean json = List.of(args).contains("--json");
        line.setExecutionExceptionHandler((failure, command, _) ->
                // A command of a command comes wrapped.
                failure.getCause() instanceof OutOfMemoryError
                        ? tooLittle(command.getErr(), json)
                        : failed(failure, command, json));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError full) { // of a command that ends here: what it held is free again
            return tooLittle(err, json);
        }
    }

    private static int failed(Exception failure, CommandLine command, boolean json) {
        boolean refused = failure instanceof Refusal || failure instanceof KeyReplaced;
        int code = refused ? REFUSED : MACHINE;
        command.getErr().println(json ? Json.line(error(failure, code)) : words(failure));
        return code;
    }

    private static int tooLittle(PrintWriter err, boolean json) {
        var why =
                new Refusal(
                        "this needs more than the %d MiB of memory that it may take; give it more:"
                                        .formatted(Runtime.getRuntime().maxMemory() >> 20)
                                + " COMITY_MEMORY=2g comity ...",
                        "");
        err.println(json ? Json.line(error(why, MACHINE)) : words(why));
        err.flush();
        return MACHINE;
    }

    /** For a program: {@code {"error": "...", "where": "...", "exit": 1}}, on standard error. */
    private static ObjectNode error(Exception failure, int code) {
        return Json.object()
                .put("error", failure instanceof Refusal it ? it.why() : reason(failure))
                .put("where", failure instanceof Refusal it ? it.where() : "")
                .put("exit", code);
    }

    private static String words(Exception failure) {
        return "comity: " + (failure instanceof Refusal ? failure.getMessage() : reason(failure));
    }

    /** What failed, and for a failure of the machine why, in one line. */
    static String reason(Exception failure) {
        String why =
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : switch (failure) {
                            // Their messages are the file's name alone.
                            case NoSuchFileException it ->
                                    "no such file or directory: " + it.getFile();
                            case AccessDeniedException it -> "not allowed: " + it.getFile();
                            default -> failure.getMessage();
                        };
        Throwable cause = failure.getCause();
        return failure instanceof IOException && cause != null && cause.getMessage() != null
                ? why + ": " + cause.getMessage()
                : why;
    }
}
