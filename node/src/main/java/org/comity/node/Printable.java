package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import org.comity.exchange.RequestText;

/**
 * What a command prints. Values come from outside: signs that are not shown, that move the cursor
 * or turn the reading direction are printed as Java and JSON escape them, so that JSON stays what
 * it is and nobody is shown something else than what stands there. Only the ends of lines and tabs
 * pass, whoever wrote them.
 */
final class Printable extends PrintWriter {
    private final PrintWriter to;

    Printable(PrintWriter to) {
        super(new Escaping(to), true);
        this.to = to;
    }

    /** Our own words that move the cursor, such as those of progress. */
    void raw(String words) {
        flush();
        to.print(words);
        to.flush();
    }

    /** A value in one line: its ends of lines are escaped too. */
    static String value(String text) {
        var shown = new StringBuilder();
        int before = ' ';
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            before = add(shown, text.codePointAt(at), at == 0 ? ' ' : before);
        }
        return shown.toString();
    }

    /** Whether all of it is shown as it is. */
    static boolean isShown(String text) {
        return value(text).equals(text);
    }

    /** The code point. */
    private static int add(StringBuilder shown, int point, int before) {
        if (isShown(point, before)) {
            shown.appendCodePoint(point);
        } else {
            for (char unit : Character.toChars(point)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
        }
        return point;
    }

    private static boolean isShown(int point, int before) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            case Character.FORMAT -> RequestText.isJoined(point, before);
            default -> true;
        };
    }

    /** Guarded by its lock, as writers are. */
    private static final class Escaping extends Writer {
        private final Writer to;
        private int before = ' ';
        private char high;

        Escaping(Writer to) {
            super(to);
            this.to = to;
        }

        @Override
        public void write(char[] text, int from, int count) throws IOException {
            if (high == 0 && isPlain(text, from, count)) {
                to.write(text, from, count);
                before = count == 0 ? before : text[from + count - 1];
                return;
            }
            var shown = new StringBuilder();
            for (int at = from; at < from + count; at++) {
                boolean endsLine =
                        text[at] == '\r' && at + 1 < from + count && text[at + 1] == '\n';
                take(shown, text[at], endsLine);
            }
            to.write(shown.toString());
        }

        /** As nearly all is. */
        private static boolean isPlain(char[] text, int from, int count) {
            for (int at = from; at < from + count; at++) {
                char c = text[at];
                if ((c < ' ' || c > '~') && c != '\n' && c != '\t') {
                    return false;
                }
            }
            return true;
        }

        private void take(StringBuilder shown, char unit, boolean endsLine) {
            if (high != 0) {
                char first = high;
                high = 0;
                if (Character.isLowSurrogate(unit)) {
                    before = add(shown, Character.toCodePoint(first, unit), before);
                    return;
                }
                before = add(shown, first, before);
            }
            if (Character.isHighSurrogate(unit)) {
                high = unit;
            } else if (unit == '\n' || unit == '\t' || endsLine) {
                shown.append(unit);
                before = unit;
            } else {
                before = add(shown, unit, before);
            }
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}
