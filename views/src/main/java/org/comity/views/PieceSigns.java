package org.comity.views;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/** The signs of each piece, which tell what it belongs with, as nodes side by side. */
final class PieceSigns {
    /** Of one piece, the first of each in the order of subjects. */
    static final int SIGNS_MAX = 32;

    private static final int ROLE_BITS = 3;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final Pieces pieces;
    private final Predicate<Subject> common;
    private final int[] starts;
    private int[] signs = new int[1 << 10];
    private final BitSet machines = new BitSet();
    // By node: in how many pieces it is a sign; whether it joins any, once that was asked.
    private final int[] uses;
    private final byte[] joins;

    /**
     * @param common subjects that everybody uses
     * @param byMachines whether the addresses that handed mails over are signs too
     */
    PieceSigns(Pieces pieces, Predicate<Subject> common, boolean byMachines) {
        this.pieces = pieces;
        this.common = common;
        this.starts = new int[pieces.count() + 1];
        this.uses = new int[pieces.table().nodes().count()];
        this.joins = new byte[uses.length];
        for (int piece = 0; piece < pieces.count(); piece++) {
            starts[piece + 1] = starts[piece];
            for (long sign : of(piece, byMachines)) {
                add(piece, sign);
            }
        }
    }

    private void add(int piece, long subjectAndRole) {
        int at = starts[piece + 1]++;
        if (at == signs.length) {
            signs = Arrays.copyOf(signs, at + at / 2);
        }
        signs[at] = subject(subjectAndRole);
        machines.set(at, sign(subjectAndRole) == Piece.Sign.MACHINE);
        uses[signs[at]]++;
    }

    private long[] of(int piece, boolean byMachines) {
        long[] its =
                Arrays.stream(strongest(piece))
                        .filter(it -> kind(subject(it)) != SubjectKind.URL)
                        .filter(it ->
                                switch (sign(it)) {
                                    case STRONG -> true;
                                    case MACHINE -> byMachines;
                                    case NONE -> false;
                                })
                        .toArray();
        if (its.length <= SIGNS_MAX) {
            return its;
        }
        Nodes nodes = pieces.table().nodes();
        Comparator<Long> bySubject = (a, b) -> nodes.compareKeys(subject(a), subject(b));
        return LongStream.of(its)
                .boxed()
                .sorted(bySubject)
                .limit(SIGNS_MAX)
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Each subject of the piece once, with its strongest role in the lowest bits. */
    private long[] strongest(int piece) {
        ClaimTable table = pieces.table();
        long[] all = new long[pieces.start(piece + 1) - pieces.start(piece)];
        for (int at = 0; at < all.length; at++) {
            int claim = pieces.claim(pieces.start(piece) + at);
            all[at] = (long) table.subject(claim) << ROLE_BITS | Codes.of(table.role(claim));
        }
        Arrays.sort(all);
        int count = 0;
        for (long one : all) {
            if (count == 0 || subject(one) != subject(all[count - 1])) {
                all[count++] = one;
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** With URLs, which join nothing: where they lead does. */
    int[] ofAllKinds(int piece) {
        return Arrays.stream(strongest(piece))
                .filter(it -> sign(it) != Piece.Sign.NONE)
                .mapToInt(PieceSigns::subject)
                .toArray();
    }

    private static int subject(long subjectAndRole) {
        return (int) (subjectAndRole >> ROLE_BITS);
    }

    private Piece.Sign sign(long subjectAndRole) {
        Role role = Codes.role((byte) (subjectAndRole & (1 << ROLE_BITS) - 1));
        return Piece.sign(kind(subject(subjectAndRole)), role);
    }

    SubjectKind kind(int subject) {
        return Codes.subjectKind(pieces.table().nodes().firstByte(subject));
    }

    /** Those of the piece stand from here until where the next one's begin. */
    int start(int piece) {
        return starts[piece];
    }

    int sign(int at) {
        return signs[at];
    }

    /** Whether it stands there as a machine that handed it over. */
    boolean isMachine(int at) {
        return machines.get(at);
    }

    /** In how many pieces it is a sign. */
    int uses(int sign) {
        return uses[sign];
    }

    /** That nobody clears, and that is not common property. */
    boolean joins(int sign) {
        if (joins[sign] == 0) {
            boolean no = pieces.isCleared(sign) || common.test(pieces.subject(sign));
            joins[sign] = no ? NO : YES;
        }
        return joins[sign] == YES;
    }
}
