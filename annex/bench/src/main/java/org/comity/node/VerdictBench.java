package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.Report;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;

/**
 * A verdict among many statements; how soon a statement is in the lists; and all verdicts anew. The
 * statements stand in the subject index as if a peer's log had brought them, two on each subject.
 */
final class VerdictBench {
    private static final int STATEMENTS = 1_000_000;
    private static final int BATCH = 5_000;
    private static final int ASKED = 20_000;
    private static final int STATED = 300;

    private final Plan plan;
    private final int statements;
    private final long now;

    private VerdictBench(Plan plan) {
        this.plan = plan;
        this.statements = plan.size().orElse(STATEMENTS);
        this.now = System.currentTimeMillis() / 1000;
    }

    static void run(Plan plan) throws IOException {
        plan.title("Verdicts");
        var bench = new VerdictBench(plan);
        try (Desk desk = BenchDesk.open(plan.folder())) {
            bench.fill(desk);
            bench.ask(desk);
            bench.decideAll(desk);
            bench.state(desk);
        }
    }

    private void fill(Desk desk) throws IOException {
        long start = System.nanoTime();
        String origin = desk.logs().own().origin();
        for (int from = 0; from < statements; from += BATCH) {
            var entries = new ArrayList<Entry>();
            for (int at = from; at < Math.min(statements, from + BATCH); at++) {
                var stated =
                        new Stated(
                                BenchDesk.MEMBER,
                                new StatementId(origin, 1_000_000_000L + at),
                                Marking.of(Tlp.GREEN),
                                new Audience.Exchange(),
                                now);
                var claim = claim(subject(at / 2), Hash.digest(number(at)));
                entries.addAll(Entry.all(stated, List.of(claim)));
            }
            BenchDesk.index(desk, entries);
        }
        plan.say(
                "%,d statements on %,d subjects indexed in %,.0f s"
                        .formatted(statements, statements / 2, (System.nanoTime() - start) / 1e9));
    }

    private void ask(Desk desk) throws IOException {
        Config.ListOf list = desk.config().lists().getFirst();
        var random = new SplittableRandom(7);
        for (int round = 0; round < plan.rounds().orElse(3); round++) {
            double[] micros = new double[ASKED];
            for (int at = 0; at < ASKED; at++) {
                Subject subject = subject(random.nextInt(statements / 2));
                long start = System.nanoTime();
                var verdict = desk.lists().decide(subject, list, now);
                micros[at] = (System.nanoTime() - start) / 1e3;
                if (verdict.tier().isEmpty()) {
                    throw new IOException("not listed: " + subject);
                }
            }
            plan.say(
                    "one verdict among them: median %,.0f µs, p99 %,.0f µs (goal: below 1,000)"
                            .formatted(Quantiles.median(micros), Quantiles.of(micros, 0.99)));
        }
    }

    private void decideAll(Desk desk) throws IOException {
        long start = System.nanoTime();
        desk.loadLists(desk.config().lists());
        double seconds = (System.nanoTime() - start) / 1e9;
        plan.say(
                "all %,d subjects decided anew: %,.1f s, %,.0f a second"
                        .formatted(statements / 2, seconds, statements / 2.0 / seconds));
    }

    /** From handing a statement to the writer until the list has it. */
    private void state(Desk desk) throws IOException {
        double[] millis = new double[STATED];
        var listings = desk.lists().all().getFirst().listings();
        for (int at = 0; at < STATED; at++) {
            var subject = new Subject(SubjectKind.DOMAIN, "fresh-" + at + "-name.com");
            var report =
                    new Report(
                            BenchDesk.MEMBER,
                            Marking.of(Tlp.GREEN),
                            Optional.empty(),
                            now,
                            List.of(claim(subject, Hash.digest(number(-at - 1)))));
            var sealed = desk.sealer().seal(report, new Audience.Exchange());
            long start = System.nanoTime();
            desk.writer().call(() -> desk.ledger().append(desk.logs().own(), sealed, List.of()));
            while (listings.on(subject).isEmpty()) {
                Thread.onSpinWait();
            }
            millis[at] = (System.nanoTime() - start) / 1e6;
        }
        plan.say(
                "a statement until it is in the list: median %.1f ms, p99 %.1f ms (goal: below 50)"
                        .formatted(Quantiles.median(millis), Quantiles.of(millis, 0.99)));
    }

    private Claim claim(Subject subject, Hash root) {
        return new Claim(
                subject,
                Stance.MALICIOUS,
                AbuseClass.SPAM,
                new Claim.Grounds(Basis.OBSERVED, Role.CALLED_TO_LINK, List.of(root), ""),
                new Claim.Validity(now - 3_600, now + 14L * 86_400),
                Target.UNKNOWN,
                "indicator--" + new java.util.UUID(root.array()[0], root.hashCode()),
                false);
    }

    private static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "name-" + Integer.toString(number, 36) + ".com");
    }

    private static byte[] number(int value) {
        return RowKeys.number(value).array();
    }
}
