package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#APPEAL}: the owner of a listed subject turned to the author,
 * who has checked the proof of control. docs/formats/motion.md.
 *
 * @param proof how the owner showed that the subject is under its control
 * @param reason what the others should know; it is never erased, so it names no person
 */
public record AppealNotice(Subject subject, Proof proof, String reason) {
    private static final String FORMAT = "appeal/v1";

    /** Where the owner placed what only who controls the subject can place. */
    public enum Proof {
        /** A TXT record that the author asked for. */
        DNS("dns"),
        /** A file on the web server. */
        HTTP("http"),
        /** An answer from the abuse or postmaster mailbox. */
        MAIL("mail");

        private final String word;

        Proof(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Proof> ofWord(String word) {
            return List.of(values()).stream().filter(it -> it.word.equals(word)).findFirst();
        }
    }

    public AppealNotice {
        ControlText.requireReason(reason);
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("proof", proof.word())
                .with("reason", reason)
                .with("subject", subject.key())
                .canonical();
    }

    public static Checked<AppealNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "proof", "reason", "subject"))
                .then(AppealNotice::read);
    }

    private static Checked<AppealNotice> read(Json.Members members) {
        Optional<String> reason = ControlText.reason(members);
        Optional<Proof> proof = members.text("proof").flatMap(Proof::ofWord);
        if (reason.isEmpty()) {
            return Checked.refused("reason is not a text of at most 1000 characters", "/reason");
        }
        if (proof.isEmpty()) {
            return Checked.refused("control is proved by dns, http or mail", "/proof");
        }
        return ControlText.subject(members)
                .then(it -> Checked.good(new AppealNotice(it, proof.get(), reason.get())));
    }
}
