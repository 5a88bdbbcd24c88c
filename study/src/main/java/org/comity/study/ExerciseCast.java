package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;

/**
 * Who takes part, and how each of them is.
 *
 * @param newcomer admitted but vouched for by nobody; says nothing unless it attacks
 */
record ExerciseCast(List<Player> players, MemberId newcomer, Charter charter) {
    static final List<String> COUNTRIES = List.of("AT", "BR", "CN", "DE", "FR", "ZA");
    private static final List<Sector> SECTORS = List.of(Sector.values());

    /**
     * A member.
     *
     * @param launders passes relays off as own observations
     * @param relays which feeds it passes on
     * @param outages when its node says nothing; what it saw meanwhile is stated at the end
     */
    record Player(
            MemberId id,
            Country country,
            boolean launders,
            List<Integer> relays,
            List<Outage> outages) {
        Player {
            relays = List.copyOf(relays);
            outages = List.copyOf(outages);
        }

        /** When it states what it has to say at a second. */
        long statedAt(long second) {
            long at = second;
            for (Outage outage : outages) {
                at =
                        outage.fromSecond() <= at && at < outage.untilSecond()
                                ? outage.untilSecond()
                                : at;
            }
            return at;
        }
    }

    /** From inclusive, until exclusive. */
    record Outage(long fromSecond, long untilSecond) {}

    ExerciseCast {
        players = List.copyOf(players);
    }

    static ExerciseCast of(ExerciseParameters parameters) {
        Draw draw = Draw.of(parameters.seed(), "cast");
        List<WorldCharter.Seat> seats = new ArrayList<>();
        List<Player> players = new ArrayList<>();
        int count = parameters.countries() * parameters.membersEach();
        List<Integer> all = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            all.add(at);
        }
        List<Integer> launderers = draw.some(count / 5, all);
        List<Integer> failing = draw.some(Math.max(1, count / 5), all);
        for (int at : all) {
            String code = COUNTRIES.get(at % parameters.countries());
            int number = at / parameters.countries() + 1;
            Sector sector = SECTORS.get(number % SECTORS.size());
            String name = "desk-" + lower(code) + number + ".example";
            var seat = new WorldCharter.Seat(name, new Country(code), sector, true);
            seats.add(seat);
            players.add(
                    new Player(
                            seat.id(),
                            seat.country(),
                            launderers.contains(at),
                            relays(parameters, draw),
                            failing.contains(at) ? List.of(outage(parameters, draw)) : List.of()));
        }
        var last =
                new WorldCharter.Seat(
                        "newcomer.example", new Country(COUNTRIES.getFirst()), Sector.CIVIL, false);
        seats.add(last);
        Charter charter = WorldCharter.of(seats, Rules.defaultsFor(parameters.countries()));
        return new ExerciseCast(players, last.id(), charter);
    }

    List<Player> of(List<Country> countries) {
        return players.stream().filter(it -> countries.contains(it.country())).toList();
    }

    List<Country> countries() {
        return players.stream().map(Player::country).distinct().sorted().toList();
    }

    SortedMap<MemberId, Player> byId() {
        var byId = new TreeMap<MemberId, Player>();
        players.forEach(it -> byId.put(it.id(), it));
        return Collections.unmodifiableSortedMap(byId);
    }

    private static List<Integer> relays(ExerciseParameters parameters, Draw draw) {
        List<Integer> relays = new ArrayList<>();
        for (int feed = 0; feed < parameters.feeds(); feed++) {
            if (draw.chance(5_000)) {
                relays.add(feed);
            }
        }
        return relays;
    }

    /** Some hours to two days. */
    private static Outage outage(ExerciseParameters parameters, Draw draw) {
        long from = ExerciseParameters.dayStart(draw.between(3, parameters.days() - 4));
        long begins = from + draw.below(86_400);
        return new Outage(begins, begins + 3_600L * draw.between(4, 48));
    }

    private static String lower(String code) {
        return "" + (char) (code.charAt(0) + 32) + (char) (code.charAt(1) + 32);
    }
}
