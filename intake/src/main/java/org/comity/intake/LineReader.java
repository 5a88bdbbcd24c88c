package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream at LF into pieces of bounded length; a line longer than the bound comes in several
 * pieces.
 */
final class LineReader {
    /**
     * @param bytes with the LF that ends the line, where it is there
     * @param position of the first byte in the stream
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
    record Piece(byte[] bytes, long position, boolean startsLine, boolean endsLine) {}

    private final InputStream in;
    private final int pieceBytesMax;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;
    private long position;
    private boolean startsLine = true;

    LineReader(InputStream in, int pieceBytesMax) {
        this.in = in;
        this.pieceBytesMax = pieceBytesMax;
    }

    /** Empty at the end of the stream. */
    Optional<Piece> next() throws IOException {
        byte[] gathered = new byte[0];
        while (true) {
            if (from == to && !fill()) {
                return gathered.length == 0
                        ? Optional.empty()
                        : Optional.of(piece(gathered, false));
            }
            int room = Math.min(to, from + pieceBytesMax - gathered.length);
            int end = from;
            while (end < room && buffer[end] != '\n') {
                end++;
            }
            boolean ended = end < room;
            int upTo = ended ? end + 1 : end;
            gathered = join(gathered, upTo);
            from = upTo;
            if (ended || gathered.length >= pieceBytesMax) {
                return Optional.of(piece(gathered, ended));
            }
        }
    }

    private Piece piece(byte[] bytes, boolean endsLine) {
        Piece piece = new Piece(bytes, position, startsLine, endsLine);
        position += bytes.length;
        startsLine = endsLine;
        return piece;
    }

    private byte[] join(byte[] gathered, int upTo) {
        if (gathered.length == 0) {
            return Arrays.copyOfRange(buffer, from, upTo);
        }
        byte[] both = Arrays.copyOf(gathered, gathered.length + upTo - from);
        System.arraycopy(buffer, from, both, gathered.length, upTo - from);
        return both;
    }

    private boolean fill() throws IOException {
        from = 0;
        // One read: of a stream that breaks off, what came before is not lost.
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }
}
