package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Rules;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Charters and settings for tests. */
final class Made {
    static final long NOW = 1_800_000_000L;
    static final Subject HOST = new Subject(SubjectKind.DOMAIN, "bad-campaign.com");
    static final GuardSet.Finding FREE = new GuardSet.Finding(GuardSet.Guard.NONE, "");

    private static final Hash GUARDS = Hash.digest(new byte[] {1});
    private static final Map<String, MemberKeys> KEYS = new ConcurrentHashMap<>();

    private Made() {}

    /** Member a of the first country, b of the second and so on, with the default rules. */
    static Charter charter(String... countries) {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at < countries.length; at++) {
            members.add(member(name(at), countries[at], Sector.PRIVATE));
        }
        return charter(members, Rules.defaultsFor((int) Stream.of(countries).distinct().count()));
    }

    static Charter charter(List<Member> members, Rules rules) {
        return new Charter("0".repeat(32), 1, Optional.empty(), GUARDS, rules, List.of(), members);
    }

    static Charter with(Charter charter, Articles articles) {
        return new Charter(
                charter.exchange(),
                charter.epoch(),
                charter.parent(),
                charter.guardSet(),
                charter.rules(),
                charter.groups(),
                charter.members(),
                articles);
    }

    static Member member(String name, String country, Sector sector) {
        MemberKeys keys = KEYS.computeIfAbsent(name, Made::keys);
        return new Member(new MemberId(name), new Country(country), sector, keys, "", true);
    }

    static String name(int at) {
        return at < 26 ? String.valueOf((char) ('a' + at)) : "m" + at;
    }

    static Set<MemberId> ids(String... names) {
        var ids = new TreeSet<MemberId>();
        List.of(names).forEach(it -> ids.add(new MemberId(it)));
        return ids;
    }

    static Setting setting(Charter charter, String... inStanding) {
        return new Setting(charter, GuardSet.shipped(), NOW, ids(inStanding), Vetoes.ALL);
    }

    static Setting everybody(Charter charter) {
        return new Setting(charter, GuardSet.shipped(), NOW, Standing.vouched(charter), Vetoes.ALL);
    }

    /** Everybody in standing, and no veto: what counts alone come to. */
    static Setting counting(Charter charter) {
        return new Setting(
                charter, GuardSet.shipped(), NOW, Standing.vouched(charter), Vetoes.NONE);
    }

    static Verdict decide(Setting setting, StatedClaim... claims) {
        return Agreement.decide(HOST, List.of(claims), setting, FREE);
    }

    static Hash root(int number) {
        return Hash.digest(new byte[] {2, (byte) number, (byte) (number >> 8)});
    }

    static <T> T any(List<T> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }

    private static MemberKeys keys(String name) {
        return new MemberKeys(
                key(name + "/member", VerifierKey.Type.ED25519),
                key(name + "/log", VerifierKey.Type.ED25519),
                key(name + "/witness", VerifierKey.Type.COSIGNATURE),
                Sealing.publicKey(SigningKey.derive(Bytes.of(new byte[32]), name)));
    }

    private static VerifierKey key(String name, VerifierKey.Type type) {
        Bytes seed = SigningKey.derive(Bytes.of(new byte[32]), name);
        return SigningKey.of(name, type, seed).verifierKey();
    }
}
