package org.comity.charter;

import org.comity.statement.MemberId;

/**
 * An organisation as the charter lists it.
 *
 * @param url where its node answers, without a slash at the end; empty for a contributor that only publishes
 * @param vouched the founders vouch for it: in standing from the start (DESIGN section 6)
 */
public record Member(
        MemberId id, Country country, Sector sector, MemberKeys keys, String url, boolean vouched) {
    /** Origin of the member's main log: {@code <member>/log}. */
    public String logOrigin() {
        return id.name() + "/log";
    }
}
