package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.charter.Sector;
import org.comity.statement.Audience;
import org.comity.statement.Statement;
import org.comity.store.AtomicFile;
import org.comity.value.Bytes;

/**
 * Two nodes on loopback, both in this process: one that has stated much, and one that comes new and
 * takes all of it; then what a sync costs that brings nothing; then the check of the whole
 * directory. What goes between the nodes passes a relay that counts it.
 */
final class ExchangeBench {
    private static final int STATEMENTS = 100_000;
    private static final int BATCH = 1_000;
    private static final int SETTLING_SECONDS = 60;
    private static final int QUIET_SECONDS = 60;
    private static final long WAIT_NANOS_MAX = 3_600_000_000_000L;
    private static final Pattern LISTEN = Pattern.compile("listen = \"127.0.0.1:(\\d+)\"");

    private final Plan plan;
    private final int statements;

    private ExchangeBench(Plan plan) {
        this.plan = plan;
        this.statements = plan.size().orElse(STATEMENTS);
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Exchange");
        new ExchangeBench(plan).run();
    }

    private void run() throws IOException, InterruptedException {
        Path folder = plan.folder();
        List<DemoMember> members = join(folder);
        Path full = members.get(0).data();
        Path empty = members.get(1).data();
        fill(full);
        Files.writeString(
                Desk.configFile(empty),
                Files.readString(Desk.configFile(empty)).replace("\"5s\"", "\"10s\""));
        int port = port(full);
        int hidden = port(empty) == port + 1 ? port + 2 : port + 1;
        String toml = Files.readString(Desk.configFile(full));
        AtomicFile.replace(
                Desk.configFile(full),
                Bytes.utf8(
                        LISTEN.matcher(toml)
                                .replaceFirst("listen = \"127.0.0.1:" + hidden + "\"")));
        try (Relay relay = Relay.start(port, hidden);
                Node owner = Node.start(full, InstantSource.system())) {
            owner.startAlone();
            try (Node newcomer = Node.start(empty, InstantSource.system())) {
                catchUp(newcomer, owner, relay);
                noNews(relay, port);
            }
        }
        check(full);
    }

    private static List<DemoMember> join(Path folder) throws IOException {
        var cast =
                List.of(
                        new DemoMember.Cast("full.example", "NL", Sector.CIVIL, "has stated much"),
                        new DemoMember.Cast("new.example", "KE", Sector.CIVIL, "comes new"));
        var silent = new DemoTeller(new PrintWriter(PrintWriter.nullWriter()), true);
        try (var exchange = new DemoExchange(folder, List.of())) {
            exchange.start(cast, silent);
            return exchange.all();
        }
    }

    private void fill(Path data) throws IOException {
        long start = System.nanoTime();
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            desk.recover();
            long now = desk.nowSecond();
            for (int from = 0; from < statements; from += BATCH) {
                var said = new ArrayList<Statement>();
                for (int at = from; at < Math.min(statements, from + BATCH); at++) {
                    said.addAll(
                            desk.sealer()
                                    .seal(
                                            AppendBench.report(desk.self(), at, now),
                                            new Audience.Exchange()));
                }
                desk.writer()
                        .callLong(() -> {
                            desk.ledger().append(desk.logs().own(), said, List.of());
                            return true;
                        });
            }
        }
        double seconds = seconds(start);
        plan.say(
                "%,d statements of one claim stated in %,.1f s, %,.0f/s"
                        .formatted(statements, seconds, statements / seconds));
    }

    private void catchUp(Node newcomer, Node owner, Relay relay)
            throws IOException, InterruptedException {
        String origin = owner.desk().logs().own().origin();
        long size = owner.desk().logs().own().tree().size();
        Log copy = newcomer.desk().logs().log(origin).orElseThrow();
        long start = System.nanoTime();
        double processorBefore = processorSeconds();
        relay.take();
        await(() -> copy.tree().size() >= size);
        double entries = seconds(start);
        await(() -> isComplete(newcomer.desk(), origin, size));
        double all = seconds(start);
        double processor = processorSeconds() - processorBefore;
        Relay.Passed passed = Relay.sum(relay.take());
        plan.say(
                "a new node has the log of %,d entries after %,.1f s (%,.0f/s)"
                        .formatted(size, entries, size / entries));
        plan.say(
                "all payloads after %,.1f s (%,.0f statements/s, each in its views and lists)"
                        .formatted(all, size / all));
        plan.say(
                "processor time of both nodes: %,.1f s, %,.0f us a statement"
                        .formatted(processor, processor * 1e6 / size));
        plan.say(
                "%,d requests, %,d bytes asked, %,d bytes answered"
                        .formatted(passed.requests(), passed.asked(), passed.answered()));
        Runtime runtime = Runtime.getRuntime();
        plan.say(
                "heap in use by both nodes together: %,d MiB"
                        .formatted((runtime.totalMemory() - runtime.freeMemory()) >> 20));
    }

    /** Its leaves and its payloads, durable. */
    private static boolean isComplete(Desk desk, String origin, long size) {
        try {
            if (ReplicaRow.of(desk.store(), origin).askedTo() < size) {
                return false;
            }
            var missing = new boolean[1];
            desk.store()
                    .scan(
                            RowKeys.missing(origin),
                            (_, _) -> {
                                missing[0] = true;
                                return false;
                            });
            return !missing[0];
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** What is asked while nothing is new, once cosignatures and what follows them are through. */
    private void noNews(Relay relay, int port) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        relay.take();
        TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        plan.say("in step for %d s, asked every 10 s:".formatted(QUIET_SECONDS));
        relay.take().forEach(this::said);
        var url = URI.create("http://127.0.0.1:" + port + "/log/full.example/checkpoint").toURL();
        try (InputStream checkpoint = url.openConnection().getInputStream()) {
            int length = checkpoint.readAllBytes().length;
            plan.say("beside: the checkpoint of %,d bytes fetched bare".formatted(length));
        }
        relay.take().forEach(this::said);
    }

    private void said(String what, Relay.Passed passed) {
        int requests = Math.max(1, passed.requests());
        plan.say(
                "  %,d x %s: %,d bytes asked and %,d answered each"
                        .formatted(
                                passed.requests(),
                                what,
                                passed.asked() / requests,
                                passed.answered() / requests));
    }

    private void check(Path data) throws IOException {
        long start = System.nanoTime();
        double processorBefore = processorSeconds();
        DataCheck.Outcome outcome =
                new DirectoryCheck(data, _ -> {}).closed(InstantSource.system());
        double seconds = seconds(start);
        plan.say(
                "check-data: %,d leaves, %,d payloads, good %s, in %,.1f s (%,.1f s of processor)"
                        .formatted(
                                outcome.leaves(),
                                outcome.payloads(),
                                outcome.isGood(),
                                seconds,
                                processorSeconds() - processorBefore));
    }

    private static int port(Path data) throws IOException {
        Matcher listen = LISTEN.matcher(Files.readString(Desk.configFile(data)));
        if (!listen.find()) {
            throw new IOException("no port in the configuration");
        }
        return Integer.parseInt(listen.group(1));
    }

    private static void await(BooleanSupplier wished) throws IOException, InterruptedException {
        long end = System.nanoTime() + WAIT_NANOS_MAX;
        while (!wished.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException("did not come about within an hour");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static double processorSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
    }

    private static double seconds(long startNano) {
        return (System.nanoTime() - startNano) / 1e9;
    }
}
