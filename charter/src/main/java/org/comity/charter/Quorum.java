package org.comity.charter;

/**
 * How many votes change a charter of n members; DESIGN section 6, "Charter amendments".
 *
 * <p>Two sets of q votes have more than phi members in common, so that phi members that vote twice
 * cannot certify two successors in one round. Without dormancy q = floor(2n/3)+1; where members are
 * named dormant, max(floor(n/2)+1, floor(2 active/3)+1), and never so few that phi could part them.
 */
final class Quorum {
    private Quorum() {}

    static int needed(int members, int dormant, int phi) {
        return needed(members, dormant, phi, true);
    }

    static int needed(int members, int dormant, int phi, boolean half) {
        if (dormant == 0) {
            return Math.max(2 * members / 3 + 1, floor(members, phi));
        }
        int active = 2 * (members - dormant) / 3 + 1;
        return half ? Math.max(floor(members, phi), active) : active;
    }

    /** No proposal needs fewer votes, whoever it names dormant. */
    static int floor(int members, int phi) {
        return (members + phi) / 2 + 1;
    }
}
