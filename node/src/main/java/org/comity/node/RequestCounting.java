package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.charter.Member;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestStep;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.RequestCounts;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * States once a day, to everybody, how many requests of this member ended how: by kind, by the
 * other's country, by outcome. Takedowns are counted one by one, for they touch what people may
 * read; all else in whole fives, so that no count tells of one request.
 */
final class RequestCounting {
    static final int STEP = 5;
    private static final int DAY_SECONDS = 86_400;

    /** Before retention drops it, it is said again. */
    private static final int AGAIN_DAYS = 90;

    private static final int LEAVES_READ = 4_096;

    private final Desk desk;
    // The day on which it was looked at last.
    private long day;

    RequestCounting(Desk desk) {
        this.desk = desk;
    }

    /** At the first tick of a day, of what had ended before it. */
    void tick() throws IOException {
        long today = desk.nowSecond() / DAY_SECONDS;
        if (today == day
                || !desk.ledger().heads().history().isNewest()
                || desk.logs().own().isEnded()) {
            return;
        }
        day = today;
        Optional<RequestCounts> last = last(desk.self());
        long lastDay = last.map(it -> it.second() / DAY_SECONDS).orElse(0L);
        SortedMap<RequestCounts.Of, Long> counts = counts(last, today * DAY_SECONDS);
        boolean isNews =
                !last.map(RequestCounts::counts).equals(Optional.of(counts))
                        || today - lastDay >= AGAIN_DAYS;
        if (counts.isEmpty() || lastDay == today || !isNews) {
            return;
        }
        var said = new RequestCounts(desk.self(), desk.nowSecond(), counts);
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.BUNDLE,
                                said.second(),
                                Tlp.CLEAR,
                                new Audience.Exchange(),
                                said.json(desk.random()));
        desk.writer()
                .call(() -> desk.ledger().append(desk.logs().own(), List.of(statement), List.of()));
    }

    /**
     * Expired is what had no answer by its deadline, whatever came later. No count falls: whoever
     * erases a takedown does not undo it.
     */
    private SortedMap<RequestCounts.Of, Long> counts(Optional<RequestCounts> last, long before)
            throws IOException {
        var all = new TreeMap<RequestCounts.Of, Long>();
        for (RequestBook.Progress one :
                RequestBook.of(RequestSteps.of(desk).steps()).requests().values()) {
            boolean asked = one.sent().id().from().equals(desk.self());
            MemberId other = asked ? one.sent().id().to() : one.sent().id().from();
            Optional<Member> member = desk.charters().charter().member(other);
            Optional<RequestBook.Placed> answer = one.closed().filter(_ -> !one.isLate());
            long ended =
                    answer.map(RequestBook.Placed::declaredSecond)
                            .orElse(one.sent().deadlineSecond());
            if (ended < before && member.isPresent()) {
                String outcome =
                        answer.map(it -> it.step().stage())
                                .orElse(RequestStep.Stage.EXPIRED)
                                .word();
                String kind = one.sent().matter().kind().word();
                String country = member.get().country().code();
                all.merge(new RequestCounts.Of(asked, kind, country, outcome), 1L, Long::sum);
            }
        }
        all.replaceAll((of, count) -> isExact(of) ? count : count - count % STEP);
        last.ifPresent(it -> it.counts().forEach((of, count) -> all.merge(of, count, Math::max)));
        all.values().removeIf(it -> it == 0);
        return all;
    }

    private static boolean isExact(RequestCounts.Of of) {
        return of.kind().equals(RequestStep.Kind.TAKEDOWN.word());
    }

    /** What a member said last; its leaf tells where to look. */
    private Optional<RequestCounts> last(MemberId member) throws IOException {
        Optional<Log> log =
                desk.charters()
                        .charter()
                        .member(member)
                        .flatMap(it -> desk.logs().log(it.logOrigin()));
        if (log.isEmpty()) {
            return Optional.empty();
        }
        String origin = log.get().origin();
        long end = log.get().tree().size();
        while (end > 0) {
            long from = Math.max(0, end - LEAVES_READ);
            List<Bytes> leaves = desk.logs().leaves(origin, from, (int) (end - from));
            for (int at = leaves.size() - 1; at >= 0; at--) {
                Leaf leaf = Leaf.parse(leaves.get(at)).orThrow();
                if (leaf.kind() == StatementKind.BUNDLE
                        && leaf.claimCount() == 0
                        && leaf.tlp() == Tlp.CLEAR) {
                    Optional<RequestCounts> found =
                            read(member, new StatementId(origin, from + at));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            end = from;
        }
        return Optional.empty();
    }

    private Optional<RequestCounts> read(MemberId member, StatementId id) throws IOException {
        return desk.payloads()
                .statement(id)
                .filter(it -> it.payload().audience().equals(new Audience.Exchange()))
                .flatMap(it ->
                        RequestCounts.parse(it.payload().json(), member, it.leaf().declaredSecond())
                                .optional());
    }

    /** What all members said of themselves. */
    JsonNode all() throws IOException {
        ArrayNode members = Json.array();
        for (Member member : desk.charters().charter().members()) {
            Optional<RequestCounts> said = last(member.id());
            if (said.isPresent()) {
                ObjectNode one =
                        members.addObject()
                                .put("member", member.id().name())
                                .put("country", member.country().code())
                                .put("said", Campaigning.time(said.get().second()));
                ArrayNode counts = one.putArray("counts");
                said.get()
                        .counts()
                        .forEach((of, count) ->
                                counts.addObject()
                                        .put("side", of.side())
                                        .put("country", of.country())
                                        .put("kind", of.kind())
                                        .put("outcome", of.outcome())
                                        .put("count", count));
            }
        }
        return Json.object().set("members", members);
    }
}
