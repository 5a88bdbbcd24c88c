package org.comity.study;

/**
 * What one rule made of one seed's world. Recall and precision leave the attackers' targets out.
 *
 * @param suppressed malicious targets not accepted, whatever the reason; missedAnyway: those of
 *     them that are not accepted without the attackers' words either
 */
public record SimulationTally(
        Part listed, Part found, Part poison, Part suppressed, Part missedAnyway) {
    /** So many of so many. */
    public record Part(int count, int of) {
        Part plus(boolean counts) {
            return new Part(count + (counts ? 1 : 0), of + 1);
        }

        static final Part NONE = new Part(0, 0);
    }

    static final SimulationTally NONE =
            new SimulationTally(Part.NONE, Part.NONE, Part.NONE, Part.NONE, Part.NONE);
}
