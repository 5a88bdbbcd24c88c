package org.comity.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.comity.statement.Basis;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** What the attackers of {@link Attacks} do, act by act. */
final class Plans {
    private static final long DAY = 86_400;

    /** One in so many of a bought list's names is a wanted one, by the hash of the name. */
    private static final int FEED_ERRORS = 50;

    private static final int FEED_SHARE = 10;

    private Plans() {}

    /** Each of the seats reports what C's wanted mails name, a second before they arrive. */
    static List<Act> accuse(Scene scene, List<Integer> seats) {
        var acts = new ArrayList<Act>();
        scene.eachLate(
                false,
                mail ->
                        eachAskedOnce(
                                mail,
                                (subject, role) -> {
                                    for (int seat : seats) {
                                        var word =
                                                new Act.Word(
                                                        Stance.MALICIOUS,
                                                        Basis.OBSERVED,
                                                        role,
                                                        made(mail, seat),
                                                        "");
                                        acts.add(
                                                new Act.Says(
                                                        mail.second() - 1, seat, subject, word));
                                    }
                                }));
        return acts;
    }

    /** The same, erased once C knows that its mail was wanted. */
    static List<Act> launder(Scene scene, int seat, long delaySeconds) {
        var acts = new ArrayList<>(accuse(scene, List.of(seat)));
        scene.eachLate(
                false,
                mail ->
                        eachAskedOnce(
                                mail,
                                (subject, _) ->
                                        acts.add(
                                                new Act.Erases(
                                                        mail.second() + delaySeconds,
                                                        seat,
                                                        subject))));
        return acts;
    }

    /** Each of the seats calls what C's spam names benign, a second before it arrives. */
    static List<Act> excuse(Scene scene, List<Integer> seats) {
        var acts = new ArrayList<Act>();
        Map<Integer, Long> said = new LinkedHashMap<>();
        scene.eachLate(
                true,
                mail ->
                        eachAskedOnce(
                                mail,
                                (subject, role) -> {
                                    // Said again when the last word is half a day old: an address's
                                    // lasts one day.
                                    Long last = said.get(subject);
                                    if (last == null || mail.second() - last >= DAY / 2) {
                                        said.put(subject, mail.second());
                                        for (int seat : seats) {
                                            var word =
                                                    new Act.Word(
                                                            Stance.BENIGN,
                                                            Basis.OBSERVED,
                                                            role,
                                                            made(mail, seat),
                                                            "");
                                            acts.add(
                                                    new Act.Says(
                                                            mail.second() - 1,
                                                            seat,
                                                            subject,
                                                            word));
                                        }
                                    }
                                }));
        return acts;
    }

    /**
     * Calls what C's spam names benign in its second, and takes it back in the next, in the hope
     * that its budget then lasts for ever.
     */
    static List<Act> excuseInTurn(Scene scene, int seat) {
        var acts = new ArrayList<Act>();
        scene.eachLate(
                true,
                mail ->
                        eachAskedOnce(
                                mail,
                                (subject, role) -> {
                                    var word =
                                            new Act.Word(
                                                    Stance.BENIGN,
                                                    Basis.OBSERVED,
                                                    role,
                                                    made(mail, seat),
                                                    "");
                                    acts.add(new Act.Says(mail.second(), seat, subject, word));
                                    acts.add(new Act.TakesBack(mail.second() + 1, seat, subject));
                                }));
        return acts;
    }

    /** Whatever anybody reports in the second half, as a sighting of the copier's own. */
    static List<Act> echo(Scene scene, int seat, long delaySeconds) {
        var acts = new ArrayList<Act>();
        long half = scene.stream().halfSecond();
        for (Arrival mail : scene.stream().arrivals()) {
            if (mail.isSpam() && mail.second() >= half) {
                mail.eachClaimable((subject, role) -> {
                    var word =
                            new Act.Word(
                                    Stance.MALICIOUS, Basis.OBSERVED, role, made(mail, seat), "");
                    acts.add(new Act.Says(mail.second() + delaySeconds + 1, seat, subject, word));
                });
            }
        }
        return acts;
    }

    /** A list with errors, from half-time on, said a day before C's mails call to its names. */
    static List<Act> feed(Scene scene, int seat, boolean asFeed) {
        var acts = new ArrayList<Act>();
        var named = new TreeSet<Integer>();
        BiConsumer<Arrival, Integer> take =
                (mail, every) ->
                        mail.eachLinkName(name -> {
                            if (isChosen(scene.stream().subject(name), every) && named.add(name)) {
                                var word =
                                        new Act.Word(
                                                Stance.MALICIOUS,
                                                asFeed ? Basis.RELAYED : Basis.OBSERVED,
                                                Role.CALLED_TO_LINK,
                                                made(mail, seat),
                                                asFeed ? "a bought list" : "");
                                long at =
                                        Math.max(
                                                mail.second() - DAY,
                                                scene.stream().halfSecond() - 1);
                                acts.add(new Act.Says(at, seat, name, word));
                            }
                        });
        scene.eachLate(true, mail -> take.accept(mail, FEED_SHARE));
        scene.eachLate(false, mail -> take.accept(mail, FEED_ERRORS));
        return acts;
    }

    /** An outsider's mail reaches all of the seats, which report it before C's mail comes. */
    static List<Act> mailToAll(Scene scene, List<Integer> seats, long delaySeconds) {
        var acts = new ArrayList<Act>();
        scene.eachLate(
                false,
                mail -> {
                    List<Integer> links = links(mail);
                    if (!links.isEmpty() && mail.second() - 1 >= delaySeconds) {
                        for (int seat : seats) {
                            acts.add(new Act.Mails(mail.second() - 1, seat, made(mail, -1), links));
                        }
                    }
                });
        return acts;
    }

    /** Each mail to one of the seats, in turn. */
    static List<Act> mailInTurn(Scene scene, List<Integer> seats, long delaySeconds) {
        var acts = new ArrayList<Act>();
        int[] turn = {0};
        scene.eachLate(
                false,
                mail -> {
                    List<Integer> links = links(mail);
                    if (!links.isEmpty() && mail.second() - 1 >= delaySeconds) {
                        int seat = seats.get(turn[0]++ % seats.size());
                        acts.add(new Act.Mails(mail.second() - 1, seat, made(mail, seat), links));
                    }
                });
        return acts;
    }

    /**
     * What anybody can know who gets what others get: the links and texts of all members' wanted
     * mails, mailed a day after these came, to all of the seats or to one after the other.
     */
    static List<Act> mailYesterdays(Scene scene, List<Integer> seats, boolean inTurn) {
        var acts = new ArrayList<Act>();
        int turn = 0;
        for (Arrival mail : scene.stream().arrivals()) {
            long at = mail.second() + DAY;
            List<Integer> links = links(mail);
            if (!mail.isSpam() && at >= scene.stream().halfSecond() && !links.isEmpty()) {
                List<Integer> to = inTurn ? List.of(seats.get(turn++ % seats.size())) : seats;
                for (int seat : to) {
                    acts.add(new Act.Mails(at, seat, made(mail, inTurn ? seat : -1), links));
                }
            }
        }
        return acts;
    }

    /** What an outsider can put into a mail: links and the text, never the connecting address. */
    private static List<Integer> links(Arrival mail) {
        Set<Integer> links = new LinkedHashSet<>();
        mail.eachAsked((subject, role) -> {
            if (role == Role.CALLED_TO_LINK || role == Role.CONTENT) {
                links.add(subject);
            }
        });
        return List.copyOf(links);
    }

    private static void eachAskedOnce(Arrival mail, BiConsumer<Integer, Role> take) {
        Set<Integer> done = new LinkedHashSet<>();
        mail.eachAsked((subject, role) -> {
            if (done.add(subject)) {
                take.accept(subject, role);
            }
        });
    }

    private static boolean isChosen(Subject name, int every) {
        return name.kind() == SubjectKind.DOMAIN
                && Long.remainderUnsigned(
                                Hash.digest(Bytes.utf8(name.value()).array()).first(), every)
                        == 0;
    }

    /** A root that no other evidence has. */
    private static Hash made(Arrival mail, int seat) {
        return Hash.digest(Bytes.utf8(mail.root().hex() + " " + seat).array());
    }
}
