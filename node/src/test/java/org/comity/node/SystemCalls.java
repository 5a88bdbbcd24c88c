package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls by which a running process changes one directory: seen, or one of them made to
 * fail (strace). Calls on anything else, such as class files and sockets, are let through.
 */
final class SystemCalls implements AutoCloseable {
    /** The ? passes over what this machine's kernel does not have. */
    private static final String WRITING =
            "?write,?pwrite64,?writev,?pwritev,?pwritev2,?fsync,?fdatasync,?sync_file_range,"
                    + "?ftruncate,?truncate,?fallocate,?openat,?creat,?mkdir,?mkdirat,?link,?linkat,"
                    + "?rename,?renameat,?renameat2,?unlink,?unlinkat,?chmod,?fchmod,?fchmodat";

    private static final Pattern CALL = Pattern.compile("^([0-9]+ +)([a-z0-9_]+)\\(");
    private static final int PATIENCE_SECONDS = 20;

    /**
     * One call of a window.
     *
     * @param path within the directory
     * @param number its place among one thread's calls of this name on this path, from 1
     */
    record Call(String name, String path, int number) {
        @Override
        public String toString() {
            return name + " " + number + " on " + path;
        }
    }

    private final Process strace;
    private final Path directory;
    private final Path log;

    private SystemCalls(Process strace, Path directory, Path log) {
        this.strace = strace;
        this.directory = directory;
        this.log = log;
    }

    /** Why calls of other processes cannot be seen here; empty when they can. */
    static Optional<String> unavailable(Path folder) throws IOException, InterruptedException {
        Process sleeping;
        try {
            sleeping = new ProcessBuilder("sleep", "60").start();
        } catch (IOException none) {
            return Optional.of(String.valueOf(none.getMessage()));
        }
        try (var _ = attach(sleeping.pid(), folder, folder.resolve("probe"), List.of())) {
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        } finally {
            sleeping.destroyForcibly().waitFor();
        }
    }

    /** From now on all calls are seen. */
    static SystemCalls seen(long pid, Path directory) throws IOException, InterruptedException {
        Path log = directory.resolveSibling(directory.getFileName() + ".calls");
        return attach(pid, directory, log, List.of());
    }

    /**
     * @param how as strace has it: {@code error=EIO}, {@code signal=KILL}
     */
    static SystemCalls failing(long pid, Path directory, Call call, String how)
            throws IOException, InterruptedException {
        Path log = directory.resolveSibling(directory.getFileName() + ".calls");
        String inject = "inject=" + call.name() + ":" + how + ":when=" + call.number();
        String path = directory.resolve(call.path()).toString();
        return attach(pid, directory, log, List.of("-P", path, "-e", inject));
    }

    private static SystemCalls attach(long pid, Path directory, Path log, List<String> options)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of("strace", "-f", "-y", "-s", "0"));
        command.addAll(List.of("-o", log.toString(), "-e", "trace=" + WRITING));
        command.addAll(options);
        command.addAll(List.of("-p", Long.toString(pid)));
        Files.deleteIfExists(log);
        // A file: it must not wait for a reader of what else it says.
        Path errors = log.resolveSibling(log.getFileName() + ".errors");
        Process strace = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        while (!Files.readString(errors).contains(" attached")) {
            if (strace.waitFor(5, TimeUnit.MILLISECONDS)) {
                throw new IOException(Files.readString(errors).strip());
            }
        }
        return new SystemCalls(strace, directory, log);
    }

    /** What was called that changes the directory, once nothing has come for so long. */
    List<Call> quiet(int millis) throws IOException {
        long known = -1;
        while (known < Files.size(log)) {
            known = Files.size(log);
            LockSupport.parkNanos(millis * 1_000_000L);
        }
        var calls = new LinkedHashSet<Call>();
        // strace counts for each thread.
        Map<String, Integer> numbers = new HashMap<>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            int at = line.indexOf(directory + "/");
            if (call.find() && at >= 0) {
                String rest = line.substring(at + directory.toString().length() + 1);
                String path = rest.split("[\">]", 2)[0];
                String name = call.group(2);
                int number = numbers.merge(call.group(1) + name + path, 1, Integer::sum);
                boolean reads = name.equals("openat") && line.contains("O_RDONLY");
                if (!reads) {
                    calls.add(new Call(name, path, number));
                }
            }
        }
        return List.copyOf(calls);
    }

    /** Whether the call that was to fail came within this time. */
    boolean failed(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (true) {
            String all = Files.readString(log);
            if (all.contains("(INJECTED)") || all.contains("killed by SIGKILL")) {
                return true;
            }
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** The process goes on without being watched. */
    @Override
    public void close() throws IOException {
        strace.destroy();
        try {
            if (!strace.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                strace.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
