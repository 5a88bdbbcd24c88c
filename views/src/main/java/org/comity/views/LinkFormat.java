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
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Rows of names and links out of STIX, docs/formats/views.md. */
final class LinkFormat {
    private static final byte VERSION = 1;

    private LinkFormat() {}

    /** What a thing is called, by one statement. */
    record Name(Provenance provenance, long modifiedSecond, boolean revoked, String text) {}

    /** That a thing takes part in a link. */
    record Part(Provenance provenance, long fromSecond, Hash root) {}

    /** One thing in a link. */
    record End(Traceable thing, boolean isSource) {}

    /** A link with all that take part in it. */
    record Whole(Provenance provenance, long fromSecond, String type, List<End> ends) {}

    static Bytes write(Stated stated, Name name) {
        ByteArrayOutputStream out = begin(stated);
        number(name.modifiedSecond(), out);
        out.write(name.revoked() ? 1 : 0);
        text(name.text(), out);
        return Bytes.of(out.toByteArray());
    }

    static Bytes write(Stated stated, long fromSecond, Hash root) {
        ByteArrayOutputStream out = begin(stated);
        number(fromSecond, out);
        out.writeBytes(root.array());
        return Bytes.of(out.toByteArray());
    }

    static Bytes write(Stated stated, long fromSecond, String type, List<End> ends) {
        ByteArrayOutputStream out = begin(stated);
        number(fromSecond, out);
        text(type, out);
        for (End end : ends) {
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
                                from.get() == 1,
                                readText(from)));
    }

    static Part readPart(String origin, Bytes row) {
        return read(
                row, from -> new Part(provenance(origin, from), from.getLong(), Hash.read(from)));
    }

    static Whole readWhole(String origin, Bytes row) {
        return read(
                row,
                from -> {
                    Provenance provenance = provenance(origin, from);
                    long fromSecond = from.getLong();
                    String type = readText(from);
                    var ends = new ArrayList<End>();
                    while (from.hasRemaining()) {
                        boolean isSource = from.get() == 1;
                        ends.add(new End(KeyFormat.readNode(from), isSource));
                    }
                    return new Whole(provenance, fromSecond, type, ends);
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

    private static ByteArrayOutputStream begin(Stated stated) {
        var out = new ByteArrayOutputStream(128);
        out.write(VERSION);
        out.write(Codes.of(stated.marking().tlp()));
        out.write(Codes.of(stated.marking().pap()));
        text(stated.member().name(), out);
        text(stated.audience().text(), out);
        return out;
    }

    private static Provenance provenance(String origin, ByteBuffer from) {
        if (from.get() != VERSION) {
            throw new IllegalStateException("a view row has another version: rebuild the views");
        }
        var marking = new Marking(Codes.tlp(from.get()), Codes.pap(from.get()));
        var member = new MemberId(readText(from));
        return new Provenance(origin, member, marking, Audience.parse(readText(from)).orThrow());
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
