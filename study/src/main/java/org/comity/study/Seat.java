package org.comity.study;

import java.util.List;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.statement.MemberId;

/**
 * A member of a studied exchange.
 *
 * @param name as the index or the attack calls it
 * @param vouched in standing from the start
 */
public record Seat(MemberId id, String name, Country country, boolean vouched) {
    /** Makes the charter of these members; keys come from outside. */
    @FunctionalInterface
    public interface Founding {
        Charter charter(List<Seat> seats);
    }
}
