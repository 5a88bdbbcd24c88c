package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payload of {@link StatementKind#ERASED}: its author has nothing left of these payloads of
 * another member's log, neither rows nor bytes in its files. docs/formats/payload.md.
 *
 * @param log origin of the log whose author asked
 * @param commitments of the payloads, as their leaves have them; sorted
 * @param second when the last bytes were gone
 */
public record ErasedNotice(String log, List<Hash> commitments, long second) {
    private static final String FORMAT = "erased/v1";
    private static final int LOG_LENGTH_MAX = 200;

    public ErasedNotice {
        commitments = commitments.stream().sorted().distinct().toList();
        if (commitments.isEmpty() || commitments.size() > EraseNotice.COMMITMENTS_MAX) {
            throw new IllegalArgumentException("a notice confirms 1 to 1024 payloads");
        }
        if (log.isEmpty() || log.length() > LOG_LENGTH_MAX || second < 1) {
            throw new IllegalArgumentException("not a log and a second");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with(
                        "commitments",
                        Json.Array.ofTexts(commitments.stream().map(Hash::hex).toList()))
                .with("log", log)
                .with("second", second)
                .canonical();
    }

    public static Checked<ErasedNotice> parse(Bytes json) {
        return ControlText.parse(json, FORMAT, List.of("comity", "commitments", "log", "second"))
                .then(ErasedNotice::read);
    }

    private static Checked<ErasedNotice> read(Json.Members members) {
        Optional<String> log =
                members.text("log").filter(it -> !it.isEmpty() && it.length() <= LOG_LENGTH_MAX);
        if (log.isEmpty()) {
            return Checked.refused("not the origin of a log", "/log");
        }
        return ControlText.second(members, "second")
                .then(second ->
                        EraseNotice.commitments(members)
                                .map(them -> new ErasedNotice(log.get(), them, second)));
    }
}
