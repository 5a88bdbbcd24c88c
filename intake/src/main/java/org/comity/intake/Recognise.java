package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Tells what a file holds from its head; a guess that the parser of that kind still has to confirm.
 */
public final class Recognise {
    /** As much of the head as is looked at. */
    public static final int HEAD_BYTES_MAX = 8 * 1024;

    private static final int LINES_LOOKED_AT = 50;

    /**
     * Header fields that nearly every mail begins with (RFC 5322, section 3.6, and what receivers
     * add).
     */
    private static final Set<String> FIELDS =
            Set.of(
                    "return-path",
                    "received",
                    "delivered-to",
                    "from",
                    "to",
                    "subject",
                    "date",
                    "message-id",
                    "mime-version",
                    "content-type",
                    "reply-to",
                    "sender",
                    "cc",
                    "x-original-to",
                    "dkim-signature",
                    "arc-seal",
                    "authentication-results",
                    "bcc",
                    "envelope-to",
                    "received-spf");

    private Recognise() {}

    public static InputKind kind(Bytes head) {
        byte[] bytes = head.slice(0, Math.min(head.length(), HEAD_BYTES_MAX)).array();
        if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B) {
            return InputKind.GZIP;
        }
        if (MboxLines.isSeparator(firstLine(bytes))) {
            return InputKind.MBOX;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (looksLikeMail(text)) {
            return InputKind.MAIL;
        }
        if (text.indexOf('\0') >= 0) {
            return InputKind.UNKNOWN;
        }
        if (text.stripLeading().startsWith("{")) {
            boolean bundle = text.contains("\"bundle\"") || text.contains("\"spec_version\"");
            return bundle ? InputKind.STIX_BUNDLE : InputKind.UNKNOWN;
        }
        return list(text, bytes.length == HEAD_BYTES_MAX);
    }

    /** Two known header fields before the first empty line. */
    static boolean looksLikeMail(String text) {
        int known = 0;
        for (String line : text.split("\r?\n", LINES_LOOKED_AT)) {
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                break;
            }
            if (colon > 0 && colon < 40) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                known += FIELDS.contains(name) ? 1 : 0;
            }
        }
        return known >= 2;
    }

    private static InputKind list(String text, boolean cut) {
        List<String> lines = text.lines().limit(LINES_LOOKED_AT).toList();
        // The last line of a full head may be cut in the middle.
        lines = cut && lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
        if (hasCsvHeader(lines)) {
            return InputKind.CSV_LIST;
        }
        int good = 0;
        int refused = 0;
        for (String line : lines) {
            for (Checked<Subject> subject : TextLine.subjects(line)) {
                switch (subject) {
                    case Checked.Good<Subject> _ -> good++;
                    case Checked.Refused<Subject> _ -> refused++;
                }
            }
        }
        boolean onlyComments = good + refused == 0 && text.stripLeading().startsWith("#");
        if ((good > 0 && good >= refused) || onlyComments) {
            return InputKind.TEXT_LIST;
        }
        // Its parser then says what is wrong with the header, and where.
        boolean oddCsv = !lines.isEmpty() && CsvLayout.isHeaderOfAnotherSeparator(lines.getFirst());
        return oddCsv ? InputKind.CSV_LIST : InputKind.UNKNOWN;
    }

    private static boolean hasCsvHeader(List<String> lines) {
        String lastComment = "";
        for (String line : lines) {
            if (line.startsWith("#")) {
                lastComment = line.substring(1).strip();
            } else if (!line.isBlank()) {
                return CsvLayout.ofHeader(line).isPresent()
                        || CsvLayout.ofHeader(lastComment).isPresent();
            }
        }
        return false;
    }

    private static byte[] firstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Arrays.copyOf(bytes, end);
    }
}
