package org.comity.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The body of {@code POST /payloads}: commitments as lines of lower-case hexadecimal;
 * docs/formats/exchange.md.
 */
public final class PayloadRequest {
    public static final int COMMITMENTS_MAX = 256;

    /** 64 digits and a newline. */
    private static final int LINE_BYTES = 65;

    public static final int BYTES_MAX = COMMITMENTS_MAX * LINE_BYTES;

    private PayloadRequest() {}

    public static Bytes bytes(List<Hash> commitments) {
        var text = new StringBuilder();
        commitments.forEach(commitment -> text.append(commitment.hex()).append('\n'));
        return Bytes.utf8(text.toString());
    }

    /** 1 to {@value #COMMITMENTS_MAX} commitments, none twice. */
    public static Checked<List<Hash>> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("more than 256 commitments", "");
        }
        if (bytes.length() == 0 || bytes.length() % LINE_BYTES != 0) {
            return Checked.refused("not whole lines of 64 hexadecimal digits", "");
        }
        var commitments = new ArrayList<Hash>();
        var seen = new HashSet<Hash>();
        for (int start = 0; start < bytes.length(); start += LINE_BYTES) {
            String place = "line " + (commitments.size() + 1);
            String line = bytes.slice(start, start + LINE_BYTES).utf8();
            Checked<Hash> commitment =
                    Hash.parseHex(line.substring(0, Math.min(64, line.length())));
            if (!(commitment instanceof Checked.Good<Hash>(Hash hash))
                    || !line.equals(hash.hex() + "\n")) {
                return Checked.refused("not 64 lower-case hexadecimal digits and a newline", place);
            }
            if (!seen.add(hash)) {
                return Checked.refused("commitment asked twice", place);
            }
            commitments.add(hash);
        }
        return Checked.good(List.copyOf(commitments));
    }
}
