package org.comity.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.comity.exchange.RequestStep;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;

/** What the members of a world say: for all, for members, for a group, for a few. */
final class WorldSayings {
    private final SplittableRandom random;
    private final int members;
    private final List<Set<Integer>> groups;
    private final List<Path> evidence;
    private final WorldSpy spy;

    WorldSayings(
            SplittableRandom random,
            SimulatedMembers.Shape shape,
            List<Path> evidence,
            WorldSpy spy) {
        this.random = random;
        this.members = shape.members();
        this.groups = shape.groups();
        this.evidence = evidence;
        this.spy = spy;
    }

    /** So many different ones. */
    static Set<Integer> some(SplittableRandom random, int of, int count) {
        var some = new TreeSet<Integer>();
        while (some.size() < count) {
            some.add(random.nextInt(of));
        }
        return some;
    }

    static TreeSet<MemberId> ids(Set<Integer> numbers) {
        return new TreeSet<>(numbers.stream().map(SimulatedMembers::id).toList());
    }

    /** Something that the member with this number may say. */
    WorldNode.Saying by(int number) {
        int which = random.nextInt(10);
        if (which < 4) {
            return claim("open-" + random.nextInt(4), toAll(Tlp.CLEAR));
        }
        if (which < 7) {
            return claim(
                    "members-" + random.nextInt(4),
                    toAll(random.nextBoolean() ? Tlp.GREEN : Tlp.AMBER));
        }
        if (which == 7) {
            return retract("open-" + random.nextInt(4));
        }
        int group = random.nextInt(groups.size());
        if (which == 8 && groups.get(group).contains(number)) {
            return secret(groups.get(group), new Audience.Group("group-" + group));
        }
        if (which == 9 && random.nextBoolean()) {
            return request(SimulatedMembers.id((number + 1) % members));
        }
        Set<Integer> those = some(random, members, 1 + random.nextInt(3));
        those.add(number);
        those.add((number + 1) % members);
        return secret(those, new Audience.Parties(ids(those)));
    }

    private WorldNode.Saying secret(Set<Integer> those, Audience audience) {
        Tlp tlp = audience instanceof Audience.Parties ? Tlp.RED : Tlp.AMBER_STRICT;
        boolean named = random.nextBoolean();
        return desk -> {
            Set<MemberId> may = ids(those);
            may.add(desk.self());
            return claim(
                            spy.word(may),
                            new Addressed(Marking.of(named ? tlp : Tlp.GREEN), audience))
                    .by(desk);
        };
    }

    /**
     * Something that is to be found nowhere else.
     *
     * @param whom it is for, its author among them
     */
    record Told(String word, Set<MemberId> whom, WorldNode.Saying saying) {}

    /** For all of these, for a group or for a few, as it is drawn. */
    Told told(int number, Set<MemberId> all) {
        Set<MemberId> whom = new TreeSet<>(all);
        Audience audience = new Audience.Exchange();
        Tlp tlp = Tlp.GREEN;
        int group = random.nextInt(groups.size());
        int which = random.nextInt(3);
        if (which == 1 && groups.get(group).contains(number)) {
            whom = ids(groups.get(group));
            audience = new Audience.Group("group-" + group);
        } else if (which == 2) {
            whom = ids(Set.of(number, (number + 1) % members));
            audience = new Audience.Parties(new TreeSet<>(whom));
            tlp = Tlp.RED;
        }
        String word = spy.word(whom);
        return new Told(word, whom, claim(word, new Addressed(Marking.of(tlp), audience)));
    }

    /** For all of these, who are all members. */
    WorldNode.Saying told(Set<MemberId> all) {
        return claim(spy.word(all), toAll(Tlp.GREEN));
    }

    private WorldNode.Saying request(MemberId to) {
        return desk -> {
            String word = spy.word(Set.of(desk.self(), to));
            var matter =
                    new RequestStep.Matter(
                            RequestStep.Kind.PRESERVATION,
                            word,
                            "",
                            "en",
                            RequestStep.Urgency.values()[0]);
            var wish = new Requesting.Wish(desk.nowSecond() + 86_400, List.of(), List.of());
            return List.of(new Requesting(desk).send(to, matter, word, wish).statement());
        };
    }

    private static Addressed toAll(Tlp tlp) {
        return Addressed.toAll(Marking.of(tlp));
    }

    /** Something that is for everybody. */
    WorldNode.Saying clear(String name) {
        return claim(name, toAll(Tlp.CLEAR));
    }

    private WorldNode.Saying claim(String name, Addressed to) {
        Stance stance = random.nextInt(6) == 0 ? Stance.BENIGN : Stance.MALICIOUS;
        Optional<Path> raw =
                random.nextBoolean()
                        ? Optional.of(evidence.get(random.nextInt(evidence.size())))
                        : Optional.empty();
        var typed = new Said.Typed(subject(name), stance, AbuseClass.SPAM, Target.UNKNOWN);
        return desk -> {
            Optional<Bytes> read =
                    raw.isPresent() ? Optional.of(Said.read(raw.get())) : Optional.empty();
            return new Said(desk).claim(typed, read, to);
        };
    }

    private static WorldNode.Saying retract(String name) {
        return desk -> new Said(desk).retract(subject(name), toAll(Tlp.CLEAR));
    }

    private static Subject subject(String name) {
        return new Subject(SubjectKind.DOMAIN, name + ".com");
    }
}
