package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.comity.statement.MemberId;
import org.comity.statement.SubjectKind;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Members with keys that a test can sign with. */
final class Made {
    static final String EXCHANGE = "000102030405060708090a0b0c0d0e0f";
    static final Hash GUARDS = Hash.digest(new byte[] {1});

    /** Checking a key for torsion takes as long as a signature, so each is made once. */
    private static final Map<String, MemberKeys> KEYS = new ConcurrentHashMap<>();

    private static final Bytes SEED = Bytes.of(new byte[32]);

    private Made() {}

    static SigningKey memberKey(String name) {
        return SigningKey.of(name + "/member", VerifierKey.Type.ED25519, seed(name + "/member"));
    }

    static SigningKey nodeKey(String name) {
        return SigningKey.of(name + "/log", VerifierKey.Type.ED25519, seed(name + "/log"));
    }

    static SigningKey witnessKey(String name) {
        return SigningKey.of(
                name + "/witness", VerifierKey.Type.COSIGNATURE, seed(name + "/witness"));
    }

    static Bytes sealSecret(String name) {
        return seed(name + "/seal");
    }

    static MemberKeys keys(String name) {
        return KEYS.computeIfAbsent(name, Made::draw);
    }

    private static MemberKeys draw(String name) {
        return new MemberKeys(
                memberKey(name).verifierKey(),
                nodeKey(name).verifierKey(),
                witnessKey(name).verifierKey(),
                Sealing.publicKey(sealSecret(name)));
    }

    static Member member(String name, String country) {
        return new Member(
                new MemberId(name),
                new Country(country),
                Sector.PRIVATE,
                keys(name),
                "https://" + name,
                true);
    }

    /** Member a of the first country, b of the second and so on. */
    static Charter charter(String... countries) {
        Charter charter = Charter.found(EXCHANGE, GUARDS, member("a", countries[0]));
        for (int at = 1; at < countries.length; at++) {
            charter = charter.admitting(member(String.valueOf((char) ('a' + at)), countries[at]));
        }
        return charter;
    }

    static Charter with(Charter charter, List<Group> groups, List<Member> members) {
        return new Charter(
                charter.exchange(),
                charter.epoch(),
                charter.parent(),
                charter.guardSet(),
                charter.rules(),
                groups,
                members);
    }

    static Charter random(RandomGenerator random) {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at <= random.nextInt(5); at++) {
            Member plain = member("m" + at, List.of("DE", "FR", "CN").get(random.nextInt(3)));
            members.add(
                    new Member(
                            plain.id(),
                            plain.country(),
                            List.of(Sector.values()).get(random.nextInt(Sector.values().length)),
                            plain.keys(),
                            random.nextBoolean() ? "" : "http://10.0.0." + at + ":8080/n",
                            random.nextBoolean(),
                            random.nextBoolean()
                                    ? Contact.NONE
                                    : new Contact(
                                            List.of("abuse@m" + at + ".example", "tel:+31"),
                                            List.of("nl", "zho"),
                                            random.nextBoolean() ? "" : "Mo-Fr/08:30-17:30;UTC",
                                            random.nextBoolean() ? "" : "0A".repeat(20)),
                            random.nextBoolean()
                                    ? Admission.PLAIN
                                    : new Admission(some(members, random, 2), at)));
        }
        List<Group> groups = new ArrayList<>();
        for (int at = 0; at < random.nextInt(3); at++) {
            groups.add(new Group("g" + at, some(members, random, 9)));
        }
        int epoch = 1 + random.nextInt(3);
        Optional<Hash> parent = epoch == 1 ? Optional.empty() : Optional.of(GUARDS);
        List<String> dimensions =
                random.nextBoolean() ? List.of("country") : List.of("sector", "country");
        Rules rules = new Rules(random.nextInt(4), 2 + random.nextInt(3), dimensions);
        return new Charter(
                EXCHANGE, epoch, parent, GUARDS, rules, groups, members, articles(members, random));
    }

    private static Articles articles(List<Member> members, RandomGenerator random) {
        if (random.nextBoolean()) {
            return Articles.DEFAULT;
        }
        var hours = new TreeMap<SubjectKind, Integer>();
        for (SubjectKind kind : SubjectKind.values()) {
            if (random.nextBoolean()) {
                hours.put(kind, random.nextInt(1, 1_000));
            }
        }
        var lives = new Lives(hours);
        var assets = new TreeSet<Hash>();
        List<Cut> cuts = new ArrayList<>();
        for (int at = 0; at < random.nextInt(3); at++) {
            assets.add(new Hash(random.nextLong(), 0, 0, at));
            cuts.add(new Cut(new MemberId("left" + at), new TreeHead(random.nextInt(9), GUARDS)));
        }
        var mails = new Rules(1, 2, List.of("sector"));
        return new Articles(
                lives,
                List.of(new ListRules("mail", mails, lives), new ListRules("a", mails, lives)),
                assets,
                new TreeSet<>(),
                new AmendmentRules(random.nextInt(3), random.nextInt(3), random.nextInt(3)),
                new Budgets(random.nextInt(100), random.nextInt(100)),
                some(members, random, 3),
                cuts);
    }

    private static SortedSet<MemberId> some(
            List<Member> members, RandomGenerator random, int most) {
        var ids = new TreeSet<MemberId>();
        members.stream()
                .filter(_ -> random.nextBoolean())
                .limit(most)
                .forEach(it -> ids.add(it.id()));
        return ids.isEmpty()
                ? new TreeSet<>(
                        List.of(members.isEmpty() ? new MemberId("x") : members.getFirst().id()))
                : ids;
    }

    private static Bytes seed(String label) {
        return SigningKey.derive(SEED, label);
    }
}
