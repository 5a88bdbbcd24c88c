package org.comity.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.comity.statement.StatementId;
import tools.jackson.databind.JsonNode;

/**
 * What {@link BadDiskTest} does inside a mount namespace: a small disk that somebody else fills,
 * and one that is made read-only. What meets the disk so is a process of its own; a command that
 * only prepares and checks, or asks the running node, is not.
 */
final class BadDiskSteps {
    /** What somebody else leaves on the small disk: what is kept free, and room for some mails. */
    private static final int LEFT_BYTES = 84 << 20;

    /** And then: less than any reserve. */
    private static final int LAST_BYTES = 2 << 20;

    private static final int MAILS = 300;
    private static final int MAIL_LINES = 400;

    private record Ran(int exit, String out, String err) {
        List<StatementId> statements() {
            var ids = new ArrayList<StatementId>();
            for (String line : out.lines().filter(it -> it.startsWith("{")).toList()) {
                for (JsonNode id : Json.parse(line).path("statements")) {
                    ids.add(StatementId.parse(id.asString()).orThrow());
                }
            }
            return ids;
        }
    }

    private BadDiskSteps() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static void main(String[] arguments) throws Exception {
        Path small = Path.of(arguments[0]);
        Path sealed = Path.of(arguments[1]);
        int until = full(small);
        atANode(small);
        readOnly(sealed);
        System.out.println(
                until + " of " + MAILS + " mails acknowledged until it was full; as it should be");
    }

    /** How many mails were acknowledged before the disk was full. */
    private static int full(Path disk) throws Exception {
        Path data = init(disk.resolve("desk"));
        Path foreign = fill(disk);
        Path mails = mbox(disk.resolveSibling("many.mbox"));
        Ran first = importing(data, mails);
        requireFull(first, data);
        List<StatementId> acknowledged = first.statements();
        require(!acknowledged.isEmpty() && acknowledged.size() < MAILS, first);
        requireFull(importing(data, mails), data);
        requireSound(data, acknowledged);
        Files.delete(foreign);
        Ran second = importing(data, mails);
        require(second.exit() == 0, second);
        require(second.out().contains("already"), second);
        requireSound(data, acknowledged);
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            require(desk.logs().own().tree().size() == MAILS, second);
        }
        return acknowledged.size();
    }

    /** The same with a node that runs: it goes on, and by itself once there is room. */
    private static void atANode(Path disk) throws Exception {
        Path data = init(disk.resolve("node"));
        Path log = disk.resolveSibling("node.log");
        Path foreign = fill(disk);
        Process node = start("node", "--data", data.toString(), "--log", log.toString());
        try {
            node.inputReader().readLine();
            atANode(disk, data, foreign, node);
        } finally {
            node.destroyForcibly(); // it must not outlive steps that failed
        }
    }

    private static void atANode(Path disk, Path data, Path foreign, Process node) throws Exception {
        Path mails = mbox(disk.resolveSibling("more.mbox"));
        Ran ran = here("import", data, importing(mails));
        requireFull(ran, data);
        List<StatementId> acknowledged = ran.statements();
        require(!acknowledged.isEmpty() && acknowledged.size() < MAILS, ran);
        Path rest = Files.write(disk.resolve("rest"), new byte[usable(disk) - LAST_BYTES]);
        requireFull(here("import", data, importing(mails)), data);
        answers(data);
        Ran erased = here("erase", data, acknowledged.getFirst().toString());
        require(erased.exit() == 0, erased);
        answers(data);
        Files.delete(rest);
        Files.delete(foreign);
        Ran second = here("import", data, importing(mails));
        require(second.exit() == 0 && second.out().contains("already"), second);
        Files.write(disk.resolve("rest"), new byte[usable(disk) - LAST_BYTES]);
        Ran halted = here("halt", data, "--yes");
        require(halted.exit() == 0, halted);
        require(node.isAlive(), halted);
        node.destroy();
        require(node.waitFor() != Main.MACHINE, halted);
        require(!Files.exists(Control.socket(data)), halted);
        Files.delete(disk.resolve("rest"));
        requireSound(data, acknowledged.subList(1, acknowledged.size()));
    }

    /** Lists and DNS, as if there were room. */
    private static void answers(Path data) throws Exception {
        Ran listed = here("export", data);
        require(listed.exit() == 0 && listed.out().contains("bad.com"), listed);
        int port = Desk.config(data).dns().listen().orElseThrow().getPort();
        String name = "bad.com.domain.score.exchange.comity.internal.";
        require(RunningNodes.ask(port, name).length > 0, listed);
    }

    private static int usable(Path disk) throws IOException {
        return Math.toIntExact(Files.getFileStore(disk).getUsableSpace());
    }

    private static void readOnly(Path disk) throws Exception {
        Path data = init(disk.resolve("desk"));
        Path one = Cli.mail(disk.resolveSibling("one"), "one", "www.bad.com", "45.80.9.9");
        Path two = Cli.mail(disk.resolveSibling("two"), "two", "www.evil.com", "45.80.9.8");
        Ran before = importing(data, one);
        require(before.statements().size() == 1, before);
        run(new ProcessBuilder("mount", "-o", "remount,ro", disk.toString()));
        Ran sealed = importing(data, two);
        require(sealed.exit() == Main.MACHINE, sealed);
        require(sealed.err().contains("Read-only file system"), sealed);
        require(sealed.err().contains(data.toString()), sealed);
        Ran founding =
                command("init", disk.resolve("other"), "--member", "x.org", "--country", "NL");
        require(founding.exit() == Main.MACHINE, founding);
        require(founding.err().contains("Read-only file system"), founding);
        run(new ProcessBuilder("mount", "-o", "remount,rw", disk.toString()));
        requireSound(data, before.statements());
        Ran after = importing(data, two);
        require(after.exit() == 0 && after.statements().size() == 1, after);
    }

    private static Path fill(Path disk) throws IOException {
        long usable = Files.getFileStore(disk).getUsableSpace();
        byte[] foreign = new byte[Math.toIntExact(usable - LEFT_BYTES)];
        return Files.write(disk.resolve("foreign"), foreign);
    }

    /** A process, since it also unpacks the native code, which takes room. */
    private static Path init(Path data) throws Exception {
        Ran ran =
                command(
                        "init",
                        data,
                        "--member",
                        "desk.example",
                        "--country",
                        "NL",
                        "--http",
                        "127.0.0.1:" + FreePorts.next(),
                        "--dns",
                        "127.0.0.1:" + FreePorts.next(),
                        "--mail",
                        "off");
        require(ran.exit() == 0, ran);
        return data;
    }

    private static Ran importing(Path data, Path mails) throws Exception {
        return command("import", data, importing(mails));
    }

    private static void requireFull(Ran ran, Path data) {
        require(ran.exit() == Main.MACHINE, ran);
        require(ran.err().contains("disk nearly full, nothing written"), ran);
        require(ran.err().contains("bytes left for " + data.resolve("store")), ran);
    }

    private static void requireSound(Path data, List<StatementId> acknowledged) throws Exception {
        Ran checked = here("check-data", data);
        require(checked.exit() == 0 && checked.out().endsWith("good\n"), checked);
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            for (StatementId id : acknowledged) {
                require(desk.payloads().statement(id).isPresent(), checked);
            }
        }
    }

    private static void require(boolean holds, Ran ran) {
        if (!holds) {
            throw new IllegalStateException("not as it should be: " + ran);
        }
    }

    /** Mails of 25 kB that do not shrink. */
    private static Path mbox(Path file) throws IOException {
        var random = new SplittableRandom(1);
        try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int mail = 0; mail < MAILS; mail++) {
                String address = "45.80." + mail / 250 + "." + (1 + mail % 250);
                out.write("From a@b Mon Jan  5 09:00:00 2026\n");
                out.write(Cli.mail("m" + mail, "h" + mail + ".bad.com", address));
                for (int line = 0; line < MAIL_LINES; line++) {
                    out.write(
                            "%016x%016x%016x%016x\n"
                                    .formatted(
                                            random.nextLong(),
                                            random.nextLong(),
                                            random.nextLong(),
                                            random.nextLong()));
                }
                out.write('\n');
            }
        }
        return file;
    }

    private static String[] importing(Path mails) {
        return new String[] {"--as", "spam", "--arriving-now", "--each", mails.toString()};
    }

    /** Without a process of its own. */
    private static Ran here(String name, Path data, String... more) {
        Cli.Ran ran = Cli.run(data, name, more);
        return new Ran(ran.exit(), ran.out(), ran.err());
    }

    private static Ran command(String name, Path data, String... more) throws Exception {
        var arguments = new ArrayList<String>(List.of(name, "--data", data.toString()));
        arguments.addAll(List.of(more));
        Path err = Files.createTempFile("comity-test", ".err");
        try {
            ProcessBuilder builder = NodeProcess.command(List.of(), arguments);
            Process process = builder.redirectError(err.toFile()).start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    private static Process start(String... arguments) throws IOException {
        return NodeProcess.command(List.of(), List.of(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + builder.command());
        }
    }
}
