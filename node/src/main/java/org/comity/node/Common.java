package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.comity.store.StoreInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * Options and manners that all commands share: which directory, JSON or words, how to reach the
 * node.
 */
final class Common {
    private static final Duration TURN_MAX = Duration.ofSeconds(5);
    private static final Duration TURN_EVERY = Duration.ofMillis(100);

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
    CommandSpec spec;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "Comity's directory (default: $COMITY_DATA, else ./comity-data)")
    Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "print JSON for a program")
    boolean json;

    Path data() {
        String fromEnvironment = System.getenv("COMITY_DATA");
        Path unless = Path.of(fromEnvironment == null ? "comity-data" : fromEnvironment);
        return directory.orElse(unless).toAbsolutePath().normalize();
    }

    /** Progress is for people who watch. */
    @SuppressWarnings("SystemConsoleNull") // a JDK may be told to have none
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** On the line where it stands, for whoever watches; our own words only. */
    void progress(String words) {
        if (err() instanceof Printable printable) {
            printable.raw(words);
        }
    }

    CommandLine.ParameterException usage(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }

    JsonNode ask(String name, JsonNode with) throws IOException {
        return ask(name, with, progress -> {});
    }

    /** What opens a directory. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /**
     * A node and a command that start at once meet at the directory: the later one waits until the
     * other has ended, or answers.
     */
    static <T> T inTurn(Opening<T> opening) throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        long end = System.nanoTime() + TURN_MAX.toNanos();
        while (true) {
            try {
                return opening.open();
            } catch (StoreInUseException busy) {
                if (busy.holder().equals(self) || System.nanoTime() - end > 0) {
                    throw busy;
                }
                LockSupport.parkNanos(TURN_EVERY.toNanos());
            }
        }
    }

    /** Asks the running node, or opens the directory when none runs. */
    JsonNode ask(String name, JsonNode with, Consumer<JsonNode> progress) throws IOException {
        return inTurn(() -> askOnce(name, with, progress));
    }

    private JsonNode askOnce(String name, JsonNode with, Consumer<JsonNode> progress)
            throws IOException {
        Path socket = Control.socket(data());
        if (Files.exists(socket)) {
            try (SocketChannel node = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                node.connect(UnixDomainSocketAddress.of(socket));
                return Control.ask(node, name, with, progress);
            } catch (java.net.ConnectException left) {
                // A node that was killed leaves its socket behind; the directory is free then.
                return alone(name, with, progress);
            }
        }
        return alone(name, with, progress);
    }

    /** Asks the running node; a SocketException when none answers. */
    JsonNode askRunning(String name, JsonNode with) throws IOException {
        try (SocketChannel node = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            node.connect(UnixDomainSocketAddress.of(Control.socket(data())));
            return Control.ask(node, name, with, progress -> {});
        }
    }

    private JsonNode alone(String name, JsonNode with, Consumer<JsonNode> progress)
            throws IOException {
        Logs.quiet();
        try (Desk desk = Desk.open(data(), InstantSource.system())) {
            PeerClient client = PeerClient.of(desk);
            new HistoryCheck(desk, client).beginAlone();
            desk.recover();
            return new Operations(desk, new Joiner(desk, client), Optional.empty())
                    .run(name, with, progress);
        }
    }

    /** JSON as it is, or what the words make of it. */
    void show(JsonNode answer, Consumer<JsonNode> words) {
        if (json) {
            out().println(Json.pretty(answer));
        } else {
            words.accept(answer);
        }
        out().flush();
    }

    /** Says what the answer was not worked out of. */
    void cut(JsonNode answer) {
        answer.path("cut").forEach(it -> out().println("Not all is here: " + it.asString()));
    }
}
