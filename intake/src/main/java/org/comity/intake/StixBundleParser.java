package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The objects of a STIX bundle or a TAXII envelope, one after another, in bounded memory: the text
 * is cut where an object of the list {@code objects} ends, and only that piece is read as JSON. So
 * one bad object spoils no other, as long as its brackets and quotes close.
 */
public final class StixBundleParser {
    public static final int OBJECT_BYTES_MAX = 1 << 20;
    public static final long OBJECTS_MAX = 10_000_000;

    private static final int KEY_BYTES_MAX = 1_024;
    private static final String OBJECTS = "objects";

    private final InputStream in;
    private final long objectsMax;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long read;
    // What is being cut out; nothing is kept beyond the bound.
    private byte[] piece = new byte[1 << 12];
    private int pieceBytes;
    private int pieceBytesMax;
    private boolean tooLong;
    private long number;
    private boolean inList;
    private boolean ended;

    private StixBundleParser(InputStream in, long objectsMax) {
        this.in = in;
        this.objectsMax = objectsMax;
    }

    /** The caller closes {@code in}. */
    public static StixBundleParser open(InputStream in) {
        return open(in, OBJECTS_MAX);
    }

    static StixBundleParser open(InputStream in, long objectsMax) {
        return new StixBundleParser(in, objectsMax);
    }

    /** The next object, good or refused with its place; empty at the end. */
    public Optional<StixPiece> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        if (!inList) {
            Optional<String> wrong = findList();
            if (wrong.isPresent()) {
                return end(wrong.get());
            }
            inList = true;
        }
        int first = skipSpace();
        if (first == ',' && number > 0) {
            first = skipSpace();
        }
        if (first == ']') {
            ended = true;
            return Optional.empty();
        }
        if (first < 0) {
            return end("the file ends inside the list of objects");
        }
        if (number == objectsMax) {
            return end("more objects than a bundle may have");
        }
        return element(first);
    }

    private Optional<StixPiece> element(int first) throws IOException {
        long position = read - 1;
        number++;
        if (!cut(first, OBJECT_BYTES_MAX)) {
            return end("the file ends inside an object");
        }
        Checked<Json.Members> object =
                tooLong
                        ? Checked.refused("object longer than 1 MiB", "")
                        : Json.parseMembers(Bytes.of(piece, 0, pieceBytes));
        if (pieceBytes == 0) {
            return end("neither an object nor the end of the list");
        }
        return Optional.of(new StixPiece(number, position, object));
    }

    private Optional<StixPiece> end(String why) {
        ended = true;
        return Optional.of(new StixPiece(number, read, Checked.refused(why, "byte " + read)));
    }

    /** Empty when the list begins here, else what is wrong. */
    private Optional<String> findList() throws IOException {
        int first = skipSpace();
        if (first == 0xEF && take() == 0xBB && take() == 0xBF) {
            first = skipSpace();
        }
        if (first != '{') {
            return Optional.of("not a JSON object");
        }
        for (int c = skipSpace(); c == '"'; c = skipSpace()) {
            if (!cut(c, KEY_BYTES_MAX)) {
                break;
            }
            boolean isList = !tooLong && Bytes.of(piece, 1, pieceBytes - 1).utf8().equals(OBJECTS);
            if (skipSpace() != ':') {
                return Optional.of("no colon after a name");
            }
            int value = skipSpace();
            if (isList) {
                return value == '[' ? Optional.empty() : Optional.of("objects are not a list");
            }
            if (!cut(value, 0) || (c = skipSpace()) != ',') {
                break;
            }
        }
        return Optional.of("no list of objects");
    }

    /**
     * Takes one whole value that begins with this byte, keeping at most so many bytes; false when
     * the stream ends first.
     */
    private boolean cut(int first, int bytesMax) throws IOException {
        pieceBytes = 0;
        pieceBytesMax = bytesMax;
        tooLong = false;
        int depth = 0;
        for (int c = first; c >= 0; c = take()) {
            switch (c) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            boolean between = depth == 0 && (c == ',' || isSpace(c));
            if (depth < 0 || between) {
                from--; // belongs to what is around the value
                read--;
                return true;
            }
            keep(c);
            if (c == '"' && !string()) {
                return false;
            }
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return true;
            }
        }
        return false;
    }

    /** Up to the quote that ends it. */
    private boolean string() throws IOException {
        for (int c = take(); c >= 0; c = take()) {
            keep(c);
            if (c == '"') {
                return true;
            }
            if (c == '\\') {
                keep(take());
            }
        }
        return false;
    }

    private void keep(int c) {
        if (pieceBytes == pieceBytesMax) {
            tooLong = true;
        } else if (c >= 0) {
            if (pieceBytes == piece.length) {
                piece = Arrays.copyOf(piece, Math.min(2 * pieceBytes, OBJECT_BYTES_MAX));
            }
            piece[pieceBytes++] = (byte) c;
        }
    }

    private int skipSpace() throws IOException {
        int c = take();
        while (isSpace(c)) {
            c = take();
        }
        return c;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Negative at the end. */
    private int take() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer, 0, buffer.length));
            if (to == 0) {
                return -1;
            }
        }
        read++;
        return buffer[from++] & 0xFF;
    }
}
