package org.comity.study;

import org.comity.charter.Country;
import org.comity.statement.MemberId;

/**
 * A member of a studied exchange.
 *
 * @param name as the index or the attack calls it
 * @param vouched in standing from the start
 */
public record Seat(MemberId id, String name, Country country, boolean vouched) {}
