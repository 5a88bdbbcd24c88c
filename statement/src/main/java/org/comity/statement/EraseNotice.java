package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payload of {@link StatementKind#ERASE}: its author destroyed these payloads with their salts
 * and asks all who hold them to do the same. docs/formats/payload.md.
 *
 * @param commitments of the payloads, as their leaves have them; sorted
 */
public record EraseNotice(List<Hash> commitments, String reason) {
    public static final int COMMITMENTS_MAX = 1_024;
    private static final String FORMAT = "erase/v1";

    public EraseNotice {
        commitments = commitments.stream().sorted().distinct().toList();
        ControlText.requireReason(reason);
        if (commitments.isEmpty() || commitments.size() > COMMITMENTS_MAX) {
            throw new IllegalArgumentException("a notice erases 1 to 1024 payloads");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with(
                        "commitments",
                        Json.Array.ofTexts(commitments.stream().map(Hash::hex).toList()))
                .with("reason", reason)
                .canonical();
    }

    public static Checked<EraseNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "commitments", "reason"))
                .then(EraseNotice::read);
    }

    private static Checked<EraseNotice> read(Json.Members members) {
        Optional<String> reason = ControlText.reason(members);
        if (reason.isEmpty()) {
            return Checked.refused("reason is not a text of at most 1000 characters", "/reason");
        }
        return commitments(members).map(them -> new EraseNotice(them, reason.get()));
    }

    /** Lower-case hexadecimal, sorted, each once. */
    static Checked<List<Hash>> commitments(Json.Members members) {
        if (!(members.byName().get("commitments") instanceof Json.Array(List<Json> elements))
                || elements.isEmpty()
                || elements.size() > COMMITMENTS_MAX) {
            return Checked.refused("not 1 to 1024 commitments", "/commitments");
        }
        List<Hash> commitments = new ArrayList<>();
        for (Json element : elements) {
            Checked<Hash> hash = ControlText.hash(element);
            if (!(hash instanceof Checked.Good<Hash>(Hash commitment))
                    || (!commitments.isEmpty()
                            && commitments.getLast().compareTo(commitment) >= 0)) {
                return Checked.refused(
                        "commitments are not lower-case hexadecimal, sorted, each once",
                        "/commitments/" + commitments.size());
            }
            commitments.add(commitment);
        }
        return Checked.good(commitments);
    }
}
