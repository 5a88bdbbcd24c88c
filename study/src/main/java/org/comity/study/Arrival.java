package org.comity.study;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.comity.statement.Role;
import org.comity.value.Hash;

/** One mail of a stream at the member that got it; subjects are numbers of the stream's table. */
final class Arrival {
    /** By time; what came in the same second stands in an order that the index does not choose. */
    static final Comparator<Arrival> ORDER =
            Comparator.comparingLong(Arrival::second)
                    .thenComparing(Arrival::root)
                    .thenComparingInt(Arrival::member)
                    .thenComparing(Arrival::isSpam);

    private static final Role[] ROLES = Role.values();

    /** When, to whom and what it was. */
    record Label(long second, boolean spam, int member) {}

    /** Subjects with roles, side by side, because there are millions. */
    static final class Roled {
        private final int[] subjects;
        private final byte[] roles;

        Roled(int[] subjects, byte[] roles) {
            this.subjects = subjects;
            this.roles = roles;
        }

        /** The place of the role in {@link #ROLES}; a byte, as there are millions. */
        static byte code(Role role) {
            return (byte) List.of(ROLES).indexOf(role);
        }

        void each(BiConsumer<Integer, Role> take) {
            for (int at = 0; at < subjects.length; at++) {
                take.accept(subjects[at], ROLES[roles[at]]);
            }
        }
    }

    private final Label label;
    private final Hash root;
    private final int sender;
    private final Roled claimable;
    private final Roled asked;
    private final int[] linkNames;

    /**
     * @param sender number of the sender; negative when unknown
     */
    record Origin(Hash root, int sender) {}

    Arrival(Label label, Origin origin, Roled[] claimableAndAsked, int[] linkNames) {
        this.label = label;
        this.root = origin.root();
        this.sender = origin.sender();
        this.claimable = claimableAndAsked[0];
        this.asked = claimableAndAsked[1];
        this.linkNames = linkNames;
    }

    long second() {
        return label.second();
    }

    boolean isSpam() {
        return label.spam();
    }

    int member() {
        return label.member();
    }

    Hash root() {
        return root;
    }

    int sender() {
        return sender;
    }

    void eachClaimable(BiConsumer<Integer, Role> take) {
        claimable.each(take);
    }

    void eachAsked(BiConsumer<Integer, Role> take) {
        asked.each(take);
    }

    void eachLinkName(IntConsumer take) {
        for (int name : linkNames) {
            take.accept(name);
        }
    }

    boolean namesLink(int subject) {
        for (int name : linkNames) {
            if (name == subject) {
                return true;
            }
        }
        return false;
    }
}
