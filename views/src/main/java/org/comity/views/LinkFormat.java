package org.comity.views;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StixGraph;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Rows of names and links out of STIX, docs/formats/views.md. */
final class LinkFormat {
    private static final byte VERSION = 3; // 2: versions without line and end
    private static final byte ENDED_VERSION = 1;

    private LinkFormat() {}

    /**
     * What a thing is called, by one statement.
     *
     * @param isCreators whether the member says of itself that it made the thing
     * @param seenSecond when this node took the statement
     */
    record Name(
            Provenance provenance,
            long modifiedSecond,
            long seenSecond,
            boolean revoked,
            boolean isCreators,
            String text) {}

    /** A version of an object, and whether it says the same as another of its time. */
    record Version(Provenance provenance, ObjectVersion object, long content) {}

    /**
     * That a thing takes part in a link.
     *
     * @param by the versions that say so, one of which must hold; none for names
     */
    record Part(Provenance provenance, long fromSecond, Hash root, List<ObjectVersion> by) {}

    /** One thing in a link. */
    record End(Traceable thing, boolean isSource) {}

    /** A link with all that take part in it. */
    record Whole(
            Provenance provenance,
            long fromSecond,
            String type,
            List<ObjectVersion> by,
            List<End> ends) {}

    /** Objects that were revoked by a statement whose payload is kept no longer. */
    record Ended(Provenance provenance, List<ObjectVersion> objects) {}

    static Bytes write(Stated stated, Name name) {
        ByteArrayOutputStream out = begin(stated);
        number(name.modifiedSecond(), out);
        number(name.seenSecond(), out);
        out.write(name.revoked() ? 1 : 0);
        out.write(name.isCreators() ? 1 : 0);
        text(name.text(), out);
        return Bytes.of(out.toByteArray());
    }

    static Bytes write(Stated stated, Part part) {
        ByteArrayOutputStream out = begin(stated);
        number(part.fromSecond(), out);
        out.writeBytes(part.root().array());
        versions(part.by(), out);
        return Bytes.of(out.toByteArray());
    }

    static Bytes write(Stated stated, StixGraph.Version version) {
        ByteArrayOutputStream out = begin(stated);
        version(version.object(), out);
        number(version.content(), out);
        return Bytes.of(out.toByteArray());
    }

    static Bytes write(Stated stated, Whole link) {
        ByteArrayOutputStream out = begin(stated);
        number(link.fromSecond(), out);
        text(link.type(), out);
        versions(link.by(), out);
        for (End end : link.ends()) {
            out.write(end.isSource() ? 1 : 0);
            out.writeBytes(KeyFormat.nodeOf(end.thing()).array());
        }
        return Bytes.of(out.toByteArray());
    }

    static Name readName(String origin, Bytes row) {
        return read(
                row,
                from ->
                        new Name(
                                provenance(origin, from),
                                from.getLong(),
                                from.getLong(),
                                from.get() == 1,
                                from.get() == 1,
                                readText(from)));
    }

    static Part readPart(String origin, Bytes row) {
        return read(
                row,
                from ->
                        new Part(
                                provenance(origin, from),
                                from.getLong(),
                                Hash.read(from),
                                readVersions(from)));
    }

    static Version readVersion(String origin, Bytes row) {
        return read(
                row,
                from -> new Version(provenance(origin, from), readVersion(from), from.getLong()));
    }

    static Whole readWhole(String origin, Bytes row) {
        return read(
                row,
                from -> {
                    Provenance provenance = provenance(origin, from);
                    long fromSecond = from.getLong();
                    String type = readText(from);
                    List<ObjectVersion> by = readVersions(from);
                    var ends = new ArrayList<End>();
                    while (from.hasRemaining()) {
                        boolean isSource = from.get() == 1;
                        ends.add(new End(KeyFormat.readNode(from), isSource));
                    }
                    return new Whole(provenance, fromSecond, type, by, ends);
                });
    }

    private static <T> T read(Bytes row, Function<ByteBuffer, T> reading) {
        try {
            return reading.apply(row.buffer());
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException torn) {
            throw new IllegalStateException("a view row is damaged: rebuild the views", torn);
        }
    }

    /** No row of a view: nothing makes it anew, so its version is its own. */
    static Bytes writeEnded(Provenance of, List<ObjectVersion> objects) {
        var out = new ByteArrayOutputStream(128);
        out.write(ENDED_VERSION);
        marked(of.marking(), of.member(), of.audience(), out);
        objects.forEach(it -> version(it, out));
        return Bytes.of(out.toByteArray());
    }

    static Ended readEnded(String origin, Bytes row) {
        return read(
                row,
                from -> {
                    Provenance provenance = provenance(origin, from, ENDED_VERSION);
                    var objects = new ArrayList<ObjectVersion>();
                    while (from.hasRemaining()) {
                        objects.add(readVersion(from));
                    }
                    return new Ended(provenance, List.copyOf(objects));
                });
    }

    private static ByteArrayOutputStream begin(Stated stated) {
        var out = new ByteArrayOutputStream(128);
        out.write(VERSION);
        marked(stated.marking(), stated.member(), stated.audience(), out);
        return out;
    }

    private static void marked(
            Marking marking, MemberId member, Audience audience, ByteArrayOutputStream out) {
        out.write(Codes.of(marking.tlp()));
        out.write(Codes.of(marking.pap()));
        text(member.name(), out);
        text(audience.text(), out);
    }

    private static Provenance provenance(String origin, ByteBuffer from) {
        return provenance(origin, from, VERSION);
    }

    private static Provenance provenance(String origin, ByteBuffer from, byte version) {
        if (from.get() != version) {
            throw new IllegalStateException("a view row has another version: rebuild the views");
        }
        var marking = new Marking(Codes.tlp(from.get()), Codes.pap(from.get()));
        var member = new MemberId(readText(from));
        return new Provenance(origin, member, marking, Audience.parse(readText(from)).orThrow());
    }

    private static void versions(List<ObjectVersion> by, ByteArrayOutputStream out) {
        out.write(by.size());
        by.forEach(it -> version(it, out));
    }

    private static void version(ObjectVersion version, ByteArrayOutputStream out) {
        text(version.id(), out);
        text(version.line(), out);
        number(version.modifiedMicros(), out);
        out.write(Codes.of(version.end()));
    }

    private static ObjectVersion readVersion(ByteBuffer from) {
        return new ObjectVersion(
                readText(from), readText(from), from.getLong(), Codes.end(from.get()));
    }

    private static List<ObjectVersion> readVersions(ByteBuffer from) {
        var by = new ArrayList<ObjectVersion>();
        for (int left = Byte.toUnsignedInt(from.get()); left > 0; left--) {
            by.add(readVersion(from));
        }
        return by;
    }

    private static void number(long value, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) utf8.length).array());
        out.writeBytes(utf8);
    }

    private static String readText(ByteBuffer from) {
        byte[] utf8 = new byte[Short.toUnsignedInt(from.getShort())];
        from.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
