package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.LocalTrust;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The exchange-value matrix of this node, and whom its own lists believe alone. */
final class Valued {
    /** This month and the last three. */
    private static final int MONTHS = 4;

    private final Desk desk;

    Valued(Desk desk) {
        this.desk = desk;
    }

    private record Read(
            Map<Long, Map<MemberId, WorthRow>> months, Map<MemberId, Optional<String>> words) {}

    JsonNode table() throws IOException {
        long now = desk.nowSecond();
        Read read =
                desk.writer()
                        .callLong(() ->
                                new Read(desk.reporter().worth().months(now, MONTHS), words()));
        ObjectNode answer = Json.object();
        ArrayNode months = answer.putArray("months");
        read.months().forEach((month, rows) -> months.add(month(month, rows, read.words())));
        return answer;
    }

    private ObjectNode month(
            long month, Map<MemberId, WorthRow> rows, Map<MemberId, Optional<String>> words) {
        WorthRow own = rows.getOrDefault(desk.self(), WorthRow.NONE);
        ObjectNode one =
                Json.object()
                        .put("from", day(month))
                        .put("until", day(month + 1))
                        .put("spam", own.spam())
                        .put("wanted", own.wantedAll())
                        .put("spam_stopped_by_own", own.stopped())
                        .put("spam_stopped_beyond_own", own.beyondOwn())
                        .put("wanted_hit_by_own", own.wanted());
        ArrayNode members = one.putArray("members");
        var all = new TreeSet<>(rows.keySet());
        desk.charters().others().forEach(it -> all.add(it.id()));
        all.remove(desk.self());
        for (MemberId member : all) {
            WorthRow row = rows.getOrDefault(member, WorthRow.NONE);
            ObjectNode its =
                    members.addObject()
                            .put("member", member.name())
                            .put("spam_beyond_own", row.beyondOwn())
                            .put("spam_stopped", row.stopped())
                            .put("wanted_hit", row.wanted());
            words.getOrDefault(member, Optional.empty()).ifPresent(it -> its.put("here", it));
        }
        return one;
    }

    /** Of each other member that is not believed alone here, why. */
    private Map<MemberId, Optional<String>> words() {
        var words = new TreeMap<MemberId, Optional<String>>();
        for (Member other : desk.charters().others()) {
            words.put(other.id(), words(other.id(), desk.reporter().worth()));
        }
        return words;
    }

    /**
     * Runs on the writer's thread; empty when the member is believed alone as others believe it.
     */
    static Optional<String> words(MemberId member, Worth worth) {
        List<LocalTrust.Met> met = worth.met(member);
        long wrong = met.stream().filter(LocalTrust.Met::opposed).count();
        return worth.believes(member)
                ? Optional.empty()
                : Optional.of(
                        "here: not believed alone: of the last "
                                + met.size()
                                + " own mails that its word alone decided, it was wrong with "
                                + wrong
                                + " (more than "
                                + LocalTrust.OPPOSED_MAX
                                + ")");
    }

    private static String day(long month) {
        return Instant.ofEpochSecond(month * Worth.MONTH_SECONDS).toString().substring(0, 10);
    }
}
