package org.comity.views;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What a root row holds, docs/formats/views.md: all that one statement says on the ground of one
 * piece of evidence. One row for a mail and not one for each of its subjects, so that a hop costs
 * one read.
 */
final class RootFormat {
    static final byte VERSION = 2;

    private RootFormat() {}

    /** One subject of the row. */
    record Posting(int position, Subject subject, Role role, long fromSecond) {}

    /** A whole row. */
    record Row(Provenance provenance, List<Posting> postings) {}

    /** Entries of one statement that rest on one root, ascending by position. */
    static Bytes write(List<Entry> entries) {
        Entry first = entries.getFirst();
        var out = new ByteArrayOutputStream(64 + 48 * entries.size());
        out.write(VERSION);
        out.write(Codes.of(first.marking().tlp()));
        out.write(Codes.of(first.marking().pap()));
        text(first.member().name(), out);
        text(first.audience().text(), out);
        for (Entry entry : entries) {
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES + 1 + Long.BYTES)
                            .putInt(entry.position())
                            .put(Codes.of(entry.claim().grounds().role()))
                            .putLong(entry.claim().validity().fromSecond())
                            .array());
            out.writeBytes(KeyFormat.subjectPart(entry.claim().subject()).array());
        }
        return Bytes.of(out.toByteArray());
    }

    static Row read(String origin, Bytes row) {
        try {
            ByteBuffer from = row.buffer();
            if (from.get() != VERSION) {
                throw new IllegalStateException(
                        "a view row has another version: rebuild the views");
            }
            var marking = new Marking(Codes.tlp(from.get()), Codes.pap(from.get()));
            var member = new MemberId(readText(from));
            Audience audience = Audience.parse(readText(from)).orThrow();
            var postings = new ArrayList<Posting>();
            while (from.hasRemaining()) {
                int position = from.getInt();
                Role role = Codes.role(from.get());
                long fromSecond = from.getLong();
                postings.add(new Posting(position, KeyFormat.readSubject(from), role, fromSecond));
            }
            return new Row(new Provenance(origin, member, marking, audience), postings);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException torn) {
            throw new IllegalStateException("a view row is damaged: rebuild the views", torn);
        }
    }

    /** Each subject in it, ascending by position. */
    static List<Edge> readEdges(Hash root, StatementId id, Bytes row) {
        Row whole = read(id.origin(), row);
        return whole.postings().stream()
                .map(it ->
                        new Edge(
                                it.subject(),
                                root,
                                whole.provenance(),
                                id.index(),
                                it.role(),
                                Edge.FOR,
                                it.fromSecond(),
                                Edge.FOREVER))
                .toList();
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
