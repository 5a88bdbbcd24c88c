package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;

/**
 * A stream of JSON values cut where each ends, without reading one: a value on each line, values
 * over many lines, or one value that is the whole file. One that breaks off spoils no other, as
 * long as the next begins on a line of its own: a text never holds the end of a line, and a brace
 * at the start of a line where none may stand begins the next value.
 */
final class JsonValues {
    private static final int RECORD_SEPARATOR = 0x1e; // RFC 7464

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long line = 1;
    private Optional<Value> open = Optional.empty();

    JsonValues(InputStream in) {
        this.in = in;
    }

    /** The next; what was not read of the one before is passed over. */
    Optional<Value> next() throws IOException {
        if (open.isPresent()) {
            var _ = open.get().skip(Long.MAX_VALUE);
        }
        while ((from < to || fill()) && isBetween(buffer[from])) {
            line += buffer[from] == '\n' ? 1 : 0;
            from++;
        }
        open = from < to ? Optional.of(new Value()) : Optional.empty();
        return open;
    }

    /** Space, and the three bytes of a byte order mark. */
    private static boolean isBetween(byte c) {
        return isSpace(c)
                || c == RECORD_SEPARATOR
                || c == (byte) 0xef
                || c == (byte) 0xbb
                || c == (byte) 0xbf;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    /** One value, up to its last byte. */
    final class Value extends InputStream {
        private final long firstLine = line;
        // Which of the brackets that are open are braces.
        private final BitSet braces = new BitSet();
        private int depth;
        private boolean isText;
        private boolean isEscaped;
        private boolean isLineStart;
        private byte last;
        private boolean ended;

        /** 1 for the first. */
        long line() {
            return firstLine;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (ended || (from == to && !fill())) {
                ended = true;
                return -1;
            }
            int end = scan(Math.min(to, from + length));
            int count = end - from;
            System.arraycopy(buffer, from, into, at, count);
            from = end;
            return count == 0 ? -1 : count;
        }

        /** Where what belongs to the value ends, or this bound. */
        private int scan(int until) {
            for (int at = from; at < until; at++) {
                byte c = buffer[at];
                if (c == '{' && isLineStart && !mayBegin()) {
                    ended = true;
                    return at;
                }
                take(c);
                isLineStart = c == '\n';
                line += isLineStart ? 1 : 0;
                if (ended) {
                    return at + 1;
                }
            }
            return until;
        }

        private void take(byte c) {
            if (isText) {
                boolean closes = c == '"' && !isEscaped;
                isEscaped = c == '\\' && !isEscaped;
                isText = !closes;
                ended = c == '\n' || (closes && depth == 0);
                return;
            }
            switch (c) {
                case '"' -> isText = true;
                case '{', '[' -> braces.set(depth++, c == '{');
                case '}', ']' -> ended = --depth <= 0;
                default -> ended = depth == 0 && isSpace(c);
            }
            last = isSpace(c) ? last : c;
        }

        /** Whether an object may stand here: in a list, or behind a colon. */
        private boolean mayBegin() {
            boolean inList = depth > 0 && !braces.get(depth - 1);
            return !isText && (last == ':' || last == '[' || (last == ',' && inList));
        }
    }
}
