package org.comity.study;

/**
 * What one rule made of one seed's world. Recall and precision leave the attackers' targets out.
 *
 * @param suppressed malicious targets not accepted, whatever the reason; missedAnyway: those of
 *     them that are not accepted without the attackers' words either
 */
public record SimulationTally(
        Part listed, Part found, Part poison, Part suppressed, Part missedAnyway) {
    static final SimulationTally NONE =
            new SimulationTally(Part.NONE, Part.NONE, Part.NONE, Part.NONE, Part.NONE);
}
