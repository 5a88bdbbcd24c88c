package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** The one spelling of a fingerprint, and its form in STIX. */
final class FingerprintTest {
    private static final String SIGNS = "AZaz09-_+/= .\u00e4\0";

    @Test
    void itsSpellingIsReadBackAndNamesItsKind() {
        Seeds.each(
                1_000,
                random -> {
                    Fingerprint any = any(random);
                    assertEquals(Fingerprint.TEXT_LENGTH, any.text().length());
                    assertEquals(Checked.good(any), Fingerprint.parse(any.text()));
                    assertEquals(Checked.good(any.subject()), Observables.recognise(any.text()));
                    assertEquals(any, Fingerprint.of(any.subject()));
                    assertEquals(List.of(any.subject()), read(any.subject()));
                });
    }

    @Test
    void mutatedSpellingsAreRefusedOrAreTheOneOfAnother() {
        Seeds.each(
                5_000,
                random -> {
                    var text = new StringBuilder(any(random).text());
                    for (int changes = random.nextInt(4); changes >= 0; changes--) {
                        text.append(text.isEmpty() ? "A" : "");
                        int at = random.nextInt(text.length());
                        char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
                        switch (random.nextInt(4)) {
                            case 0 -> text.insert(at, sign);
                            case 1 -> text.deleteCharAt(at);
                            case 2 -> text.setLength(Math.max(1, at));
                            default -> text.setCharAt(at, sign);
                        }
                    }
                    if (Fingerprint.parse(text.toString())
                            instanceof Checked.Good<Fingerprint>(Fingerprint read)) {
                        assertEquals(text.toString(), read.text());
                    }
                });
    }

    @Test
    void refusesWhatIsNoFingerprintAndSaysWhy() {
        String good = any(new SplittableRandom(7)).text();
        String length = "a fingerprint is 342 characters of base64url";
        assertEquals(length, why(good + "A"));
        assertEquals(length, why(good.substring(1)));
        assertEquals(length, why(good.substring(1) + "="));
        assertEquals(length, why("+" + good.substring(1)));
        // The last character has two bits of the value and four that say nothing.
        assertEquals("not canonical base64url", why(good.substring(0, 341) + "B"));
        assertEquals("one value stands at two positions", why("A".repeat(342)));
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.of(1, 2, 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> Fingerprint.of(new Subject(SubjectKind.DOMAIN, "bad.example")));
    }

    @Test
    void countsEqualPositionsOnly() {
        Seeds.each(
                1_000,
                random -> {
                    long[] one = values(random);
                    long[] two = values(random);
                    int equal = random.nextInt(Fingerprint.POSITIONS + 1);
                    System.arraycopy(one, 0, two, 0, equal);
                    Fingerprint first = Fingerprint.of(one).orThrow();
                    Fingerprint second = Fingerprint.of(two).orThrow();
                    assertEquals(equal, first.equalPositions(second));
                    assertEquals(equal, second.equalPositions(first));
                    assertEquals(equal == Fingerprint.POSITIONS, first.equals(second));
                });
    }

    @Test
    void aPatternMayNameItBesideOthersAndBadOnesClaimNothing() {
        Subject good = any(new SplittableRandom(3)).subject();
        String pattern =
                "[email-message:x_comity_fingerprint = '"
                        + good.value()
                        + "' OR domain-name:value = 'bad.net' OR email-message:x_comity_fingerprint"
                        + " = 'AAAA' OR email-message:subject = '"
                        + good.value()
                        + "']";
        assertEquals(
                List.of(good, new Subject(SubjectKind.DOMAIN, "bad.net")),
                StixPattern.subjects(pattern));
    }

    @Test
    void aClaimOnItHoldsThirtyDaysAndProjectsToItselfUnguarded() {
        Subject subject = any(new SplittableRandom(5)).subject();
        assertEquals(Duration.ofDays(30), Lifetimes.of(SubjectKind.FINGERPRINT, Target.DEDICATED));
        GuardSet guards = GuardSet.shipped();
        assertEquals(List.of(subject), Projection.of(subject, guards));
        assertEquals(GuardSet.Finding.NONE, guards.find(subject));
    }

    /** Computed with another program: HMAC-SHA-256 of "comity/fingerprint/v1" and a zero byte. */
    @Test
    void theKeyIsDerivedAsDrawnAndNeverPrinted() {
        Bytes exchange = Bytes.utf8("0123456789abcdef0123456789abcdef");
        FingerprintKey key = FingerprintKey.of(exchange);
        assertEquals(
                "3cf61411036a36a280ad83edbff21f42477dec7c2189939b1d15e369ace4bfe2",
                "%016x%016x%016x%016x"
                        .formatted(key.word0(), key.word1(), key.window0(), key.window1()));
        assertEquals("fingerprint key", key.toString());
        assertNotEquals(key, FingerprintKey.of(Bytes.utf8("1123456789abcdef0123456789abcdef")));
        assertFalse(
                Roots.of("fingerprint", exchange, Bytes.EMPTY)
                        .hex()
                        .startsWith("%016x".formatted(key.word0())));
    }

    private static List<Subject> read(Subject subject) {
        return StixPattern.subjects(StixPattern.of(List.of(subject)));
    }

    private static String why(String text) {
        return Fingerprint.parse(text) instanceof Checked.Refused<Fingerprint>(String why, String _)
                ? why
                : "taken";
    }

    static Fingerprint any(RandomGenerator random) {
        return Fingerprint.of(values(random)).orThrow();
    }

    private static long[] values(RandomGenerator random) {
        return random.longs(Fingerprint.POSITIONS).toArray();
    }
}
