package org.comity.charter;

/**
 * How this charter may be changed; DESIGN section 6, "Charter amendments".
 *
 * @param phi members assumed able to vote twice unseen; 0 relies on witnessed logs and never
 *     deadlocks once all have voted
 * @param additions members of one country that one amendment may admit
 * @param probation epochs after its admission in which a newcomer makes nothing agreed or blocked
 */
public record AmendmentRules(int phi, int additions, int probation) {
    public static final AmendmentRules DEFAULT = new AmendmentRules(0, 2, 1);

    /** Far above any use, so that no sum overflows. */
    public static final int NUMBER_MAX = 999;

    public AmendmentRules {
        if (phi < 0 || additions < 0 || probation < 0) {
            throw new IllegalArgumentException("phi, additions and probation are 0 or more");
        }
        if (phi > NUMBER_MAX || additions > NUMBER_MAX || probation > NUMBER_MAX) {
            throw new IllegalArgumentException("phi, additions and probation are at most 999");
        }
    }
}
