package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.DayTally;
import org.comity.agreement.Interval;
import org.comity.agreement.MemberDay;
import org.comity.agreement.Standings;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Witnessed;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.charter.Member;
import org.comity.charter.Motions;
import org.comity.charter.Scope;
import org.comity.charter.Visibility;
import org.comity.statement.EraseNotice;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;

/**
 * Standing day by day, worked out from what witnesses have bounded in the logs.
 *
 * <p>A day is worked out once and kept with a name of its inputs; a log that comes late, a payload
 * that was awaited or another charter give another name, and then that day and all after it are
 * worked out anew. So every node with the same logs and charter has the same standings, whenever
 * what came.
 *
 * <p>A chain of days begins at a multiple of 90 days, at least 90 days ago: nobody needs statements
 * that are older than 180 days, which are kept by default, and all begin at the same day.
 */
final class StandingBook {
    private static final long DAY_SECONDS = 86_400;

    /** How long sponsors lend standing. */
    private static final long SPONSORED_SECONDS = 180 * DAY_SECONDS;

    /** The parts that it reads; the writer's views. */
    record Parts(PendingStore store, LogBook logs, CharterBook charters, SubjectIndex index) {}

    /** All that the standing of the next day follows from; before is the same object or another. */
    private record Step(
            Standings before,
            String charter,
            SortedMap<MemberId, MemberDay> counts,
            SortedMap<MemberId, SortedSet<MemberId>> sponsors) {}

    private final Parts parts;
    private final Payloads payloads;
    private final Scope scope;
    private String workedOutFrom = "";
    // The writer's: with nothing new on a day, nobody is judged again. By charter and day; by day.
    private Map<String, Standings> begins = Map.of();
    private final Map<Long, Map.Entry<Step, Standings>> judged = new HashMap<>();
    // Written by the writer only; standings by day, the newest holds today.
    private volatile NavigableMap<Long, Standings> chain = Collections.emptyNavigableMap();

    /**
     * @param scope whose viewers are to be able to work it out anew: nothing else counts
     */
    StandingBook(Parts parts, Payloads payloads, Scope scope) {
        this.parts = parts;
        this.payloads = payloads;
        this.scope = scope;
    }

    /** The standing at that second, or the nearest day that is known. */
    Standings at(long second) {
        NavigableMap<Long, Standings> known = chain;
        long day = second / DAY_SECONDS;
        Map.Entry<Long, Standings> nearest = known.floorEntry(day);
        nearest = nearest == null ? known.firstEntry() : nearest;
        return nearest == null
                ? Standings.first(parts.charters().charter(), day)
                : nearest.getValue();
    }

    /** Works out what is not yet; on the writer's thread. True when who is in standing changed. */
    boolean refresh(long nowSecond) throws IOException {
        long today = nowSecond / DAY_SECONDS;
        String inputs = inputs(today);
        if (inputs.equals(workedOutFrom)) {
            return false;
        }
        var before = at(nowSecond).inStanding();
        Charter charter = parts.charters().charter();
        String under = charter.hash().hex(); // once: it is long where many are in
        long first = firstDay(today);
        Standings standings =
                Optional.ofNullable(begins.get(under + first))
                        .orElseGet(() -> Standings.first(charter, first));
        begins = Map.of(under + first, standings);
        var days = new TreeMap<Long, Standings>();
        days.put(first, standings);
        boolean same = true;
        for (long day = first; day < today; day++) {
            Day its = new Day(charter, day);
            Optional<StandingRow> kept = same ? kept(day, its.inputs(under)) : Optional.empty();
            SortedMap<MemberId, MemberDay> counts =
                    kept.isPresent() ? kept.get().counts() : its.workOut(standings);
            if (kept.isEmpty() && (!counts.isEmpty() || hasRow(day))) {
                same = false;
                keep(day, new StandingRow(its.inputs(under), counts));
            }
            standings = after(new Step(standings, under, counts, its.sponsorsOnTheNext()), charter);
            days.put(day + 1, standings);
        }
        chain = Collections.unmodifiableNavigableMap(days);
        judged.keySet().retainAll(days.keySet());
        workedOutFrom = inputs;
        return !before.equals(at(nowSecond).inStanding());
    }

    /** The standing that is reached by a step; judged once. */
    private Standings after(Step step, Charter charter) {
        Map.Entry<Step, Standings> known = judged.get(step.before.day());
        if (known == null || !known.getKey().equals(step)) {
            known = Map.entry(step, step.before.next(charter, step.counts, step.sponsors));
            judged.put(step.before.day(), known);
        }
        return known.getValue();
    }

    static long firstDay(long today) {
        return Math.max(0, (today - Standings.DAYS) / Standings.DAYS * Standings.DAYS);
    }

    /** Changes whenever a standing could. */
    private String inputs(long today) {
        var inputs = new StringBuilder();
        inputs.append(today).append(' ').append(parts.charters().charter().hash().hex());
        inputs.append(' ').append(parts.logs().ballots(scope).version());
        for (Log log : parts.logs().all()) {
            if (log.isMain()) {
                inputs.append(' ').append(log.anchors().count());
                inputs.append(' ').append(log.endsAt());
                inputs.append(' ').append(awaited(log));
            }
        }
        return inputs.toString();
    }

    /** Payloads of that log that are not here yet. */
    private int awaited(Log log) {
        var count = new int[1];
        try {
            parts.store()
                    .scan(
                            Bytes.join(RowKeys.MISSING, Bytes.utf8(log.origin() + "\0")),
                            (_, _) -> ++count[0] < 10_000);
        } catch (IOException broken) {
            throw new UncheckedIOException("counting what is awaited", broken);
        }
        return count[0];
    }

    private boolean hasRow(long day) throws IOException {
        return parts.store().value(RowKeys.standing(scope, day)).isPresent();
    }

    private Optional<StandingRow> kept(long day, Hash inputs) throws IOException {
        return parts.store()
                .value(RowKeys.standing(scope, day))
                .flatMap(StandingRow::read)
                .filter(it -> it.inputs().equals(inputs));
    }

    private void keep(long day, StandingRow row) throws IOException {
        parts.store().write(List.of(new Change.Put(RowKeys.standing(scope, day), row.bytes())));
    }

    /** One day, and the statements that entered their logs on it. */
    private final class Day {
        private final Charter charter;
        private final long day;
        private final long start;
        private final long end;
        private final SortedMap<String, long[]> ranges = new TreeMap<>();

        Day(Charter charter, long day) {
            this.charter = charter;
            this.day = day;
            this.start = day * DAY_SECONDS;
            this.end = start + DAY_SECONDS;
            for (Log log : parts.logs().all()) {
                if (log.isMain() && charter.member(log.author()).isPresent()) {
                    long from = log.anchors().sizeBefore(start, charter);
                    long anchored = log.anchors().sizeBefore(end, charter);
                    long until = Math.min(anchored, log.endsAt());
                    if (until > from) {
                        ranges.put(log.origin(), new long[] {from, until});
                    }
                }
            }
        }

        /** Names what the day is worked out from, but for the standing before it. */
        Hash inputs(String under) throws IOException {
            var text = new StringBuilder("comity standing v1 ").append(day);
            text.append(' ').append(under);
            for (var range : ranges.entrySet()) {
                text.append('\n').append(range.getKey());
                text.append(' ').append(range.getValue()[0]).append(' ');
                text.append(range.getValue()[1]).append(' ');
                text.append(awaitedIn(range.getKey(), range.getValue()));
            }
            decisions(start - 1).forEach((_, it) -> text.append("\nat start ").append(it.motion()));
            decisions(end - 1).forEach((_, it) -> text.append("\nat end ").append(it.motion()));
            return Hash.digest(Bytes.utf8(text.toString()).array());
        }

        /**
         * Sponsors stand for a member for 180 days from the first that witnesses saw of its log.
         */
        SortedMap<MemberId, SortedSet<MemberId>> sponsorsOnTheNext() {
            var sponsors = new TreeMap<MemberId, SortedSet<MemberId>>();
            for (Member member : charter.members()) {
                SortedSet<MemberId> its = member.admission().sponsors();
                if (!its.isEmpty()) {
                    OptionalLong since =
                            parts.logs()
                                    .log(member.logOrigin())
                                    .map(it -> it.anchors().firstSecond(charter))
                                    .orElse(OptionalLong.empty());
                    if (since.isEmpty() || end < since.getAsLong() + SPONSORED_SECONDS) {
                        sponsors.put(member.id(), its);
                    }
                }
            }
            return sponsors;
        }

        private int awaitedIn(String origin, long[] range) throws IOException {
            var count = new int[1];
            Bytes prefix = Bytes.join(RowKeys.MISSING, Bytes.utf8(origin + "\0"));
            parts.store()
                    .scan(
                            prefix,
                            (key, _) -> {
                                long index =
                                        RowKeys.statementAt(
                                                        key.slice(
                                                                RowKeys.MISSING.length(),
                                                                key.length()))
                                                .index();
                                count[0] += index >= range[0] && index < range[1] ? 1 : 0;
                                return true;
                            });
            return count[0];
        }

        SortedMap<MemberId, MemberDay> workOut(Standings before) throws IOException {
            Set<Subject> subjects = new TreeSet<>();
            DayTally tally = before.tally(charter);
            for (var range : ranges.entrySet()) {
                Log log = parts.logs().log(range.getKey()).orElseThrow();
                for (long at = range.getValue()[0]; at < range.getValue()[1]; at++) {
                    var id = new StatementId(log.origin(), at);
                    Leaf leaf = LogBook.leaf(parts.store(), id).orElseThrow();
                    tally.claims(log.author(), leaf.claimCount());
                    if (leaf.kind() == StatementKind.ERASE) {
                        tally.erased(log.author(), erasedBy(log, id));
                    }
                    parts.index().entriesOf(id).forEach(it -> subjects.add(it.claim().subject()));
                }
            }
            SortedMap<Subject, Decision> atStart = decisions(start - 1);
            SortedMap<Subject, Decision> atEnd = decisions(end - 1);
            atEnd.forEach((subject, decision) -> {
                if (!decision.equals(atStart.get(subject))) {
                    subjects.add(subject);
                }
            });
            for (Subject subject : subjects) {
                tally.subject(
                        entered(subject),
                        Optional.ofNullable(atStart.get(subject)),
                        Optional.ofNullable(atEnd.get(subject)));
            }
            return tally.added();
        }

        private SortedMap<Subject, Decision> decisions(long second) {
            return Motions.decisions(charter, parts.logs().ballots(scope).all(), second);
        }

        /** Claims of payloads that were not yet 90 days in the log when they were destroyed. */
        private long erasedBy(Log log, StatementId id) throws IOException {
            Optional<EraseNotice> notice =
                    payloads.statement(id)
                            .filter(it ->
                                    Visibility.mayUse(
                                            scope, it.marking(), it.payload().audience(), charter))
                            .flatMap(it -> EraseNotice.parse(it.payload().json()).optional());
            long claims = 0;
            for (Hash commitment : notice.map(EraseNotice::commitments).orElse(List.of())) {
                for (StatementId of : LogBook.places(parts.store(), commitment)) {
                    Optional<Interval> entered =
                            of.origin().equals(log.origin())
                                    ? log.anchors().entered(of.index(), charter)
                                    : Optional.empty();
                    if (entered.isPresent()
                            && entered.get().untilSecond() >= end - Standings.DAYS * DAY_SECONDS) {
                        claims += LogBook.leaf(parts.store(), of).orElseThrow().claimCount();
                    }
                }
            }
            return claims;
        }

        private List<Witnessed> entered(Subject subject) {
            return parts.index().entriesOn(subject, StandingBook.this::isUsable).entries().stream()
                    .flatMap(it -> witnessed(it).stream())
                    .toList();
        }

        private Optional<Witnessed> witnessed(Entry entry) {
            StatementId id = entry.statement();
            return parts.logs()
                    .log(id.origin())
                    .flatMap(it -> it.anchors().entered(id.index(), charter))
                    .map(it ->
                            new Witnessed(
                                    new StatedClaim(
                                            entry.member(),
                                            id,
                                            entry.position(),
                                            entry.claim(),
                                            true),
                                    it));
        }
    }

    /** As for verdicts: what all may read for whom the scope is, in a main log, before a halt. */
    private boolean isUsable(Entry entry) {
        return Scopes.mayUse(scope, entry, parts.charters().charter())
                && parts.logs()
                        .log(entry.statement().origin())
                        .filter(Log::isMain)
                        .filter(it -> entry.statement().index() < it.endsAt())
                        .isPresent();
    }
}
