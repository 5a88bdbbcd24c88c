package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Report;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Tlp;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * Appending to a log so that it is durable, beside a log that is one file for each tile. Comity is
 * measured at three depths: leaf and payload alone, which is what the other side does; with the
 * subject index that makes lists; and the whole intake of a statement, sealed by its writer and
 * with the lists kept in step.
 */
final class AppendBench {
    private static final int ROUNDS = 3;
    private static final int WARM_ROUNDS = 3;
    private static final int ENTRIES = 20_000;
    private static final List<Integer> BATCHES = List.of(1, 64, 1_000);
    private static final List<Integer> WRITERS = List.of(64, 1_024);

    /** A measurement ends then, done or not. */
    private static final long NANOS_MAX = 1_500_000_000L;

    private static final String LOG = "Comity's log: leaf and payload";
    private static final String INDEXED = "with its subject index";
    private static final String INTAKE = "the whole intake of a statement";
    private static final String FILES = "a file for each tile";

    private final Plan plan;
    private final int rounds;
    private final List<Statement> statements;
    private final List<Statement> bare;

    private AppendBench(Plan plan) {
        this.plan = plan;
        this.rounds = plan.rounds().orElse(ROUNDS);
        this.statements = statements(plan.size().orElse(ENTRIES));
        this.bare = statements.stream().map(AppendBench::bare).toList();
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Log append, durable");
        var bench = new AppendBench(plan);
        Statement one = bench.statements.getFirst();
        plan.say(
                "an entry says one claim: %d bytes of leaf, %d of payload; each batch signs a checkpoint"
                        .formatted(one.leaf().bytes().length(), one.payload().bytes().length()));
        for (int writers : WRITERS) {
            bench.writers(writers);
        }
        for (int batch : BATCHES) {
            bench.batches(batch);
        }
    }

    private void batches(int batch) throws IOException, InterruptedException {
        plan.say("");
        plan.say("one writer, %,d a batch".formatted(batch));
        new Comparison(plan, "entries/s")
                .side(LOG, () -> ours(batch, bare))
                .side(INDEXED, () -> ours(batch, statements))
                .side(FILES, () -> files(batch))
                .warm(WARM_ROUNDS)
                .run(rounds)
                .ratio(LOG, FILES, "")
                .ratio(INDEXED, FILES, "");
    }

    private void writers(int count) throws IOException, InterruptedException {
        plan.say("");
        plan.say(
                "%,d writers, each waits for its entry before the next (goal: p99 of 64 below 50 ms)"
                        .formatted(count));
        var log = new ManyWriters(count, WARM_ROUNDS);
        var indexed = new ManyWriters(count, WARM_ROUNDS);
        var intake = new ManyWriters(count, WARM_ROUNDS);
        var files = new ManyWriters(count, WARM_ROUNDS);
        new Comparison(plan, "entries/s")
                .side(LOG, () -> ours(log, bare))
                .side(INDEXED, () -> ours(indexed, statements))
                .side(INTAKE, () -> intake(intake))
                .side(FILES, () -> files(files))
                .warm(WARM_ROUNDS)
                .run(rounds)
                .ratio(LOG, FILES, " (goal: 5)")
                .ratio(INDEXED, FILES, "")
                .ratio(INTAKE, FILES, "");
        waits(LOG, log);
        waits(INDEXED, indexed);
        waits(INTAKE, intake);
        waits(FILES, files);
    }

    private void waits(String side, ManyWriters writers) {
        plan.say(
                "one append, %s: median %.1f ms, p99 %.1f ms, %.0f us of processor"
                        .formatted(
                                side,
                                writers.millis(0.5),
                                writers.millis(0.99),
                                writers.processorMicros()));
    }

    private double ours(int batch, List<Statement> from) throws IOException {
        Path folder = plan.folder();
        try (Desk desk = BenchDesk.open(folder)) {
            return inBatches(batch, from, said -> desk.writer().call(() -> append(desk, said)));
        } finally {
            DemoCommand.deleteTree(folder);
        }
    }

    private double ours(ManyWriters writers, List<Statement> from)
            throws IOException, InterruptedException {
        Path folder = plan.folder();
        try (Desk desk = BenchDesk.open(folder)) {
            return writers.measure(
                    number -> {
                        List<Statement> said = List.of(from.get((int) (number % from.size())));
                        var _ = Writer.await(desk.writer().submitDurable(() -> append(desk, said)));
                    },
                    NANOS_MAX);
        } finally {
            DemoCommand.deleteTree(folder);
        }
    }

    /** From a report to its durable statement, as a running node does it. */
    private double intake(ManyWriters writers) throws IOException, InterruptedException {
        Path folder = plan.folder();
        try (Desk desk = BenchDesk.open(folder)) {
            desk.loadLists(desk.config().lists());
            long now = Instant.now().getEpochSecond();
            return writers.measure(
                    number -> {
                        List<Statement> said =
                                desk.sealer()
                                        .seal(
                                                report(BenchDesk.MEMBER, number, now),
                                                new Audience.Exchange());
                        desk.writer().call(() -> append(desk, said));
                    },
                    NANOS_MAX);
        } finally {
            DemoCommand.deleteTree(folder);
        }
    }

    private static boolean append(Desk desk, List<Statement> said) throws IOException {
        desk.ledger().append(desk.logs().own(), said, List.of());
        return true;
    }

    private double files(int batch) throws IOException {
        Path folder = plan.folder();
        var log = new TileFiles(folder, key());
        try {
            return inBatches(
                    batch,
                    statements,
                    said -> {
                        said.forEach(it -> log.add(entry(it)));
                        log.force();
                    });
        } finally {
            DemoCommand.deleteTree(folder);
        }
    }

    /** With Comity's writer before it, which makes one batch of all that wait. */
    private double files(ManyWriters writers) throws IOException, InterruptedException {
        Path folder = plan.folder();
        var log = new TileFiles(folder, key());
        try (var writer = new WriterThread(new Forcing(log))) {
            return writers.measure(
                    number -> {
                        Statement said = statements.get((int) (number % statements.size()));
                        writer.call(() -> log.add(entry(said)));
                    },
                    NANOS_MAX);
        } finally {
            DemoCommand.deleteTree(folder);
        }
    }

    private record Forcing(TileFiles log) implements Writer.Steps {
        @Override
        public void force() throws IOException {
            log.force();
        }

        @Override
        public boolean afterForce() {
            return true;
        }

        @Override
        public void fatal(Throwable why) {
            throw new IllegalStateException("the reference failed", why);
        }
    }

    private interface Append {
        void batch(List<Statement> said) throws IOException;
    }

    /** Entries a second; ends with the statements or the time. */
    private static double inBatches(int batch, List<Statement> from, Append append)
            throws IOException {
        long start = System.nanoTime();
        int done = 0;
        while (done < from.size() && System.nanoTime() - start < NANOS_MAX) {
            int to = Math.min(done + batch, from.size());
            append.batch(from.subList(done, to));
            done = to;
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }

    private static final long LIFE_SECONDS = 14 * 86_400;

    private static Bytes entry(Statement statement) {
        return Bytes.join(statement.leaf().bytes(), statement.payload().bytes());
    }

    private static SigningKey key() {
        return SigningKey.of(
                BenchDesk.MEMBER.name() + "/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
    }

    /** The same bytes as a statement that claims nothing. */
    private static Statement bare(Statement statement) {
        return Statement.seal(
                StatementKind.REQUEST,
                statement.leaf().declaredSecond(),
                Tlp.GREEN,
                0,
                statement.payload());
    }

    private static List<Statement> statements(int count) {
        var sealer = new Sealer(new SecureRandom());
        long now = Instant.now().getEpochSecond();
        var statements = new ArrayList<Statement>();
        for (int number = 0; number < count; number++) {
            statements.addAll(
                    sealer.seal(report(BenchDesk.MEMBER, number, now), new Audience.Exchange()));
        }
        return statements;
    }

    /** A report of one claim. */
    static Report report(MemberId member, long number, long now) {
        var grounds = new Claim.Grounds(Basis.RELAYED, Role.CONTENT, List.of(), "bench");
        var subject = new Subject(SubjectKind.DOMAIN, "host" + number + ".example.com");
        Claim claim =
                new Reporter.Word(subject, Stance.MALICIOUS, AbuseClass.SPAM, grounds)
                        .holding(new Claim.Validity(now, now + LIFE_SECONDS));
        return new Report(member, Marking.of(Tlp.GREEN), Optional.empty(), now, List.of(claim));
    }
}
