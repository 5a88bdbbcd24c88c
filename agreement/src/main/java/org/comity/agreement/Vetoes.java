package org.comity.agreement;


/**
 * Which benign claims veto: a member's veto holds on at most max(20, 1 %) of the subjects listed when the day
 * began, lowest log index first; beyond that they count only in B.
 */
public final class Vetoes {
    /** Every benign claim in standing vetoes: right while no member has claimed more than twenty. */
    public static final Vetoes ALL = new Vetoes();

    private Vetoes() {}

    public boolean holds(StatedClaim benign) {
        throw new UnsupportedOperationException();
    }
}
