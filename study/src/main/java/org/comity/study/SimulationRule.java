package org.comity.study;

/** What accepts a subject as malicious. */
public enum SimulationRule {
    COUNT("count >= 3"),
    MAJORITY("2/3 majority, >= 3"),
    EVIDENCE("distinct evidence >= 3"),
    AGREED_1("agreed, f=1 (K >= 2, B >= 2)"),
    AGREED_2("agreed, f=2 (K >= 3, B >= 3)"),
    VETO_HONEST("agreed, f=2, the honest may veto"),
    VETO_ALL("agreed, f=2, sybils may veto too");

    private final String words;

    SimulationRule(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
