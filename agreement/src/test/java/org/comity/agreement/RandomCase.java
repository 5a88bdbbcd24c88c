package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Target;

/**
 * A small exchange and what its members say of one host; small enough to be decided by brute force.
 */
record RandomCase(Charter charter, Set<MemberId> inStanding, List<StatedClaim> claims) {
    static RandomCase of(RandomGenerator random) {
        List<Member> members = new ArrayList<>();
        int count = random.nextInt(1, 6);
        for (int at = 0; at < count; at++) {
            String country = Made.any(List.of("DE", "FR", "CN", "BR"), random);
            Sector sector = Made.any(List.of(Sector.PRIVATE, Sector.CIVIL), random);
            members.add(Made.member(Made.name(at), country, sector));
        }
        List<String> dimensions =
                Made.any(
                        List.of(
                                List.of("country"),
                                List.of("sector"),
                                List.of("country", "sector")),
                        random);
        Rules rules = new Rules(random.nextInt(2), 2 + random.nextInt(2), dimensions);
        var standing = new TreeSet<MemberId>();
        members.stream().filter(_ -> random.nextInt(3) > 0).forEach(it -> standing.add(it.id()));
        standing.add(new MemberId("z"));
        return new RandomCase(Made.charter(members, rules), standing, claims(count, random));
    }

    Setting setting() {
        return new Setting(charter, GuardSet.shipped(), Made.NOW, inStanding, Vetoes.ALL);
    }

    Verdict decide(List<StatedClaim> of) {
        return Agreement.decide(Made.HOST, of, setting(), Made.FREE);
    }

    /** Places in the members' logs are all different, as in logs that were verified. */
    static List<StatedClaim> claims(int members, RandomGenerator random) {
        List<StatedClaim> claims = new ArrayList<>();
        int count = random.nextInt(10);
        for (int at = 0; at < count; at++) {
            String member = random.nextInt(12) == 0 ? "z" : Made.name(random.nextInt(members));
            claims.add(claim(member, at, random));
        }
        return claims;
    }

    static StatedClaim claim(String member, int index, RandomGenerator random) {
        int[] roots = new int[random.nextInt(3)];
        for (int at = 0; at < roots.length; at++) {
            roots[at] = random.nextInt(4);
        }
        Basis basis = Made.any(List.of(Basis.values()), random);
        Say say =
                Say.by(member)
                        .as(basis, Made.any(List.of(Role.values()), random))
                        .on(roots)
                        .from(basis == Basis.RELAYED && random.nextInt(4) > 0 ? "feed" : "")
                        .object("o" + random.nextInt(6), random.nextInt(10) == 0)
                        .at(index, random.nextInt(4) > 0);
        if (random.nextInt(3) == 0) {
            say = say.benign();
        }
        if (random.nextInt(8) == 0) {
            say = say.target(Made.any(List.of(Target.SHARED, Target.COMPROMISED), random));
        }
        if (random.nextInt(3) == 0) {
            long from = Made.NOW + 86_400L * random.nextInt(-30, 2);
            say = say.between(from, from + 86_400L * random.nextInt(1, 40));
        }
        return say.stated();
    }
}
