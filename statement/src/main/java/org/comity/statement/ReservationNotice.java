package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#RESERVATION}: its author does not follow a rule, a list or a
 * decision, and says why: common ground, with the difference on record. docs/formats/motion.md.
 *
 * @param about {@code rule}, {@code list} or {@code decision}
 * @param of the rule's or list's name, or the decision's motion (64 hexadecimal digits)
 * @param withdrawn it follows again
 */
public record ReservationNotice(About about, String of, boolean withdrawn, String reason) {
    private static final String FORMAT = "reservation/v1";
    private static final int OF_LENGTH_MAX = 64;

    /** What is not followed. */
    public enum About {
        RULE("rule"),
        LIST("list"),
        DECISION("decision");

        private final String word;

        About(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<About> ofWord(String word) {
            return List.of(values()).stream().filter(it -> it.word.equals(word)).findFirst();
        }
    }

    public ReservationNotice {
        ControlText.requireReason(reason);
        if (!mayBeNamed(of)) {
            throw new IllegalArgumentException("a reservation names one rule, list or motion");
        }
    }

    private static boolean mayBeNamed(String of) {
        return of.length() <= OF_LENGTH_MAX && of.matches("[a-z0-9][a-z0-9.-]*");
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("about", about.word())
                .with("of", of)
                .with("reason", reason)
                .with("state", withdrawn ? "withdrawn" : "stands")
                .canonical();
    }

    public static Checked<ReservationNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("about", "comity", "of", "reason", "state"))
                .then(ReservationNotice::read);
    }

    private static Checked<ReservationNotice> read(Json.Members members) {
        Optional<String> reason = ControlText.reason(members);
        Optional<About> about = members.text("about").flatMap(About::ofWord);
        Optional<String> of = members.text("of").filter(ReservationNotice::mayBeNamed);
        String state = members.text("state").orElse("");
        if (reason.isEmpty()) {
            return Checked.refused("reason is not a text of at most 1000 characters", "/reason");
        }
        if (about.isEmpty() || of.isEmpty()) {
            return Checked.refused("not about a rule, a list or a decision", "/about");
        }
        if (!state.equals("stands") && !state.equals("withdrawn")) {
            return Checked.refused("a reservation stands or is withdrawn", "/state");
        }
        return Checked.good(
                new ReservationNotice(
                        about.get(), of.get(), state.equals("withdrawn"), reason.get()));
    }
}
