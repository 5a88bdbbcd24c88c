package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.comity.value.Bytes;

/** The few lines that mean something in an mbox; RFC 4155 and the mboxrd quoting rule. */
final class MboxLines {
    private static final int SEPARATOR_BYTES_MAX = 512;

    private static final Set<String> MONTHS =
            Set.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");

    private MboxLines() {}

    /**
     * "From ", a sender, and a date as C's asctime writes it, a zone before or behind the year
     * allowed. Text that merely begins a line with "From " has no such date, and many writers do
     * not quote it.
     */
    static boolean isSeparator(byte[] line) {
        if (!startsWithFrom(line, 0)) {
            return false;
        }
        int end = 5;
        while (end < Math.min(line.length, SEPARATOR_BYTES_MAX) && line[end] != '\n') {
            end++;
        }
        String text = new String(line, 5, end - 5, StandardCharsets.ISO_8859_1);
        List<String> words = List.of(text.strip().split("\\s+"));
        int time = words.size() - 1;
        while (time > 0 && !isTime(words.get(time))) {
            time--;
        }
        List<String> behind = words.subList(time + 1, words.size());
        return time >= 3
                && behind.size() <= 2
                && behind.stream().anyMatch(MboxLines::isYear)
                && MONTHS.contains(words.get(time - 2));
    }

    private static boolean isTime(String word) {
        return word.length() >= 4 && word.indexOf(':') > 0 && isDigit((byte) word.charAt(0));
    }

    private static boolean isYear(String word) {
        return word.length() == 4 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** One or more ">" and then "From ". */
    static boolean isQuotedFrom(byte[] line) {
        int at = 0;
        while (at < line.length && line[at] == '>') {
            at++;
        }
        return at > 0 && startsWithFrom(line, at);
    }

    static boolean isEmpty(byte[] line) {
        return (line.length == 1 && line[0] == '\n')
                || (line.length == 2 && line[0] == '\r' && line[1] == '\n');
    }

    /** An mbox ends each mail with an empty line that is no part of the mail. */
    static Bytes withoutLastEmptyLine(Bytes mail) {
        int length = mail.length();
        if (length >= 2 && mail.at(length - 1) == '\n' && mail.at(length - 2) == '\n') {
            return mail.slice(0, length - 1);
        }
        boolean crlf = length >= 4 && mail.at(length - 1) == '\n' && mail.at(length - 2) == '\r';
        return crlf && mail.at(length - 3) == '\n' ? mail.slice(0, length - 2) : mail;
    }

    private static boolean startsWithFrom(byte[] line, int at) {
        return line.length >= at + 5
                && line[at] == 'F'
                && line[at + 1] == 'r'
                && line[at + 2] == 'o'
                && line[at + 3] == 'm'
                && line[at + 4] == ' ';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
