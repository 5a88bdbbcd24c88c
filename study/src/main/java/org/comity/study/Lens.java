package org.comity.study;

/** A way to look at what one replay decided: which listings stop a mail. */
public enum Lens {
    /** Trusted or agreed, at tier score or above: what a node lists. */
    LISTED("trusted or agreed, tier score"),
    /** The same, had the node gone on believing members that were wrong about its own mail. */
    NO_LOCAL_TRUST("the same, without local trust"),
    BLOCK("tier block"),
    AGREED("agreed only"),
    QUORUM("any two members, standing aside"),
    UNGUARDED("without warning lists"),
    DNS("addresses and names only (DNS)"),
    ADDRESS("addresses"),
    DOMAIN("domains"),
    URL("URLs"),
    FINGERPRINT("fingerprints of the text (asked over HTTP)"),
    CONNECTED("the connecting address"),
    LINK("called-to links");

    private final String words;

    Lens(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** The bit of this lens in a mail's mask. */
    @SuppressWarnings("EnumOrdinal") // a mask lives for one run and is never kept
    int bit() {
        return 1 << ordinal();
    }
}
