package org.comity.views;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What a subject row holds, docs/formats/views.md. Only this room writes these rows, so a row that
 * cannot be read is a fault of ours or of the disk: it throws, and a rebuild mends it.
 */
final class EntryFormat {
    static final byte VERSION = 3; // 2: without time and line of the version
    private static final int STANCE_AT = 1;
    private static final int ABUSE_AT = 2;
    private static final int BASIS_AT = 3;
    private static final int ROLE_AT = 4;
    private static final int TLP_AT = 6;
    private static final int PAP_AT = 7;
    private static final int REVOKED_AT = 8;
    private static final int FROM_AT = 9;
    private static final int MEMBER_AT = 41;

    private EntryFormat() {}

    static Bytes write(Entry entry) {
        Claim claim = entry.claim();
        var out = new ByteArrayOutputStream(160);
        out.write(VERSION);
        out.write(Codes.of(claim.stance()));
        out.write(Codes.of(claim.abuse()));
        out.write(Codes.of(claim.grounds().basis()));
        out.write(Codes.of(claim.grounds().role()));
        out.write(Codes.of(claim.target()));
        out.write(Codes.of(entry.marking().tlp()));
        out.write(Codes.of(entry.marking().pap()));
        out.write(Codes.of(claim.version().end()));
        number(claim.validity().fromSecond(), out);
        number(claim.validity().untilSecond(), out);
        number(entry.seenSecond(), out);
        number(claim.version().modifiedMicros(), out);
        text(entry.member().name(), out);
        text(entry.audience().text(), out);
        text(claim.objectId(), out);
        text(claim.version().line(), out);
        text(claim.grounds().source(), out);
        out.write(claim.grounds().roots().size());
        claim.grounds().roots().forEach(root -> out.writeBytes(root.array()));
        return Bytes.of(out.toByteArray());
    }

    static Entry read(Subject subject, KeyFormat.Place place, Bytes row) {
        try {
            return read(subject, place, row.buffer());
        } catch (BufferUnderflowException | IllegalArgumentException torn) {
            throw new IllegalStateException("a view row is damaged: rebuild the views", torn);
        }
    }

    private static Entry read(Subject subject, KeyFormat.Place place, ByteBuffer from) {
        if (from.get() != VERSION) {
            throw new IllegalStateException("a view row has another version: rebuild the views");
        }
        Stance stance = Codes.stance(from.get());
        AbuseClass abuse = Codes.abuse(from.get());
        Basis basis = Codes.basis(from.get());
        Role role = Codes.role(from.get());
        Target target = Codes.target(from.get());
        var marking = new Marking(Codes.tlp(from.get()), Codes.pap(from.get()));
        ObjectVersion.End end = Codes.end(from.get());
        var validity = new Claim.Validity(from.getLong(), from.getLong());
        long seenSecond = from.getLong();
        long modified = from.getLong();
        var member = new MemberId(readText(from));
        Audience audience = Audience.parse(readText(from)).orThrow();
        var version = new ObjectVersion(readText(from), readText(from), modified, end);
        String source = readText(from);
        var grounds = new Claim.Grounds(basis, role, readRoots(from), source);
        if (from.hasRemaining()) {
            throw new IllegalStateException("a view row is too long: rebuild the views");
        }
        var claim = new Claim(subject, stance, abuse, grounds, validity, target, version);
        return new Entry(
                member, place.statement(), place.position(), claim, marking, audience, seenSecond);
    }

    /**
     * What a claim says of the pieces of evidence that it rests on.
     *
     * @param isAgainst whether it calls the subject benign, or is taken back
     */
    record Part(
            Provenance provenance,
            boolean isAgainst,
            Basis basis,
            Role role,
            AbuseClass abuse,
            long fromSecond,
            List<Hash> roots) {}

    /** So that a row of another time need not be read. */
    static long fromSecond(Bytes row) {
        return row.buffer().getLong(FROM_AT);
    }

    /** Reads no more than that. */
    static Part readPart(String origin, Bytes row) {
        try {
            ByteBuffer from = row.buffer();
            if (from.get() != VERSION) {
                throw new IllegalStateException(
                        "a view row has another version: rebuild the views");
            }
            AbuseClass abuse = Codes.abuse(from.get(ABUSE_AT));
            Basis basis = Codes.basis(from.get(BASIS_AT));
            Role role = Codes.role(from.get(ROLE_AT));
            var marking = new Marking(Codes.tlp(from.get(TLP_AT)), Codes.pap(from.get(PAP_AT)));
            boolean isAgainst =
                    Codes.stance(from.get(STANCE_AT)) == Stance.BENIGN || from.get(REVOKED_AT) != 0;
            long fromSecond = from.getLong(FROM_AT);
            from.position(MEMBER_AT);
            var member = new MemberId(readText(from));
            Audience audience = Audience.parse(readText(from)).orThrow();
            for (int text = 0; text < 3; text++) { // id, line and source
                from.position(from.getInt() + from.position());
            }
            var provenance = new Provenance(origin, member, marking, audience);
            return new Part(provenance, isAgainst, basis, role, abuse, fromSecond, readRoots(from));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException torn) {
            throw new IllegalStateException("a view row is damaged: rebuild the views", torn);
        }
    }

    /** The same claim in each piece of evidence that it rests on. */
    static List<Edge> readEdges(Subject subject, StatementId statement, Bytes row) {
        Part part = readPart(statement.origin(), row);
        byte says = part.isAgainst() ? Edge.AGAINST : Edge.FOR;
        var edges = new ArrayList<Edge>(1);
        for (Hash root : part.roots()) {
            edges.add(
                    new Edge(
                            subject,
                            root,
                            part.provenance(),
                            statement.index(),
                            part.role(),
                            says,
                            part.fromSecond(),
                            Edge.FOREVER));
        }
        return edges;
    }

    private static List<Hash> readRoots(ByteBuffer from) {
        int count = from.get();
        var roots = new ArrayList<Hash>();
        for (int at = 0; at < count; at++) {
            roots.add(Hash.read(from));
        }
        return roots;
    }

    private static void number(long number, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        out.writeBytes(utf8);
    }

    private static String readText(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] utf8 = new byte[length];
        from.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
