package org.comity.intake;

import org.comity.value.Bytes;

/** The few lines that mean something in an mbox; RFC 4155 and the mboxrd quoting rule. */
final class MboxLines {
    private MboxLines() {}

    /**
     * "From ", a sender, and a date with hh:mm and a year of four digits. Text that merely begins a
     * line with "From " has no such date, and many writers do not quote it.
     */
    static boolean isSeparator(byte[] line) {
        if (!startsWithFrom(line, 0)) {
            return false;
        }
        boolean time = false;
        boolean year = false;
        int digits = 0;
        for (int i = 5; i < Math.min(line.length, 512); i++) {
            if (isDigit(line[i])) {
                digits++;
                continue;
            }
            time |= digits == 2 && line[i] == ':' && i + 2 < line.length && isDigit(line[i + 1]);
            year |= digits == 4 && time && line[i - 5] == ' ';
            digits = 0;
        }
        return time && (year || digits == 4);
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
