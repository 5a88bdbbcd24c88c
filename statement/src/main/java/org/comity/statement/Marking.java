package org.comity.statement;

/**
 * Who may see (TLP) and what may be done (PAP); several markings on one thing give the strictest of
 * each.
 */
public record Marking(Tlp tlp, Pap pap) {
    /** What an unknown marking means: the strictest, never none. */
    public static final Marking STRICTEST = new Marking(Tlp.RED, Pap.RED);

    /** Nothing is said of actions: whoever may see it may act on it, and nobody else. */
    public static Marking of(Tlp tlp) {
        return new Marking(tlp, Pap.GREEN);
    }

    /** At least as strict as that level; what may be done stays. */
    Marking atLeast(Tlp level) {
        return new Marking(tlp.compareTo(level) >= 0 ? tlp : level, pap);
    }

    public Marking strictest(Marking other) {
        return new Marking(
                tlp.compareTo(other.tlp) >= 0 ? tlp : other.tlp,
                pap.compareTo(other.pap) >= 0 ? pap : other.pap);
    }
}
