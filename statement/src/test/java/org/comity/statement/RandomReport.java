package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.comity.value.Hash;

/** Reports with every kind of claim that can be written; subjects are canonical already. */
final class RandomReport {
    private RandomReport() {}

    static Report of(RandomGenerator random, MemberId author) {
        List<Claim> claims = new ArrayList<>();
        for (int at = random.nextInt(1, 80); at > 0; at--) {
            claims.add(claim(random));
        }
        var marking = new Marking(pick(Tlp.values(), random), pick(Pap.values(), random));
        Optional<Hash> evidence =
                random.nextBoolean() ? Optional.of(hash(random)) : Optional.empty();
        return new Report(author, marking, evidence, random.nextLong(0, 4_000_000_000L), claims);
    }

    private static Claim claim(RandomGenerator random) {
        List<Hash> roots = new ArrayList<>();
        for (int at = random.nextInt(0, 4) * 5; at > 0; at--) {
            roots.add(hash(random));
        }
        String source =
                random.nextBoolean()
                        ? ""
                        : "list \"%d\" \u00e9\u4e2d".formatted(random.nextInt(100));
        long from = random.nextLong(0, 4_000_000_000L);
        return new Claim(
                subject(random),
                pick(Stance.values(), random),
                pick(AbuseClass.values(), random),
                new Claim.Grounds(
                        pick(Basis.values(), random), pick(Role.values(), random), roots, source),
                new Claim.Validity(from, from + random.nextLong(1, 200_000_000)),
                pick(Target.values(), random),
                "",
                random.nextInt(5) == 0);
    }

    static Subject subject(RandomGenerator random) {
        int number = random.nextInt(1_000);
        return switch (pick(SubjectKind.values(), random)) {
            case ADDRESS ->
                    random.nextBoolean()
                            ? new Subject(
                                    SubjectKind.ADDRESS,
                                    "198.51.%d.%d".formatted(number % 100, number / 10))
                            : new Subject(
                                    SubjectKind.ADDRESS, "2001:db8::%x".formatted(number + 1));
            case DOMAIN -> new Subject(SubjectKind.DOMAIN, "host%d.bad.net".formatted(number));
            case URL -> new Subject(SubjectKind.URL, "http://bad.net/it's/%d".formatted(number));
            case MAIL_ADDRESS ->
                    new Subject(SubjectKind.MAIL_ADDRESS, "drop%d@bad.net".formatted(number));
            case FILE -> new Subject(SubjectKind.FILE, hash(random).hex());
            case FINGERPRINT -> FingerprintTest.any(random).subject();
        };
    }

    private static Hash hash(RandomGenerator random) {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static <T> T pick(T[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }
}
