package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#MOTION}: its author moves that the membership decide. Moving
 * is voting for it. docs/formats/motion.md.
 *
 * @param untilSecond since 1970; from then on neither votes nor the decision count
 * @param reason what the others should know before they vote
 */
public record MotionNotice(Topic topic, long untilSecond, String reason) {
    private static final String FORMAT = "motion/v1";

    public MotionNotice {
        ControlText.requireReason(reason);
        if (untilSecond < 1 || untilSecond > Claim.Validity.SECOND_MAX) {
            throw new IllegalArgumentException("a motion ends between 1970 and 10000");
        }
    }

    public Bytes json() {
        Json.Members members =
                ControlText.of(FORMAT).with("reason", reason).with("until", untilSecond);
        return switch (topic) {
            case Topic.OnSubject(Subject subject, Stance stance) ->
                    members.with("subject", subject.key())
                            .with("stance", stance.word())
                            .canonical();
            case Topic.OnMember(MemberId member) ->
                    members.with("suspend", member.name()).canonical();
        };
    }

    public static Checked<MotionNotice> parse(Bytes json) {
        Checked<Json.Members> onSubject =
                ControlText.parse(
                        json, FORMAT, List.of("comity", "reason", "stance", "subject", "until"));
        return onSubject.optional().isPresent()
                ? onSubject.then(MotionNotice::readOnSubject)
                : ControlText.parse(json, FORMAT, List.of("comity", "reason", "suspend", "until"))
                        .then(MotionNotice::readOnMember);
    }

    private static Checked<MotionNotice> readOnSubject(Json.Members members) {
        Optional<Stance> stance = members.text("stance").flatMap(Stance::ofWord);
        if (stance.isEmpty()) {
            return Checked.refused("neither malicious nor benign", "/stance");
        }
        return ControlText.subject(members)
                .then(subject -> read(members, new Topic.OnSubject(subject, stance.get())));
    }

    private static Checked<MotionNotice> readOnMember(Json.Members members) {
        return MemberId.parse(members.text("suspend").orElse(""))
                .then(member -> read(members, new Topic.OnMember(member)));
    }

    private static Checked<MotionNotice> read(Json.Members members, Topic topic) {
        Optional<String> reason = ControlText.reason(members);
        if (reason.isEmpty()) {
            return Checked.refused("reason is not a text of at most 1000 characters", "/reason");
        }
        return ControlText.second(members, "until")
                .then(until -> Checked.good(new MotionNotice(topic, until, reason.get())));
    }
}
