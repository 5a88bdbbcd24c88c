package org.comity.exchange;

import java.util.ArrayList;
import org.comity.tlog.ConsistencyProof;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** A consistency proof as lines of base64, as in C2SP tlog-witness; docs/formats/exchange.md. */
public final class ConsistencyLines {
    /** A tree of less than 2^63 leaves needs no more; tlog-witness. */
    static final int LINES_MAX = 63;

    /** 44 letters and a newline each. */
    static final int LINE_BYTES = 45;

    static final int BYTES_MAX = LINES_MAX * LINE_BYTES;

    private ConsistencyLines() {}

    public static Bytes bytes(ConsistencyProof proof) {
        var text = new StringBuilder();
        proof.path().forEach(hash -> text.append(hash.base64()).append('\n'));
        return Bytes.utf8(text.toString());
    }

    public static Checked<ConsistencyProof> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("consistency proof too long", "");
        }
        if (bytes.length() % LINE_BYTES != 0) {
            return Checked.refused("consistency proof is not whole lines of a hash each", "");
        }
        var path = new ArrayList<Hash>();
        for (int line = 0; line * LINE_BYTES < bytes.length(); line++) {
            int end = (line + 1) * LINE_BYTES - 1;
            if (bytes.at(end) != '\n') {
                return Checked.refused(
                        "line of another length than a hash has", "line " + (line + 1));
            }
            switch (Hash.parseBase64(bytes.slice(line * LINE_BYTES, end).utf8())) {
                case Checked.Good<Hash>(Hash hash) -> path.add(hash);
                case Checked.Refused<Hash> refused -> {
                    return refused.<ConsistencyProof>as().in("line " + (line + 1));
                }
            }
        }
        return Checked.good(new ConsistencyProof(path));
    }
}
