package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import org.comity.charter.Amendments;
import org.comity.charter.Ballot;
import org.comity.charter.Charter;
import org.comity.charter.Motions;
import org.comity.charter.ProposalStanding;
import org.comity.charter.Tabled;
import org.comity.statement.MemberId;
import org.comity.statement.Topic;
import tools.jackson.databind.node.ArrayNode;

/** What waits for this member's vote: proposals to change the charter, and motions. */
final class Unvoted {
    private final Desk desk;

    Unvoted(Desk desk) {
        this.desk = desk;
    }

    ArrayNode json() throws IOException {
        ArrayNode all = Json.array();
        proposals(all);
        motions(all);
        return all;
    }

    private void proposals(ArrayNode all) throws IOException {
        Amendments amendments = desk.writer().call(new AmendmentBook(desk)::amendments);
        for (Tabled one : amendments.tabled()) {
            long deadline = one.proposal().term().deadlineSecond();
            ProposalStanding standing = amendments.standing(one);
            boolean open =
                    one.problems().isEmpty()
                            && deadline > desk.nowSecond()
                            && !standing.fate().certified()
                            && !standing.fate().dead();
            if (open && standing.open().contains(desk.self())) {
                all.addObject()
                        .put("kind", "proposal")
                        .put("name", one.hash().hex())
                        .put("until", Instant.ofEpochSecond(deadline).toString())
                        .put("what", one.proposal().reason());
            }
        }
    }

    private void motions(ArrayNode all) {
        Charter charter = desk.charters().charter();
        MemberId self = desk.self();
        for (Motions.Tally tally :
                Motions.tallies(charter, desk.logs().ballots().all(), desk.nowSecond())) {
            Ballot.Moved motion = tally.motion();
            boolean isOurs =
                    tally.inFavour().contains(self)
                            || tally.against().contains(self)
                            || motion.notice().topic().equals(new Topic.OnMember(self));
            boolean open =
                    tally.decision().isEmpty() && desk.nowSecond() < motion.notice().untilSecond();
            if (open && !isOurs) {
                all.addObject()
                        .put("kind", "motion")
                        .put("name", motion.commitment().hex())
                        .put(
                                "until",
                                Instant.ofEpochSecond(motion.notice().untilSecond()).toString())
                        .put("what", what(motion.notice().topic()));
            }
        }
    }

    private static String what(Topic topic) {
        return switch (topic) {
            case Topic.OnSubject(var subject, var stance) -> subject.key() + " is " + stance.word();
            case Topic.OnMember(var member) -> "suspend " + member.name();
        };
    }
}
