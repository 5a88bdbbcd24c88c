package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node as a process of its own, as {@code comity node} starts it. */
final class NodeProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";
    private static final String USUAL = "256m";
    private final Process process;
    private final Path log;

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The command as a process: these words of the system first, then comity's. */
    static ProcessBuilder command(List<String> within, List<String> words) {
        return commandWith(USUAL, within, words);
    }

    static ProcessBuilder commandWith(String memory, List<String> within, List<String> words) {
        var all = new ArrayList<String>(within);
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx" + memory,
                        FIRST_COMPILER_ONLY,
                        "-XX:+UseSerialGC"));
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(words);
        return new ProcessBuilder(all);
    }

    /** Returns once it is ready. */
    static NodeProcess start(List<String> within, Path data, String... options) throws IOException {
        return start(within, USUAL, data, options);
    }

    /** With the second compiler too: without it the hash of a password takes ten times as long. */
    static NodeProcess startForPasswords(Path data) throws IOException {
        ProcessBuilder command = command(List.of(), List.of("node", "--data", data.toString()));
        command.command().remove(FIRST_COMPILER_ONLY);
        return started(command, data);
    }

    /**
     * @param memory as java's -Xmx wants it
     */
    static NodeProcess startWith(String memory, Path data) throws IOException {
        return start(List.of(), memory, data);
    }

    private static NodeProcess start(
            List<String> within, String memory, Path data, String... options) throws IOException {
        var words = new ArrayList<String>(List.of("node", "--data", data.toString()));
        words.addAll(List.of(options));
        return started(commandWith(memory, within, words), data);
    }

    private static NodeProcess started(ProcessBuilder command, Path data) throws IOException {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        command.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var started = new NodeProcess(command.start(), log);
        String line = started.process.inputReader().readLine();
        if (!"node ready".equals(line)) {
            started.close();
            throw new IOException("the node did not start: " + started.said());
        }
        return started;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it ended by itself in this time. */
    boolean ends(int millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Asks it to end, and waits. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!ends(PATIENCE_SECONDS * 1_000)) {
            throw new IOException("the node does not stop: " + said());
        }
    }

    /** All that it logged and complained of. */
    String said() throws IOException {
        return Files.readString(log);
    }

    /** Whatever it does: it is gone. */
    @Override
    public void close() {
        // The handle: the process itself would close the streams that are still read.
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
