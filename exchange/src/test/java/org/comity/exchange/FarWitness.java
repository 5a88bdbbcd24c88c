package org.comity.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;

/** A witness that decides as ours do, and how far and how well it is reached. */
final class FarWitness {
    final Desk desk;
    private final Desk owner;
    TreeHead last = TreeHead.EMPTY;
    long latencyMillis = 20;
    long secondsAhead;
    boolean down;
    Optional<WitnessAnswer> always = Optional.empty();
    int asked;

    FarWitness(Desk desk, Desk owner) {
        this.desk = desk;
        this.owner = owner;
    }

    WitnessAnswer answer(WitnessRequest request, long second) {
        asked++;
        if (down || always.isPresent()) {
            return always.orElse(new WitnessAnswer.Failed("down"));
        }
        return switch (WitnessDecisionTest.of(
                Optional.of(owner.node().verifierKey()), last, request)) {
            case WitnessDecision.Cosign(TreeHead head) -> {
                last = head;
                yield new WitnessAnswer.Cosigned(List.of(sign(request.checkpoint(), second)));
            }
            case WitnessDecision.Conflict(long latest) -> new WitnessAnswer.Conflict(latest);
            case WitnessDecision.Refuse(WitnessDecision.Why why) ->
                    new WitnessAnswer.Refused(why.status(), why.words());
        };
    }

    Note.Signature sign(Note checkpoint, long second) {
        return Cosignature.sign(checkpoint, desk.witness(), second + secondsAhead);
    }

    /** What the log's owner knows of it. */
    WitnessRound.Standing standing(WitnessRound round) {
        return round.standings().stream()
                .filter(it -> it.witness().equals(desk.id()))
                .findFirst()
                .orElseThrow();
    }
}
