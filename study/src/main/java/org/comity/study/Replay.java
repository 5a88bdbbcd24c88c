package org.comity.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comity.charter.Charter;
import org.comity.statement.Claim;
import org.comity.statement.Role;
import org.comity.statement.SubjectKind;

/**
 * Replays a stream in simulated time. At each second first come the attackers' acts up to it, then
 * the reports that are due, then the mails of the second are asked about: no mail is stopped by
 * itself or by another of the same second, and an attack always comes in time.
 */
final class Replay {
    /** Asked about each mail of the members that are looked at, before anybody reports it. */
    interface Visitor {
        void ask(Arrival mail);

        /** The mail's member knows now what it was. */
        void learn(Arrival mail);
    }

    private final Scene scene;
    private final Arm arm;
    private final Statements statements;
    private final Believed believed;
    private final List<Seat> seats;
    private final Map<Integer, Reporting> reporting = new TreeMap<>();
    private final Charter charter;

    Replay(Scene scene, Arm arm) {
        this.scene = scene;
        this.arm = arm;
        this.seats =
                Stream.concat(scene.seats().stream(), arm.attack().newcomers().stream()).toList();
        this.charter = WorldCharter.ofStream(seats);
        this.believed = new Believed(charter, scene.stream().firstSecond());
        this.statements = new Statements(believed);
        for (int seat = 0; seat < seats.size(); seat++) {
            if (arm.members().contains(seat) || seat >= scene.seats().size()) {
                reporting.put(
                        seat,
                        new Reporting(
                                seats.get(seat).id(), scene.stream(), arm.manner(), statements));
            }
        }
    }

    Charter charter() {
        return charter;
    }

    Believed believed() {
        return believed;
    }

    Statements statements() {
        return statements;
    }

    /** Of a seat whose statements count in this arm. */
    Reporting reporting(int seat) {
        Reporting its = reporting.get(seat);
        if (its == null) {
            throw new IllegalArgumentException("this member has no part in the arm");
        }
        return its;
    }

    void run(Visitor visitor) {
        Deque<Act> acts = new ArrayDeque<>(arm.attack().acts(scene, arm.delaySeconds()));
        List<Arrival> mails = scene.stream().arrivals();
        int reported = 0;
        int asked = 0;
        while (asked < mails.size()) {
            long second = mails.get(asked).second();
            reported = advance(reported, second, acts, visitor);
            while (asked < mails.size() && mails.get(asked).second() == second) {
                visitor.ask(mails.get(asked));
                asked++;
            }
        }
    }

    /** All that happens up to this second, in order of time; a mail of the second itself waits. */
    private int advance(int from, long second, Deque<Act> acts, Visitor visitor) {
        List<Arrival> mails = scene.stream().arrivals();
        int at = from;
        while (at < mails.size()
                && mails.get(at).second() < second
                && mails.get(at).second() + arm.delaySeconds() <= second) {
            long due = mails.get(at).second() + arm.delaySeconds();
            act(acts, due);
            report(mails.get(at), due, visitor);
            at++;
        }
        act(acts, second);
        return at;
    }

    private void report(Arrival mail, long nowSecond, Visitor visitor) {
        Reporting its = reporting.get(mail.member());
        if (its != null) {
            its.take(mail, nowSecond);
            visitor.learn(mail);
        }
    }

    private void act(Deque<Act> acts, long second) {
        for (Act act = acts.peek(); act != null && act.second() <= second; act = acts.peek()) {
            act(acts.remove());
        }
    }

    private void act(Act act) {
        Reporting its = reporting.get(act.seat());
        if (its == null) {
            return;
        }
        switch (act) {
            case Act.Says says -> its.state(said(says), says.second());
            case Act.Mails mails -> its.take(mail(mails), mails.second());
            case Act.FallsSilent silent -> reporting.remove(silent.seat());
            case Act.TakesBack back -> its.takeBack(back.subject(), back.second());
            case Act.Erases erases -> its.erase(erases.subject(), erases.second());
        }
    }

    /** As the member's intake would read it. */
    private Arrival mail(Act.Mails act) {
        byte[] roles = new byte[act.subjects().size()];
        int[] numbers = act.subjects().stream().mapToInt(Integer::intValue).toArray();
        for (int at = 0; at < roles.length; at++) {
            boolean print = scene.stream().subject(numbers[at]).kind() == SubjectKind.FINGERPRINT;
            roles[at] = Arrival.Roled.code(print ? Role.CONTENT : Role.CALLED_TO_LINK);
        }
        var links = new Arrival.Roled(numbers, roles);
        return new Arrival(
                new Arrival.Label(act.second() - arm.delaySeconds(), true, act.seat()),
                new Arrival.Origin(act.root(), -1),
                new Arrival.Roled[] {links, links},
                new int[0]);
    }

    private static Reporting.Said said(Act.Says act) {
        Act.Word word = act.word();
        var grounds =
                new Claim.Grounds(word.basis(), word.role(), List.of(word.root()), word.source());
        return new Reporting.Said(act.subject(), word.stance(), grounds, act.second());
    }

    /** The masks of the evaluated member's mails, in order of time. */
    static List<Judged> of(Scene scene, Arm arm) {
        var replay = new Replay(scene, arm);
        Reporting self = replay.reporting(scene.evaluated());
        var judging = new Judging(scene, replay, self);
        var all = new ArrayList<Judged>();
        replay.run(
                new Visitor() {
                    @Override
                    public void ask(Arrival mail) {
                        if (mail.member() == scene.evaluated()) {
                            all.add(new Judged(mail, judging.judge(mail)));
                        }
                    }

                    @Override
                    public void learn(Arrival mail) {
                        if (mail.member() == scene.evaluated()) {
                            judging.learn(mail);
                        }
                    }
                });
        return List.copyOf(all);
    }

    /** A mail with the lenses that stop it. */
    record Judged(Arrival mail, int mask) {
        boolean isStopped(Lens lens) {
            return (mask & lens.bit()) != 0;
        }
    }
}
