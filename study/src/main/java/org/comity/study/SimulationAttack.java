package org.comity.study;

/** Who attacks: so many sybils, spread evenly over the first so many blocs. */
public enum SimulationAttack {
    NONE("no attack", 0, 0),
    ONE_BLOC("20 sybils, 1 bloc", 20, 1),
    SIX_IN_TWO("6 sybils, 2 blocs", 6, 2),
    TWO_BLOCS("20 sybils, 2 blocs", 20, 2),
    /** Not in the anchors: they poison what a feed has wrongly, so that the honest help them. */
    INFORMED("20 sybils, 2 blocs, on feeds' mistakes", 20, 2);

    private final String words;
    private final int sybils;
    private final int blocs;

    SimulationAttack(String words, int sybils, int blocs) {
        this.words = words;
        this.sybils = sybils;
        this.blocs = blocs;
    }

    /** Whether poison is only poured on benign subjects that some feed has. */
    boolean isInformed() {
        return this == INFORMED;
    }

    public String words() {
        return words;
    }

    int sybils() {
        return sybils;
    }

    int blocs() {
        return blocs;
    }
}
