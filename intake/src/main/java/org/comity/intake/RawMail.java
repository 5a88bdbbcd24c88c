package org.comity.intake;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.comity.value.Bytes;

/**
 * The bytes of one mail with LF line ends and without what an mbox adds. Two members that got the
 * same mail must come to the same canonical bytes, or one mail would count as two (DESIGN section
 * 5, Root).
 */
final class RawMail {
    /** What mail programs write into a stored mail afterwards; lower case. */
    private static final Set<String> STORED_FIELDS =
            Set.of("status", "x-status", "x-keywords", "x-uid", "content-length", "lines");

    private static final String MOZILLA = "x-mozilla-";
    private static final int FIELD_NAME_MAX = 64;

    private final byte[] lines;

    private RawMail(byte[] lines) {
        this.lines = lines;
    }

    static RawMail of(Bytes raw) {
        byte[] bytes = raw.array();
        int first = lineEnd(bytes, 0);
        boolean mbox = MboxLines.isSeparator(bytes);
        if (!mbox && !hasCrLf(bytes)) {
            return new RawMail(bytes);
        }
        var out = new ByteArrayOutputStream(bytes.length);
        int at = mbox ? first : 0;
        while (at < bytes.length) {
            int end = lineEnd(bytes, at);
            int from = mbox && quotedFrom(bytes, at, end) ? at + 1 : at;
            boolean crlf = end - from >= 2 && bytes[end - 1] == '\n' && bytes[end - 2] == '\r';
            out.write(bytes, from, crlf ? end - 2 - from : end - from);
            if (crlf) {
                out.write('\n');
            }
            at = end;
        }
        Bytes unixed = Bytes.of(out.toByteArray());
        return new RawMail((mbox ? MboxLines.withoutLastEmptyLine(unixed) : unixed).array());
    }

    /** For the MIME parser: nothing left out. The array is not to be changed. */
    byte[] lines() {
        return lines;
    }

    /** As received, without the fields that a store adds. */
    Bytes canonical() {
        var out = new ByteArrayOutputStream(lines.length);
        int at = 0;
        int keptFrom = 0;
        boolean leave = false;
        while (at < lines.length && lines[at] != '\n') {
            int end = lineEnd(lines, at);
            boolean continues = lines[at] == ' ' || lines[at] == '\t';
            boolean leaveThis = continues ? leave : isStoredField(at, end);
            if (leaveThis) {
                out.write(lines, keptFrom, at - keptFrom);
                keptFrom = end;
            }
            leave = leaveThis;
            at = end;
        }
        if (keptFrom == 0) {
            return Bytes.of(lines);
        }
        out.write(lines, keptFrom, lines.length - keptFrom);
        return Bytes.of(out.toByteArray());
    }

    private boolean isStoredField(int from, int to) {
        byte first = lines[from];
        if ("sSxXcClL".indexOf(first) < 0) {
            return false;
        }
        var name = new StringBuilder();
        for (int i = from; i < Math.min(to, from + FIELD_NAME_MAX); i++) {
            if (lines[i] == ':') {
                String word = name.toString().stripTrailing();
                return STORED_FIELDS.contains(word) || word.startsWith(MOZILLA);
            }
            name.append(Character.toLowerCase((char) (lines[i] & 0xFF)));
        }
        return false;
    }

    private static boolean quotedFrom(byte[] bytes, int at, int end) {
        return bytes[at] == '>' && MboxLines.isQuotedFrom(Bytes.of(bytes, at, end).array());
    }

    private static boolean hasCrLf(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Behind the LF of the line that begins at {@code at}. */
    private static int lineEnd(byte[] bytes, int at) {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Math.min(bytes.length, end + 1);
    }
}
