package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Fingerprint;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.Observable;
import org.comity.statement.ObservableKind;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Statements for tests, by hand and at random. */
final class Given {
    private Given() {}

    /** Whose keys nobody chooses. */
    static TraceGraph graph(SubjectIndex index, long bytesMax) {
        return new TraceGraph(index, bytesMax, Bytes.EMPTY);
    }

    /** A statement with its claims. */
    record Statement(Stated stated, List<Claim> claims, StixGraph graph) {
        Statement(Stated stated, List<Claim> claims) {
            this(stated, claims, StixGraph.NONE);
        }

        List<RowChange> fold() {
            return SubjectIndex.fold(
                    stated,
                    new org.comity.statement.Statement.Said(stated.marking(), claims, graph));
        }

        List<Entry> entries() {
            return Entry.all(stated, claims);
        }
    }

    static String value(Traceable thing) {
        return switch (thing) {
            case Subject subject -> subject.value();
            case Observable observable -> observable.key();
            case StixObject object -> object.name();
        };
    }

    /** One of few objects. */
    static StixObject object(String type, int number) {
        return new StixObject("%s--%08d-0000-4000-8000-000000000000".formatted(type, number), "");
    }

    static StixGraph.Link link(String type, Traceable from, Traceable to) {
        return link(version(7, 1_000), type, from, to);
    }

    static StixGraph.Link link(ObjectVersion by, String type, Traceable from, Traceable to) {
        return new StixGraph.Link(type, List.of(from), List.of(to), 1_000, by);
    }

    static ObjectVersion version(int number, long modifiedSecond) {
        return new ObjectVersion(
                object("relationship", number).id(),
                "",
                modifiedSecond * 1_000_000,
                ObjectVersion.End.NONE);
    }

    static StixGraph.Named named(StixObject object, String... names) {
        return new StixGraph.Named(object.id(), "", List.of(names), List.of(), 1_000, 1_000, false);
    }

    private static ObjectVersion anyVersion(RandomGenerator random) {
        ObjectVersion.End[] ends = ObjectVersion.End.values();
        return new ObjectVersion(
                version(random.nextInt(3), 0).id(),
                random.nextBoolean() ? "" : "feed\n",
                ((long) random.nextInt(4) << 31) * 1_000_000,
                ends[random.nextInt(4) == 0 ? random.nextInt(ends.length) : 0]);
    }

    private static StixGraph anyGraph(RandomGenerator random) {
        var links = new ArrayList<StixGraph.Link>();
        var named = new ArrayList<StixGraph.Named>();
        var later = new ArrayList<StixGraph.Version>();
        for (int left = random.nextInt(3); left > 0; left--) {
            later.add(new StixGraph.Version(anyVersion(random), 0));
            links.add(
                    link(
                            anyVersion(random),
                            random.nextBoolean() ? "uses" : "indicates",
                            anyThing(random),
                            anyThing(random)));
            named.add(
                    new StixGraph.Named(
                            object(random.nextBoolean() ? "malware" : "campaign", random.nextInt(3))
                                    .id(),
                            "",
                            List.of("name" + random.nextInt(3)),
                            List.of("G" + random.nextInt(3)),
                            random.nextInt(3),
                            random.nextInt(3),
                            random.nextBoolean()));
        }
        return new StixGraph(named, links, later);
    }

    private static Traceable anyThing(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> anySubject(random);
            case 2 -> object(random.nextBoolean() ? "malware" : "campaign", random.nextInt(3));
            default -> new Observable(ObservableKind.MUTEX, "m" + random.nextInt(3));
        };
    }

    static Subject domain(String value) {
        return new Subject(SubjectKind.DOMAIN, value);
    }

    static Hash root(String name) {
        return Hash.digest(Bytes.utf8(name).array());
    }

    static Stated stated(String member, long index) {
        return new Stated(
                new MemberId(member),
                new StatementId(member + "/log", index),
                Marking.of(Tlp.GREEN),
                new Audience.Exchange(),
                1_000 + index);
    }

    static Claim claim(String domain, String... roots) {
        return claim(domain(domain), Role.CALLED_TO_LINK, roots);
    }

    static Claim claim(Subject subject, Role role, String... roots) {
        return claimFrom(1_000, subject, role, roots);
    }

    static Claim claimFrom(long second, String domain, String root) {
        return claimFrom(second, domain(domain), Role.CALLED_TO_LINK, root);
    }

    static Claim claimFrom(long second, Subject subject, Role role, String... roots) {
        return new Claim(
                subject,
                Stance.MALICIOUS,
                AbuseClass.SPAM,
                new Claim.Grounds(
                        Basis.OBSERVED, role, Arrays.stream(roots).map(Given::root).toList(), ""),
                new Claim.Validity(second, second + 1_000),
                Target.UNKNOWN,
                "indicator--1",
                false);
    }

    static Statement statement(String member, long index, Claim... claims) {
        return new Statement(stated(member, index), List.of(claims));
    }

    /** Some statements of three logs on few subjects, no two with one id. */
    static List<Statement> some(RandomGenerator random) {
        var statements = new ArrayList<Statement>();
        for (int index = 0; index < 12; index++) {
            String member = "m" + random.nextInt(3);
            var claims = new ArrayList<Claim>();
            for (int left = random.nextInt(5); left > 0; left--) {
                claims.add(anyClaim(random));
            }
            Stated stated =
                    new Stated(
                            new MemberId(member),
                            new StatementId(member + "/log", index),
                            new Marking(any(Tlp.values(), random), any(Pap.values(), random)),
                            anyAudience(random),
                            random.nextLong(1L << 36));
            statements.add(new Statement(stated, claims, anyGraph(random)));
        }
        return statements;
    }

    private static Claim anyClaim(RandomGenerator random) {
        var roots = new ArrayList<Hash>();
        for (int left = random.nextInt(3); left > 0; left--) {
            roots.add(root("r" + random.nextInt(6)));
        }
        long from = random.nextLong(1L << 36);
        return new Claim(
                anySubject(random),
                any(Stance.values(), random),
                any(AbuseClass.values(), random),
                new Claim.Grounds(
                        any(Basis.values(), random),
                        any(Role.values(), random),
                        roots,
                        random.nextBoolean() ? "" : "quelle ü " + random.nextInt()),
                new Claim.Validity(from, from + 1 + random.nextInt(1 << 20)),
                any(Target.values(), random),
                "indicator--" + random.nextInt(),
                random.nextBoolean());
    }

    static Subject anySubject(RandomGenerator random) {
        String[] values = {"a", "a.b", "a\0", "a\0\1", "ab", "\u00ff", "a\u00e9", "\ud83d\ude00"};
        SubjectKind kind = any(SubjectKind.values(), random);
        // A fingerprint has no other values than its own; few, so that logs share them.
        return kind == SubjectKind.FINGERPRINT
                ? fingerprint(random.nextInt(4), 8).subject()
                : new Subject(kind, any(values, random));
    }

    /** Those of one family have this many values in common. */
    static Fingerprint fingerprint(long seed, int common) {
        long[] values = new SplittableRandom(seed).longs(Fingerprint.POSITIONS).toArray();
        long[] family = new SplittableRandom(-1).longs(common).toArray();
        System.arraycopy(family, 0, values, 0, common);
        return Fingerprint.of(values).orThrow();
    }

    private static Audience anyAudience(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Audience.Exchange();
            case 1 -> new Audience.Group("g" + random.nextInt(3));
            default ->
                    new Audience.Parties(
                            new TreeSet<>(List.of(new MemberId("m0"), new MemberId("m9"))));
        };
    }

    private static <T> T any(T[] choices, RandomGenerator random) {
        return choices[random.nextInt(choices.length)];
    }
}
