package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.comity.charter.Country;
import org.comity.charter.Rules;
import org.comity.statement.MemberId;

/**
 * The attacks that a study tries. All begin at half-time, so that the attacker had the first half
 * to be honest in and the second is what is measured; they know every mail beforehand, but for the
 * outsiders of whom it is said that they do not.
 */
public final class Attacks {
    /** Countries of newcomers: user-assigned codes, so that they are nobody's. */
    private static final List<String> FOREIGN = List.of("XA", "XB", "XC", "XD", "XE");

    /** No attack: the largest other member says nothing more. */
    public static final String SILENCE = "silence";

    private static final int COLLUDERS = 3;
    private static final int SYBILS = 10;
    private static final int BURNT = 3;

    private final Scene scene;
    private final int turning;

    private Attacks(Scene scene) {
        this.scene = scene;
        this.turning = scene.others().getFirst();
    }

    /** All that this exchange has members for: somebody else must be in it. */
    public static List<Attack> of(Scene scene) {
        if (scene.others().isEmpty()) {
            return List.of();
        }
        var attacks = new Attacks(scene);
        var all = new ArrayList<>(attacks.byNewcomers());
        all.addAll(attacks.byMembers());
        all.addAll(attacks.byVetoers());
        all.addAll(attacks.byOutsiders());
        return List.copyOf(all);
    }

    private List<Attack> byNewcomers() {
        int beyond = beyond();
        return List.of(
                attack(
                        "newcomer",
                        "a member without standing reports every subject of C's wanted mail just before it arrives",
                        newcomers(1, 1),
                        (its, _) -> Plans.accuse(its, newcomers(its, 1))),
                attack(
                        "echo",
                        "a member without standing states whatever others report as its own sighting, a second later",
                        newcomers(1, 1),
                        (its, delay) -> Plans.echo(its, newcomers(its, 1).getFirst(), delay)),
                attack(
                        "colluders",
                        "3 newcomers of one country accuse every subject of C's wanted mail, each with evidence of its own",
                        newcomers(COLLUDERS, 1),
                        (its, _) -> Plans.accuse(its, newcomers(its, COLLUDERS))),
                new Attack(
                        "colluders beyond",
                        "the same by "
                                + beyond
                                + " members in standing, of as many countries: more captured countries than the charter withstands",
                        false,
                        vouched(newcomers(beyond, beyond)),
                        (its, _) -> Plans.accuse(its, newcomers(its, beyond))),
                attack(
                        "sybil benign votes",
                        "10 newcomers of one country call every subject of C's spam benign just before it arrives",
                        newcomers(SYBILS, 1),
                        (its, _) -> Plans.excuse(its, newcomers(its, SYBILS))));
    }

    private List<Attack> byMembers() {
        List<Integer> captured =
                scene.others().stream()
                        .filter(it -> scene.country(it).equals(scene.country(turning)))
                        .toList();
        String largest = scene.seats().get(turning).name();
        return List.of(
                attack(
                        "sleeper",
                        largest
                                + ", the largest other member, turns at half-time and reports every subject of C's wanted mail just before it arrives",
                        List.of(),
                        (its, _) -> Plans.accuse(its, List.of(turning))),
                attack(
                        "captured country",
                        "all "
                                + captured.size()
                                + " members of "
                                + scene.country(turning)
                                + " but C do as the sleeper does",
                        List.of(),
                        (its, _) -> Plans.accuse(its, captured)),
                attack(
                        "laundering by erasure",
                        largest
                                + " does as the sleeper does, and erases each claim once C's mail has opposed it",
                        List.of(),
                        (its, delay) -> Plans.launder(its, turning, delay)),
                attack(
                        "bought feed",
                        largest
                                + " relays a list, as a list, that names a tenth of the spam's link names a day early and one in 50 of the wanted mail's",
                        List.of(),
                        (its, _) -> Plans.feed(its, turning, true)),
                attack(
                        "bought feed, hidden",
                        largest + " states the same list as its own sightings",
                        List.of(),
                        (its, _) -> Plans.feed(its, turning, false)));
    }

    /** Who turns against C's lists, and what its honest reports were worth. */
    private List<Attack> byVetoers() {
        String largest = scene.seats().get(turning).name();
        return List.of(
                new Attack(
                        SILENCE,
                        largest
                                + " says nothing more: what losing its honest reports costs, which no rule can make good when it turns",
                        false,
                        List.of(),
                        (its, _) ->
                                List.of(new Act.FallsSilent(its.stream().halfSecond(), turning))),
                attack(
                        "vetoer",
                        largest
                                + " states benign on every subject of C's spam just before it arrives",
                        List.of(),
                        (its, _) -> Plans.excuse(its, List.of(turning))),
                attack(
                        "vetoer, taking back",
                        largest
                                + " does so in the mail's own second and takes it back in the next, to spare its budget of vetoes",
                        List.of(),
                        (its, _) -> Plans.excuseInTurn(its, turning)));
    }

    private List<Attack> byOutsiders() {
        List<Integer> burnt = scene.others().stream().limit(BURNT).toList();
        return List.of(
                attack(
                        "outsider to all",
                        "somebody outside mails the links and texts of all members' wanted mails to all members' traps, a day after these came",
                        List.of(),
                        (its, _) -> Plans.mailYesterdays(its, its.all(), false)),
                attack(
                        "outsider burning three",
                        "somebody outside mails them to one of three members in turn, so that each stands alone against what is wanted",
                        List.of(),
                        (its, _) -> Plans.mailYesterdays(its, burnt, true)),
                new Attack(
                        "foreseeing outsider",
                        "somebody outside knows C's next wanted mail and mails its links and text to all traps just before: nobody can tell what has been seen only there from spam",
                        false,
                        List.of(),
                        (its, delay) -> Plans.mailToAll(its, its.all(), delay)),
                new Attack(
                        "foreseeing, burning three",
                        "the same to one of three members in turn",
                        false,
                        List.of(),
                        (its, delay) -> Plans.mailInTurn(its, burnt, delay)));
    }

    private static Attack attack(
            String name, String words, List<Seat> newcomers, Attack.Plan plan) {
        return new Attack(name, words, true, newcomers, plan);
    }

    /** How many captured countries the grown charter no longer withstands. */
    private int beyond() {
        long countries = scene.seats().stream().map(Seat::country).distinct().count();
        return IntStream.rangeClosed(2, FOREIGN.size())
                .filter(it -> it >= Rules.defaultsFor((int) countries + it).k())
                .findFirst()
                .orElse(FOREIGN.size());
    }

    private List<Seat> newcomers(int count, int countries) {
        Predicate<String> free =
                code -> scene.seats().stream().noneMatch(it -> it.country().code().equals(code));
        List<String> codes = FOREIGN.stream().filter(free).limit(countries).toList();
        return IntStream.range(0, count)
                .mapToObj(at ->
                        new Seat(
                                new MemberId("newcomer-" + at),
                                "newcomer " + at,
                                new Country(codes.get(at % codes.size())),
                                false))
                .toList();
    }

    private static List<Seat> vouched(List<Seat> seats) {
        return seats.stream().map(it -> new Seat(it.id(), it.name(), it.country(), true)).toList();
    }

    /** Their numbers in the arm's charter. */
    private static List<Integer> newcomers(Scene scene, int count) {
        int first = scene.seats().size();
        return IntStream.range(first, first + count).boxed().toList();
    }
}
