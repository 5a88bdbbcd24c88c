package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.charter.Appeals;
import org.comity.charter.Ballot;
import org.comity.statement.AppealNotice;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Owners of listed subjects who proved their control, and the clock of each. */
final class Appealing {
    private final Desk desk;
    private final Deciding deciding;

    Appealing(Desk desk, Deciding deciding) {
        this.desk = desk;
        this.deciding = deciding;
    }

    /** Refuses what would change nothing, and says why. */
    JsonNode state(AppealNotice notice) throws IOException {
        long now = desk.nowSecond();
        if (!inStanding(now).contains(desk.self())) {
            throw new Refusal("only a member in standing states appeals", desk.self().name());
        }
        if (!desk.lists().mayBeHeard(notice.subject(), now)) {
            throw new Refusal(
                    "not called compromised or shared by members in standing; a motion is the way",
                    notice.subject().key());
        }
        // As if it were stated: whether one within the term came first.
        long stated = now / 300 * 300;
        var id = new StatementId(desk.logs().own().origin(), desk.logs().own().tree().size());
        var asked = new Ballot.Appealed(desk.self(), id, stated, notice);
        var all = new ArrayList<>(desk.logs().ballots().appeals());
        all.add(asked);
        Optional<Ballot.Appealed> before =
                hearings(all, now).stream()
                        .filter(it -> it.appeal().equals(asked))
                        .flatMap(it -> it.before().stream())
                        .findFirst();
        if (before.isPresent()) {
            throw new Refusal(
                    "its name was heard in this term; again from "
                            + Instant.ofEpochSecond(before.get().second() + Appeals.TERM_SECONDS),
                    before.get().notice().subject().key());
        }
        StatementId made = deciding.state(StatementKind.APPEAL, notice.json());
        desk.writer()
                .call(() -> {
                    desk.ledger().decideAgain(Set.of(notice.subject()));
                    return true;
                });
        return Json.object()
                .put("statement", made.toString())
                .put("until", Instant.ofEpochSecond(stated + Appeals.HEARD_SECONDS).toString())
                .put("seconds_left", stated + Appeals.HEARD_SECONDS - now);
    }

    /** All of them, the first one first. */
    JsonNode list() throws IOException {
        long now = desk.nowSecond();
        ObjectNode answer = Json.object();
        ArrayNode appeals = answer.putArray("appeals");
        for (Appeals.Hearing it : hearings(desk.logs().ballots().appeals(), now)) {
            AppealNotice notice = it.appeal().notice();
            boolean heard = it.isHeardAt(now);
            ObjectNode one =
                    appeals.addObject()
                            .put("subject", notice.subject().key())
                            .put("by", it.appeal().member().name())
                            .put("proof", notice.proof().word())
                            .put("reason", notice.reason())
                            .put("statement", it.appeal().statement().toString())
                            .put("until", Instant.ofEpochSecond(it.untilSecond()).toString())
                            .put("heard", heard)
                            .put("changes", heard && desk.lists().mayBeHeard(notice.subject(), now))
                            .put("seconds_left", heard ? it.untilSecond() - now : 0);
            it.before().ifPresent(b -> one.put("after", b.statement().toString()));
        }
        return answer;
    }

    private List<Appeals.Hearing> hearings(List<Ballot.Appealed> appeals, long now) {
        return Appeals.hearings(appeals, inStanding(now), desk.guards(), now);
    }

    private Set<MemberId> inStanding(long now) {
        return desk.lists().setting(now).inStanding();
    }

    /** In whole hours; in the last one, in minutes. */
    static String left(long seconds) {
        Duration left = Duration.ofSeconds(seconds);
        return left.toHours() > 0
                ? "in " + left.toHours() + " h"
                : "in " + left.toMinutes() + " min";
    }
}
