package org.comity.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this measurement started; it ends with it. */
final class Program implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration END_MAX = Duration.ofSeconds(60);

    /** True when the process answers. */
    interface Answers {
        boolean now() throws IOException;
    }

    private final Process process;
    private final File said;
    private final long startNano;

    private Program(Process process, File said, long startNano) {
        this.process = process;
        this.said = said;
        this.startNano = startNano;
    }

    static Program start(Path folder, List<String> command) throws IOException {
        File said = folder.resolve("said").toFile();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
        long start = System.nanoTime();
        return new Program(builder.start(), said, start);
    }

    /** Milliseconds from the start until it answers; asked every millisecond. */
    double millisUntil(Answers answers) throws IOException, InterruptedException {
        while (!answers.now()) {
            if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                throw new IOException("ended too early: " + Files.readString(said.toPath()));
            }
            if (System.nanoTime() - startNano > START_MAX.toNanos()) {
                throw new IOException("does not answer: " + Files.readString(said.toPath()));
            }
        }
        return millis();
    }

    /** Milliseconds from the start until it ended well. */
    double millisUntilEnd() throws IOException, InterruptedException {
        boolean ended = process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS);
        double millis = millis();
        if (!ended || process.exitValue() != 0) {
            throw new IOException("did not end well: " + Files.readString(said.toPath()));
        }
        return millis;
    }

    /** MiB of a line of {@code /proc/PID/status}, such as VmRSS (resident now) or VmHWM (most). */
    double mebibytes(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("the system does not tell " + name);
    }

    /** The command line as it runs now: a script that ended in exec has become what it ran. */
    List<String> commandLine() throws IOException {
        return List.of(
                Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"));
    }

    private double millis() {
        return (System.nanoTime() - startNano) / 1e6;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("did not stop within " + END_MAX.toSeconds() + " s");
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        }
    }
}
