package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.comity.charter.Country;

/**
 * A stream with the members of its exchange, and whom a study looks at.
 *
 * @param seats as many as the stream has members, in their order
 * @param evaluated number of the member whose lists are tried
 */
public record Scene(MailStream stream, List<Seat> seats, int evaluated) {
    public Scene {
        seats = List.copyOf(seats);
        if (seats.size() != stream.members().size() || evaluated >= seats.size()) {
            throw new IllegalArgumentException("a seat for each member of the stream");
        }
    }

    /** Numbers of the other members, who reports most first. */
    List<Integer> others() {
        List<Integer> others = new ArrayList<>();
        stream.byReports().forEach(it -> others.add(stream.members().indexOf(it)));
        others.remove(Integer.valueOf(evaluated));
        return List.copyOf(others);
    }

    List<Integer> all() {
        List<Integer> all = new ArrayList<>(others());
        all.add(evaluated);
        return List.copyOf(all);
    }

    Country country(int seat) {
        return seats.get(seat).country();
    }

    /** The evaluated member's mails of this kind in the second half. */
    void eachLate(boolean spam, Consumer<Arrival> take) {
        long half = stream.halfSecond();
        for (Arrival mail : stream.arrivals()) {
            if (mail.member() == evaluated && mail.isSpam() == spam && mail.second() >= half) {
                take.accept(mail);
            }
        }
    }
}
