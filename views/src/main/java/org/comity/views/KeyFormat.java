package org.comity.views;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Observable;
import org.comity.statement.StatementId;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Keys of the tables, docs/formats/views.md. Texts are escaped and ended so that no key of one
 * subject is a prefix of a key of another, and byte order is the order of (kind, UTF-8 of the
 * value, origin, index, position).
 */
final class KeyFormat {
    static final byte VERSION = 1;
    static final byte ROOT_NODE = (byte) 0xFF;
    static final byte OBJECT_NODE = (byte) 0xFE;
    static final byte LINK_NODE = (byte) 0xFD;
    static final byte OBSERVABLE_NODE = (byte) 0xFC;
    private static final byte BY_SUBJECT = 'S';
    private static final byte BY_STATEMENT = 'T';
    private static final byte BY_ROOT = 'R';
    private static final byte BY_FINGERPRINT_VALUE = 'F';
    private static final byte BY_FINGERPRINT_NAME = 'N';
    private static final byte BY_LINK = 'K';
    private static final byte BY_PART = 'L';
    private static final byte BY_OBJECT = 'O';
    private static final byte LINKS_OF_STATEMENT = 'U';
    private static final byte VERSION_OF_OBJECT = 'V';

    private static final int END = 1;
    private static final int ESCAPED = 0xFF;

    private KeyFormat() {}

    /** Where in its table a claim stands. */
    record Place(StatementId statement, int position) {}

    static Bytes allSubjects() {
        return Bytes.of(new byte[] {VERSION, BY_SUBJECT});
    }

    static Bytes allRoots() {
        return Bytes.of(new byte[] {VERSION, BY_ROOT});
    }

    static Bytes subjectPrefix(Subject subject) {
        return Bytes.join(allSubjects(), subjectPart(subject));
    }

    /**
     * Of the claims on all subjects of a kind whose values begin so.
     *
     * @param beginning without the character 0
     */
    static Bytes subjectsBeginning(SubjectKind kind, String beginning) {
        return Bytes.join(
                allSubjects(),
                Bytes.of(new byte[] {Codes.of(kind)}),
                Bytes.of(beginning.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of the claims of one log on the subject. */
    static Bytes logPrefix(Subject subject, String origin) {
        return Bytes.join(subjectPrefix(subject), originPart(origin));
    }

    static Bytes statementPrefix(StatementId id) {
        return Bytes.join(Bytes.of(new byte[] {VERSION, BY_STATEMENT}), statementPart(id));
    }

    static Bytes rootPrefix(Hash root) {
        return Bytes.join(Bytes.of(new byte[] {VERSION, BY_ROOT}), root.bytes());
    }

    /** Of all fingerprints that have the value at the position. */
    static Bytes fingerprintPrefix(int position, long value) {
        return Bytes.of(
                ByteBuffer.allocate(3 + Long.BYTES)
                        .put(VERSION)
                        .put(BY_FINGERPRINT_VALUE)
                        .put((byte) position)
                        .putLong(value)
                        .array());
    }

    static Bytes fingerprintNamePrefix(Bytes name) {
        return Bytes.join(Bytes.of(new byte[] {VERSION, BY_FINGERPRINT_NAME}), name);
    }

    static Bytes fingerprintNameKey(Bytes name, String origin) {
        return Bytes.join(fingerprintNamePrefix(name), originPart(origin));
    }

    static Bytes originPart(String origin) {
        var out = new ByteArrayOutputStream();
        text(origin, out);
        return Bytes.of(out.toByteArray());
    }

    static Bytes subjectKey(Subject subject, Place place) {
        return Bytes.join(subjectPrefix(subject), placePart(place));
    }

    static Bytes statementKey(Place place) {
        return Bytes.join(statementPrefix(place.statement()), position(place.position()));
    }

    static Bytes rootKey(Hash root, StatementId statement) {
        return Bytes.join(rootPrefix(root), statementPart(statement));
    }

    static Bytes linkPrefix(Hash root) {
        return Bytes.join(Bytes.of(new byte[] {VERSION, BY_LINK}), root.bytes());
    }

    static Bytes linkKey(Hash root, StatementId statement) {
        return Bytes.join(linkPrefix(root), statementPart(statement));
    }

    static Bytes allParts() {
        return Bytes.of(new byte[] {VERSION, BY_PART});
    }

    static Bytes partPrefix(Traceable thing) {
        return Bytes.join(allParts(), nodeOf(thing));
    }

    static Bytes partKey(Traceable thing, Place place) {
        return Bytes.join(partPrefix(thing), placePart(place));
    }

    static Bytes namePrefix(String id) {
        return Bytes.join(Bytes.of(new byte[] {VERSION, BY_OBJECT}), originPart(id));
    }

    static Bytes nameKey(String id, StatementId statement) {
        return Bytes.join(namePrefix(id), statementPart(statement));
    }

    static Bytes allVersions() {
        return Bytes.of(new byte[] {VERSION, VERSION_OF_OBJECT});
    }

    static Bytes versionPrefix(String id) {
        return Bytes.join(allVersions(), originPart(id));
    }

    /** Of the versions of an object in one log. */
    static Bytes versionPrefix(String id, String origin) {
        return Bytes.join(versionPrefix(id), originPart(origin));
    }

    static StatementId statementOfVersion(Bytes key) {
        ByteBuffer from = key.buffer().position(allVersions().length());
        var _ = readText(from); // the id
        return readStatement(from);
    }

    /**
     * @param number which of those in the statement
     */
    static Bytes versionKey(String id, StatementId statement, int number) {
        return Bytes.join(
                allVersions(),
                originPart(id),
                statementPart(statement),
                Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).array()));
    }

    static boolean isVersion(Bytes key) {
        return key.length() >= 2 && key.at(0) == VERSION && key.at(1) == VERSION_OF_OBJECT;
    }

    static Bytes linksOf(StatementId id) {
        return Bytes.join(Bytes.of(new byte[] {VERSION, LINKS_OF_STATEMENT}), statementPart(id));
    }

    /** Keys one after another, each behind its length. */
    static Bytes keysPart(Collection<Bytes> keys) {
        var out = new ByteArrayOutputStream();
        for (Bytes key : keys) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(key.length()).array());
            out.writeBytes(key.array());
        }
        return Bytes.of(out.toByteArray());
    }

    static List<Bytes> readKeys(Bytes row) {
        var keys = new ArrayList<Bytes>();
        ByteBuffer from = row.buffer();
        while (from.hasRemaining()) {
            byte[] key = new byte[from.getInt()];
            from.get(key);
            keys.add(Bytes.of(key));
        }
        return keys;
    }

    static StatementId readStatement(ByteBuffer from) {
        return new StatementId(readText(from), from.getLong());
    }

    /** After every place of the log under the prefix: no index begins with 0xFF. */
    static Bytes afterLog(Bytes prefix, String origin) {
        return Bytes.join(prefix, originPart(origin), Bytes.of(new byte[] {(byte) ESCAPED}));
    }

    /**
     * The kind's code and the escaped value; also the content of the rows that refer to a subject.
     */
    static Bytes subjectPart(Subject subject) {
        var out = new ByteArrayOutputStream();
        out.write(Codes.of(subject.kind()));
        text(subject.value(), out);
        return Bytes.of(out.toByteArray());
    }

    /** A thing as a node of the graph; no kind of subject has the code of another thing. */
    static Bytes nodeOf(Traceable thing) {
        return switch (thing) {
            case Subject subject -> subjectPart(subject);
            case Observable observable ->
                    Bytes.join(
                            Bytes.of(new byte[] {OBSERVABLE_NODE}), originPart(observable.key()));
            case StixObject object ->
                    Bytes.join(Bytes.of(new byte[] {OBJECT_NODE}), originPart(object.id()));
        };
    }

    /** The inverse of {@link #nodeOf}, without the name of an object. */
    static Traceable readNode(ByteBuffer from) {
        byte sort = from.get(from.position());
        if (sort == OBSERVABLE_NODE) {
            from.get();
            return Observable.ofKey(readText(from))
                    .orElseThrow(() -> new IllegalArgumentException("no such observable"));
        }
        if (sort == OBJECT_NODE) {
            from.get();
            return new StixObject(readText(from), "");
        }
        return readSubject(from);
    }

    /** A piece of evidence as a node of the graph; no kind of subject has this code. */
    static Bytes nodeOf(Hash root) {
        return Bytes.join(Bytes.of(new byte[] {ROOT_NODE}), root.bytes());
    }

    /** A link as a node; a claim that names the same hash as its evidence does not stand in it. */
    static Bytes nodeOfLink(Hash root) {
        return Bytes.join(Bytes.of(new byte[] {LINK_NODE}), root.bytes());
    }

    /** The node whose edges a row holds; nothing for other rows. */
    static Optional<Bytes> nodeOfRow(Bytes key) {
        if (key.length() < 2 || key.at(0) != VERSION) {
            return Optional.empty();
        }
        ByteBuffer from = key.buffer().position(2);
        return switch (key.at(1)) {
            case BY_SUBJECT -> Optional.of(nodeOf(readSubject(from)));
            case BY_ROOT -> Optional.of(nodeOf(Hash.read(from)));
            case BY_LINK -> Optional.of(nodeOfLink(Hash.read(from)));
            case BY_PART -> Optional.of(nodeOf(readNode(from)));
            default -> Optional.empty();
        };
    }

    /** What the keys of all edges of one node begin with. */
    static Bytes nodePart(Bytes key) {
        if (isOfRoot(key)) {
            return key.slice(0, 2 + Hash.LENGTH);
        }
        int end = 3;
        while (key.at(end) != 0 || key.at(end + 1) != END) {
            end += key.at(end) == 0 ? 2 : 1;
        }
        return key.slice(0, end + 2);
    }

    static Bytes nodeOfPart(Bytes part) {
        return isOfRoot(part) ? nodeOf(rootOf(part)) : part.slice(2, part.length());
    }

    /** After every key of the node: no name of a log begins with 0xFF. */
    static Bytes afterNode(Bytes part) {
        return Bytes.join(part, Bytes.of(new byte[] {(byte) ESCAPED}));
    }

    static boolean isOfRoot(Bytes key) {
        return key.at(1) == BY_ROOT;
    }

    static Hash rootOf(Bytes key) {
        return Hash.read(key.buffer().position(2));
    }

    static Subject subjectOf(Bytes key) {
        return readSubject(key.buffer().position(2));
    }

    static Subject readSubject(ByteBuffer from) {
        SubjectKind kind = Codes.subjectKind(from.get());
        return new Subject(kind, readText(from));
    }

    /** As a node of the graph, without making a subject of it. */
    static byte[] readSubjectNode(ByteBuffer from) {
        int start = from.position();
        from.get();
        while (from.get() != 0 || from.get() != END) {
            // an octet of the value, or an escaped 0
        }
        byte[] node = new byte[from.position() - start];
        from.get(start, node);
        return node;
    }

    /** Whether it is of a claim under its subject. */
    static boolean isClaim(Bytes key) {
        return key.length() >= 2 && key.at(0) == VERSION && key.at(1) == BY_SUBJECT;
    }

    static Place readPlace(ByteBuffer from) {
        return new Place(readStatement(from), from.getInt());
    }

    private static Bytes placePart(Place place) {
        return Bytes.join(statementPart(place.statement()), position(place.position()));
    }

    private static Bytes statementPart(StatementId id) {
        var out = new ByteArrayOutputStream();
        text(id.origin(), out);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(id.index()).array());
        return Bytes.of(out.toByteArray());
    }

    private static Bytes position(int position) {
        return Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(position).array());
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (text.indexOf(0) < 0) {
            out.writeBytes(utf8); // as nearly always; each byte by itself costs a lock
        } else {
            for (byte octet : utf8) {
                out.write(octet);
                if (octet == 0) {
                    out.write(ESCAPED);
                }
            }
        }
        out.write(0);
        out.write(END);
    }

    private static String readText(ByteBuffer from) {
        int end = from.position();
        while (from.get(end) != 0) {
            end++;
        }
        if (from.get(end + 1) != END) {
            return readEscaped(from);
        }
        int length = end - from.position();
        if (from.hasArray()) {
            int start = from.arrayOffset() + from.position();
            from.position(end + 2);
            return new String(from.array(), start, length, StandardCharsets.UTF_8);
        }
        byte[] utf8 = new byte[length];
        from.get(utf8).position(end + 2);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String readEscaped(ByteBuffer from) {
        var out = new ByteArrayOutputStream();
        while (true) {
            byte octet = from.get();
            if (octet == 0 && from.get() == END) {
                return out.toString(StandardCharsets.UTF_8);
            }
            out.write(octet);
        }
    }
}
