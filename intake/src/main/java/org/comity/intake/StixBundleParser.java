package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** Of a value beside the list that is kept: a token for the next page is one. */
    private static final int BESIDE_BYTES_MAX = 16_384;

    private static final int BESIDE_MAX = 16;
    private static final String OBJECTS = "objects";

    /** Why, where an object has no list: an envelope without objects is such a one. */
    public static final String NO_LIST = "no list of objects";

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
    private final Map<String, Json> beside = new TreeMap<>();
    private long number;
    private boolean inList;
    private boolean ended;
    private boolean isClosed;

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
            isClosed = true;
            if (skipSpace() == ',') {
                members();
            }
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

    /**
     * A member that stands beside the list and is a text or true or false, such as the {@code more}
     * and {@code next} of a TAXII envelope; whole once {@link #next} has said the end.
     */
    public Optional<Json> beside(String name) {
        return Optional.ofNullable(beside.get(name));
    }

    /** Whether the list was seen to its end: what broke off is not the whole. */
    public boolean isClosed() {
        return isClosed;
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
        return members();
    }

    /** Up to the list; what stands beside it is kept where it is short. */
    private Optional<String> members() throws IOException {
        for (int c = skipSpace(); c == '"'; c = skipSpace()) {
            if (!cut(c, KEY_BYTES_MAX)) {
                break;
            }
            String name = tooLong ? "" : Bytes.of(piece, 1, pieceBytes - 1).utf8();
            if (skipSpace() != ':') {
                return Optional.of("no colon after a name");
            }
            int value = skipSpace();
            if (name.equals(OBJECTS)) {
                return value == '[' ? Optional.empty() : Optional.of("objects are not a list");
            }
            boolean whole = cut(value, BESIDE_BYTES_MAX);
            keepBeside(name);
            if (!whole || (c = skipSpace()) != ',') {
                break;
            }
        }
        return Optional.of(NO_LIST);
    }

    private void keepBeside(String name) {
        if (!tooLong && beside.size() < BESIDE_MAX) {
            Json.parse(Bytes.of(piece, 0, pieceBytes))
                    .optional()
                    .filter(it -> it instanceof Json.Text || it instanceof Json.Flag)
                    .ifPresent(it -> beside.put(name, it));
        }
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

    /** Up to the quote that ends it; most of what comes in is text, so it is kept in runs. */
    private boolean string() throws IOException {
        while (from < to || fill()) {
            int at = from;
            while (at < to && buffer[at] != '"' && buffer[at] != '\\') {
                at++;
            }
            keepRun(at - from);
            read += at - from;
            from = at;
            if (from < to) {
                int c = take();
                keep(c);
                if (c == '"') {
                    return true;
                }
                keep(take());
            }
        }
        return false;
    }

    /** So many of the bytes that come next in the buffer. */
    private void keepRun(int count) {
        int fit = Math.min(count, pieceBytesMax - pieceBytes);
        tooLong |= fit < count;
        makeRoom(fit);
        System.arraycopy(buffer, from, piece, pieceBytes, fit);
        pieceBytes += fit;
    }

    private void keep(int c) {
        if (pieceBytes == pieceBytesMax) {
            tooLong = true;
        } else if (c >= 0) {
            makeRoom(1);
            piece[pieceBytes++] = (byte) c;
        }
    }

    private void makeRoom(int more) {
        if (pieceBytes + more > piece.length) {
            int length = Math.max(pieceBytes + more, 2 * pieceBytes);
            piece = Arrays.copyOf(piece, Math.min(length, OBJECT_BYTES_MAX));
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
        if (from == to && !fill()) {
            return -1;
        }
        read++;
        return buffer[from++] & 0xFF;
    }

    /** False at the end. */
    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }
}
