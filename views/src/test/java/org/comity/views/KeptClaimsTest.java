package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Claims that are kept against claims that are read anew, and against the plainest way. */
class KeptClaimsTest {
    private static final Predicate<Subject> COMMON = it -> it.value().equals("d0.test");

    /** What one viewer is told. */
    private record Told(List<Campaign> campaigns, List<Campaign> byMachines, List<Bridge> bridges) {
        static Told of(Pieces pieces) {
            return new Told(
                    Campaigns.of(pieces, COMMON, false).all(),
                    Campaigns.of(pieces, COMMON, true).all(),
                    Bridges.of(pieces, COMMON).all());
        }
    }

    /** Whatever comes, is erased or comes back, whoever looks, at whatever days. */
    @Test
    void whatIsKeptTellsEachViewerWhatTheVisibleRowsTell() {
        Seeds.each(
                200,
                random -> {
                    var rows = new MemoryRows();
                    var index = new SubjectIndex(rows);
                    long room = random.nextBoolean() ? 1_000_000 : 1 + random.nextInt(60);
                    long bytes = random.nextInt(4) == 0 ? 0 : 1 << 30;
                    var kept = new KeptClaims(index, bytes, room, Bytes.EMPTY);
                    var stated = new ArrayList<Given.Statement>();
                    for (int step = 0; step < 40; step++) {
                        change(rows, kept, stated, random);
                        if (random.nextInt(6) == 0) {
                            long from = 1_000 + random.nextInt(60);
                            Predicate<Provenance> visible =
                                    random.nextBoolean()
                                            ? _ -> true
                                            : it -> it.marking().tlp() != Tlp.RED;
                            var sight = new KeptClaims.Sight(visible, from, from + 40);
                            assertEquals(anew(stated, sight, room), kept.ask(sight, Told::of));
                        }
                    }
                });
    }

    private static void change(
            MemoryRows rows,
            KeptClaims kept,
            List<Given.Statement> stated,
            RandomGenerator random) {
        Given.Statement one =
                random.nextInt(4) == 0 && !stated.isEmpty()
                        ? stated.get(random.nextInt(stated.size()))
                        : statement(stated.size(), random);
        StatementId id = one.stated().statement();
        var changes = new ArrayList<RowChange>(new SubjectIndex(rows).unfold(id));
        if (!stated.remove(one)) {
            stated.removeIf(it -> it.stated().statement().equals(id));
            stated.add(one);
            changes.addAll(one.fold());
        }
        rows.apply(changes);
        changes.forEach(it -> kept.changed(it.key()));
        if (random.nextInt(20) == 0) {
            kept.changedAll();
        }
    }

    private static Told anew(List<Given.Statement> stated, KeptClaims.Sight sight, long room) {
        var rows = new MemoryRows();
        stated.stream()
                .filter(it -> sight.visible().test(Provenance.of(it.stated())))
                .forEach(it -> rows.apply(it.fold()));
        return Told.of(Pieces.of(new SubjectIndex(rows), sight, new ClaimTable(Bytes.EMPTY), room));
    }

    @Test
    void thePackedWayFindsWhatThePlainestWayFinds() {
        Seeds.each(
                200,
                random -> {
                    var entries = new ArrayList<Entry>();
                    for (int at = 0; at < 10 + random.nextInt(150); at++) {
                        entries.addAll(statement(at, random).entries());
                    }
                    Pieces packed = Pieces.of(entries);
                    var pieces = new ArrayList<Piece>();
                    packed.all().forEach(pieces::add);
                    Set<Subject> cleared = new TreeSet<>();
                    entries.stream()
                            .map(Entry::claim)
                            .filter(it -> it.stance() == Stance.BENIGN || it.revoked())
                            .forEach(it -> cleared.add(it.subject()));
                    Predicate<Subject> joinsNothing = it -> cleared.contains(it) || COMMON.test(it);
                    for (boolean byMachines : List.of(true, false)) {
                        Set<Set<Hash>> found = new HashSet<>();
                        Campaigns.of(packed, COMMON, byMachines)
                                .all()
                                .forEach(it -> found.add(new TreeSet<>(it.roots())));
                        assertEquals(PlainCampaigns.of(pieces, joinsNothing, byMachines), found);
                    }
                    assertEquals(
                            PlainBridges.of(pieces, cleared, COMMON),
                            Bridges.of(packed, COMMON).all());
                });
    }

    @Test
    void whoFloodsPushesOutOnlyItsOwn() {
        var entries = new ArrayList<Entry>();
        for (int at = 0; at < 4; at++) {
            entries.addAll(
                    Given.statement("honest", at, Given.claim("x.test", "honest" + at)).entries());
        }
        for (int at = 0; at < 500; at++) {
            entries.addAll(
                    Given.statement("flood", at, Given.claim("y.test", "flood" + at)).entries());
        }
        var rows = new MemoryRows();
        rows.apply(SubjectIndex.fold(entries));
        var sight = new KeptClaims.Sight(_ -> true, 0, Long.MAX_VALUE);
        Pieces cut = Pieces.of(new SubjectIndex(rows), sight, new ClaimTable(Bytes.EMPTY), 50);
        assertEquals(List.of("flood/log"), cut.cutLogs());
        List<Campaign> found = Campaigns.of(cut, _ -> false, false).all();
        assertEquals(List.of(46, 4), found.stream().map(it -> it.roots().size()).toList());
        // The newest, as they stand in the log.
        assertTrue(found.getFirst().roots().contains(Given.root("flood499")));
        assertEquals(
                Told.of(cut),
                new KeptClaims(new SubjectIndex(rows), 1 << 30, 50, Bytes.EMPTY)
                        .ask(sight, Told::of));
    }

    private static Given.Statement statement(int number, RandomGenerator random) {
        String member = "m" + random.nextInt(3);
        var claims = new ArrayList<Claim>();
        int family = random.nextInt(3);
        for (int left = random.nextInt(4); left > 0; left--) {
            claims.add(claim(family, random));
        }
        var stated =
                new Stated(
                        new MemberId(member),
                        new StatementId(member + "/log", number),
                        Marking.of(random.nextInt(4) == 0 ? Tlp.RED : Tlp.GREEN),
                        new Audience.Exchange(),
                        1);
        return new Given.Statement(stated, claims);
    }

    private static Claim claim(int family, RandomGenerator random) {
        long from = 1_000 + random.nextInt(100);
        boolean isMachine = random.nextInt(3) == 0;
        Role[] roles = {Role.CALLED_TO_LINK, Role.CONTENT, Role.MENTION};
        var roots = new ArrayList<Hash>();
        for (int left = random.nextInt(3); left > 0; left--) {
            roots.add(Given.root("r" + family + " " + random.nextInt(40)));
        }
        return new Claim(
                isMachine
                        ? new Subject(SubjectKind.ADDRESS, "192.0.2." + random.nextInt(6))
                        : subject(family, random),
                random.nextInt(40) == 0 ? Stance.BENIGN : Stance.MALICIOUS,
                AbuseClass.values()[random.nextInt(3)],
                new Claim.Grounds(
                        random.nextInt(10) == 0 ? Basis.RELAYED : Basis.OBSERVED,
                        isMachine ? Role.CONNECTED : roles[random.nextInt(roles.length)],
                        roots,
                        ""),
                new Claim.Validity(from, from + 1_000),
                Target.UNKNOWN,
                "indicator--1",
                random.nextInt(60) == 0);
    }

    private static Subject subject(int family, RandomGenerator random) {
        int number = random.nextInt(14);
        return switch (number / 2) {
            case 0 -> Given.domain("d" + number + ".test");
            case 1 -> new Subject(SubjectKind.URL, "https://d" + number + ".test/");
            case 2, 3 -> Given.fingerprint(number, number < 6 ? 8 : 7).subject();
            default -> Given.domain("d" + family + number + ".test");
        };
    }
}
