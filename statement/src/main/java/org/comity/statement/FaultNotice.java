package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The payload of {@link StatementKind#FAULT}: a log was shown in two forms, and here is the proof.
 * It needs nobody's trust, so it does not matter who states it. docs/formats/fault.md.
 *
 * @param proof the text of a fork proof, verbatim
 * @param standing a checkpoint note of that log which its witnesses cosigned and which the author
 *     of this statement holds; checked, as the proof is, by who reads it
 */
public record FaultNotice(String proof, Optional<String> standing) {
    /** UTF-16 code units; two notes with the cosignatures of 500 witnesses each. */
    public static final int PROOF_LENGTH_MAX = 266_240;

    public static final int STANDING_LENGTH_MAX = 131_072;

    private static final String FORMAT = "fault/v1";

    public FaultNotice {
        if (proof.isEmpty()
                || proof.length() > PROOF_LENGTH_MAX
                || standing.filter(it -> !mayStand(it)).isPresent()) {
            throw new IllegalArgumentException("proof or checkpoint empty or too long");
        }
    }

    private static boolean mayStand(String note) {
        return !note.isEmpty() && note.length() <= STANDING_LENGTH_MAX;
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("proof", proof)
                .with("standing", standing.orElse(""))
                .canonical();
    }

    public static Checked<FaultNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "proof", "standing"))
                .then(FaultNotice::read);
    }

    private static Checked<FaultNotice> read(Json.Members members) {
        Optional<String> proof = members.text("proof");
        Optional<String> standing = members.text("standing");
        if (proof.isEmpty() || proof.get().isEmpty() || proof.get().length() > PROOF_LENGTH_MAX) {
            return Checked.refused("not the text of a proof", "/proof");
        }
        if (standing.isEmpty() || standing.get().length() > STANDING_LENGTH_MAX) {
            return Checked.refused("not a checkpoint note, nor empty", "/standing");
        }
        return Checked.good(new FaultNotice(proof.get(), standing.filter(it -> !it.isEmpty())));
    }
}
