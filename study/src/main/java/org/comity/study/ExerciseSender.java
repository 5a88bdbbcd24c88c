package org.comity.study;

import java.util.List;
import org.comity.statement.MemberId;

/**
 * Somebody whose mail is wanted.
 *
 * @param address may be that of a mailing service which others use too, spammers among them
 * @param everyDays how often it writes; dayOffset: on which of these days
 */
record ExerciseSender(
        String domain, String address, int everyDays, int dayOffset, List<MemberId> readers) {
    ExerciseSender {
        readers = List.copyOf(readers);
    }

    boolean writesOn(int day) {
        return (day + dayOffset) % everyDays == 0;
    }
}
