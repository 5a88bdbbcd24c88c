package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payload of {@link StatementKind#MOTION_VOTE}: a member's word on a motion; a later one of the
 * same member replaces it. docs/formats/motion.md.
 *
 * @param motion the commitment of the motion's payload, as its leaf has it
 */
public record VoteNotice(Hash motion, boolean inFavour, String reason) {
    private static final String FORMAT = "motion-vote/v1";

    public VoteNotice {
        ControlText.requireReason(reason);
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("motion", motion.hex())
                .with("reason", reason)
                .with("vote", inFavour ? "for" : "against")
                .canonical();
    }

    public static Checked<VoteNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "motion", "reason", "vote"))
                .then(VoteNotice::read);
    }

    private static Checked<VoteNotice> read(Json.Members members) {
        Optional<String> reason = ControlText.reason(members);
        if (reason.isEmpty()) {
            return Checked.refused("reason is not a text of at most 1000 characters", "/reason");
        }
        String vote = members.text("vote").orElse("");
        if (!vote.equals("for") && !vote.equals("against")) {
            return Checked.refused("a vote is for or against", "/vote");
        }
        return ControlText.hash(members.byName().getOrDefault("motion", Json.Members.NONE))
                .then(motion ->
                        Checked.good(new VoteNotice(motion, vote.equals("for"), reason.get())));
    }
}
