package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** That are known to stand once; what comes after them is not looked up. */
    private static final int NAMES_MAX = 256;

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
    private final Set<String> names = new TreeSet<>();
    private Optional<Checked.Refused<Json.Members>> broken = Optional.empty();
    private boolean cutsOnly;

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

    /**
     * Where what stands around the objects is no JSON, or has a name twice; read to the end, for
     * whoever takes all or nothing. The objects themselves are not looked into.
     */
    public static Optional<Checked.Refused<Json.Members>> findBroken(InputStream in)
            throws IOException {
        StixBundleParser parser = open(in);
        parser.cutsOnly = true;
        while (parser.next().isPresent()) {
            // All that matters is noted on the way.
        }
        return parser.broken();
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
        boolean comma = first == ',' && number > 0;
        if (comma) {
            first = skipSpace();
        }
        if (first == ']') {
            if (comma) {
                note("a comma before the end of the list");
            }
            isClosed = true;
            return afterList().<Optional<StixPiece>>map(this::end).orElseGet(this::atEnd);
        }
        if (first < 0) {
            return end(note("the file ends inside the list of objects"));
        }
        if (!comma && number > 0) {
            note("no comma between two objects");
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

    /**
     * Where what stands around the objects is no JSON, or has a name twice, so far as it was read;
     * the objects are good all the same.
     */
    public Optional<Checked.Refused<Json.Members>> broken() {
        return broken;
    }

    /** The first time that something around the objects is wrong. */
    private String note(String why) {
        if (broken.isEmpty()) {
            broken = Optional.of(new Checked.Refused<>(why, "byte " + read));
        }
        return why;
    }

    private Optional<StixPiece> atEnd() {
        ended = true;
        return Optional.empty();
    }

    private Optional<StixPiece> element(int first) throws IOException {
        long position = read - 1;
        number++;
        if (!cut(first, OBJECT_BYTES_MAX)) {
            return end(note("the file ends inside an object"));
        }
        Checked<Json.Members> object =
                tooLong || cutsOnly
                        ? Checked.refused("object longer than 1 MiB", "")
                        : Json.parseMembers(Bytes.of(piece, 0, pieceBytes));
        if (pieceBytes == 0) {
            return end(note("neither an object nor the end of the list"));
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
        first = skipSpace();
        return first == '}' ? closed(NO_LIST) : members(first);
    }

    /** What follows the list, to the end; empty when nothing is wrong with it. */
    private Optional<String> afterList() throws IOException {
        int c = skipSpace();
        Optional<String> wrong = c == ',' ? members(skipSpace()) : closedBy(c, NO_LIST);
        return wrong.equals(Optional.of(NO_LIST)) ? Optional.empty() : wrong;
    }

    /**
     * Up to the list; what stands beside it is kept where it is short. Behind a list there is none,
     * as no name stands twice.
     */
    private Optional<String> members(int first) throws IOException {
        for (int c = first; c == '"'; c = skipSpace()) {
            if (!cut(c, KEY_BYTES_MAX)) {
                return Optional.of(note("the file ends inside a name"));
            }
            String name = tooLong ? "" : name();
            if (!tooLong && !isFirst(name)) {
                return Optional.of(note("a name that stands twice"));
            }
            if (skipSpace() != ':') {
                return Optional.of(note("no colon after a name"));
            }
            int value = skipSpace();
            if (name.equals(OBJECTS)) {
                return value == '[' ? Optional.empty() : Optional.of("objects are not a list");
            }
            boolean whole = cut(value, BESIDE_BYTES_MAX);
            keepBeside(name);
            int after = whole ? skipSpace() : -1;
            if (after != ',') {
                return closedBy(after, NO_LIST);
            }
        }
        return Optional.of(note("no name where one must stand"));
    }

    /** Also where it is spelled with escapes. */
    private String name() {
        Bytes raw = Bytes.of(piece, 0, pieceBytes);
        return Json.parse(raw).optional().orElse(null) instanceof Json.Text(String name)
                ? name
                : raw.utf8();
    }

    private boolean isFirst(String name) {
        boolean isKept = names.size() < NAMES_MAX || name.equals(OBJECTS);
        return isKept ? names.add(name) : !names.contains(name);
    }

    /** Behind the last member. */
    private Optional<String> closedBy(int c, String otherwise) throws IOException {
        return c == '}'
                ? closed(otherwise)
                : Optional.of(note(c < 0 ? "the file ends too early" : "neither comma nor end"));
    }

    /** Behind the last bracket nothing stands. */
    private Optional<String> closed(String otherwise) throws IOException {
        return Optional.of(
                skipSpace() < 0 ? otherwise : note("more after the end of the JSON object"));
    }

    private void keepBeside(String name) {
        if (tooLong) {
            return;
        }
        switch (Json.parse(Bytes.of(piece, 0, pieceBytes))) {
            case Checked.Good<Json>(Json value) -> {
                if ((value instanceof Json.Text || value instanceof Json.Flag)
                        && beside.size() < BESIDE_MAX) {
                    beside.put(name, value);
                }
            }
            case Checked.Refused<Json> refused -> note(refused.why());
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
