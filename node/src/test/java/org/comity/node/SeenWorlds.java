package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.Observable;
import org.comity.statement.ObservableKind;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.statement.Traceable;
import org.comity.store.Change;
import org.comity.value.Hash;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;

/** Small worlds of statements at random, for many eyes each, that can be said and unsaid. */
final class SeenWorlds {
    static final long NOW = 1_800_000_000L;
    static final List<String> NAMES = List.of("Emotet", "Dridex", "APT29");
    static final List<Subject> SUBJECTS =
            List.of(
                    new Subject(SubjectKind.DOMAIN, "one-campaign.com"),
                    new Subject(SubjectKind.DOMAIN, "two-campaign.com"),
                    new Subject(SubjectKind.DOMAIN, "three-campaign.nl"),
                    new Subject(SubjectKind.ADDRESS, "45.80.9.1"),
                    new Subject(SubjectKind.ADDRESS, "45.80.9.2"),
                    new Subject(SubjectKind.URL, "http://one-campaign.com/x"));
    static final Observable MUTEX = new Observable(ObservableKind.MUTEX, "left-mutex");
    private static final int STATEMENTS = 60;
    private static final int ROOTS = 24;

    private final RandomGenerator random;
    private final List<MemberId> members;

    SeenWorlds(RandomGenerator random, Desk desk) {
        this.random = random;
        this.members = desk.charters().charter().members().stream().map(it -> it.id()).toList();
    }

    /** A statement and what it says. */
    record Told(Stated stated, List<Claim> claims, StixGraph graph) {
        private List<Change> rows() {
            var said = new Statement.Said(stated.marking(), claims, graph);
            return SubjectIndex.fold(stated, said).stream().map(StoreRows::toChange).toList();
        }
    }

    List<Told> world() {
        var all = new ArrayList<Told>();
        for (int at = 0; at < STATEMENTS; at++) {
            MemberId member = any(members);
            var stated =
                    new Stated(
                            member,
                            new StatementId(member.name() + "/log", at),
                            new Marking(tlp(), any(List.of(Pap.values()))),
                            audience(),
                            NOW - random.nextInt(20 * 86_400));
            var claims = new ArrayList<Claim>();
            for (int left = random.nextInt(4); left > 0; left--) {
                claims.add(claim());
            }
            all.add(new Told(stated, claims, random.nextInt(3) == 0 ? graph() : StixGraph.NONE));
        }
        return all;
    }

    static void say(Desk desk, List<Told> world) throws IOException {
        var rows = new ArrayList<Change>();
        world.forEach(it -> rows.addAll(it.rows()));
        write(desk, rows);
    }

    static void unsay(Desk desk, List<Told> world) throws IOException {
        var rows = new ArrayList<Change>();
        for (Told one : world) {
            desk.index().unfold(one.stated().statement()).stream()
                    .map(StoreRows::toChange)
                    .forEach(rows::add);
        }
        write(desk, rows);
    }

    private static void write(Desk desk, List<Change> rows) throws IOException {
        desk.writer()
                .call(() -> {
                    desk.pending().write(rows);
                    desk.ledger().touch(SUBJECTS);
                    return true;
                });
    }

    private Tlp tlp() {
        return random.nextBoolean() ? Tlp.CLEAR : Tlp.values()[random.nextInt(4)];
    }

    private Audience audience() {
        return switch (random.nextInt(8)) {
            case 0 -> new Audience.Group("banks");
            case 1 -> new Audience.Group("shops");
            case 2 -> new Audience.Group("left-long-ago");
            case 3 -> parties("desk.example", "b.example");
            case 4 -> parties("c.example", "d.example");
            default -> new Audience.Exchange();
        };
    }

    private static Audience parties(String... names) {
        var parties = new TreeSet<MemberId>();
        List.of(names).forEach(it -> parties.add(new MemberId(it)));
        return new Audience.Parties(parties);
    }

    private Claim claim() {
        var roots = new ArrayList<Hash>();
        for (int left = random.nextInt(3); left > 0; left--) {
            roots.add(Hash.digest(new byte[] {(byte) random.nextInt(ROOTS)}));
        }
        long from = NOW - random.nextInt(20 * 86_400);
        return new Claim(
                any(SUBJECTS),
                random.nextInt(8) == 0 ? Stance.BENIGN : Stance.MALICIOUS,
                any(List.of(AbuseClass.SPAM, AbuseClass.PHISHING)),
                new Claim.Grounds(
                        Basis.values()[random.nextInt(3)],
                        any(List.of(Role.values())),
                        roots.stream().distinct().sorted().toList(),
                        ""),
                new Claim.Validity(
                        from, Math.max(from + 60, NOW + 86_400 * (random.nextInt(60) - 10))),
                any(List.of(Target.values())),
                object("indicator", random.nextInt(30)).id(),
                random.nextInt(10) == 0);
    }

    private static StixObject object(String type, int number) {
        return new StixObject("%s--%08d-0000-4000-8000-000000000000".formatted(type, number), "");
    }

    private StixGraph graph() {
        var links = new ArrayList<StixGraph.Link>();
        var named = new ArrayList<StixGraph.Named>();
        var versions = new ArrayList<StixGraph.Version>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            ObjectVersion by = version();
            links.add(
                    new StixGraph.Link(
                            any(List.of("uses", "indicates")),
                            List.of(thing()),
                            List.of(thing()),
                            NOW - random.nextInt(86_400),
                            by));
            versions.add(new StixGraph.Version(by, 1 + random.nextInt(3)));
            named.add(
                    new StixGraph.Named(
                            object(any(List.of("malware", "intrusion-set")), random.nextInt(3))
                                    .id(),
                            "",
                            List.of(any(NAMES)),
                            List.of("G" + random.nextInt(3)),
                            random.nextInt(3),
                            random.nextInt(3),
                            random.nextInt(5) == 0));
        }
        return new StixGraph(named, links, versions);
    }

    private ObjectVersion version() {
        return new ObjectVersion(
                object("relationship", random.nextInt(6)).id(),
                random.nextBoolean() ? "" : "feed\n",
                random.nextInt(3),
                random.nextInt(4) == 0
                        ? any(List.of(ObjectVersion.End.values()))
                        : ObjectVersion.End.NONE);
    }

    private Traceable thing() {
        return switch (random.nextInt(4)) {
            case 0 -> any(SUBJECTS);
            case 1 -> MUTEX;
            default -> object(any(List.of("malware", "intrusion-set")), random.nextInt(3));
        };
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
