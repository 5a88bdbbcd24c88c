package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.comity.statement.Fingerprint;
import org.comity.statement.FingerprintKey;
import org.comity.statement.GuardSet;
import org.comity.statement.Role;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** What a fingerprint survives, what it tells apart, and what has none. */
final class BodyFingerprintTest {
    private static final FingerprintKey KEY = key(1);
    private static final MailRules RULES =
            new MailRules(List.of(), GuardSet.shipped()).withFingerprints(KEY);
    private static final String TEXT =
            "Dear customer, your parcel could not be delivered today because nobody was at home\n"
                    + "and the fee of 2.99 EUR is still open. Please confirm your address and pay the\n"
                    + "fee within three days at http://parcel.example/pay?id=77 or it goes back to the\n"
                    + "sender. Questions? Write to help@parcel.example. Your parcel service team.\n";

    @Test
    void hashesAsThePublishedVectorsOfSipHashSay() {
        long key0 = 0x0706050403020100L;
        long key1 = 0x0f0e0d0c0b0a0908L;
        long[] expected = {
            0x726fdb47dd0e0e31L,
            0x0d6c8009d9a94f5aL,
            0xcf2794e0277187b7L,
            0xcbc9466e58fee3ceL,
            0x93f5f5799a932462L
        };
        char[] text = {0x0100, 0x0302, 0x0504, 0x0706};
        for (int length = 0; length < expected.length; length++) {
            assertEquals(expected[length], SipHash.of(key0, key1, text, length), "of " + length);
        }
    }

    /** As many positions are equal as the share of common windows says; its spread is a count's. */
    @Test
    void equalPositionsMeasureTheShareOfCommonWindows() {
        var random = new SplittableRandom(20);
        for (int common : new int[] {20, 75, 120}) {
            int windows = 150;
            // Two more are common: those of the first part.
            double share = (double) (common + 2) / (2 * windows - common + 2);
            long sum = 0;
            long squares = 0;
            int pairs = 400;
            for (int pair = 0; pair < pairs; pair++) {
                // Paragraphs of three words each make one window: parts do not join.
                List<String> both = words(random, 3 * common);
                List<String> one = parts(both, words(random, 3 * (windows - common)));
                List<String> two = parts(both, words(random, 3 * (windows - common)));
                int equal = of(one, KEY).equalPositions(of(two, KEY));
                sum += equal;
                squares += (long) equal * equal;
            }
            double mean = (double) sum / pairs;
            double variance = (double) squares / pairs - mean * mean;
            double expected = Fingerprint.POSITIONS * share;
            assertEquals(expected, mean, 4 * Math.sqrt(expected * (1 - share) / pairs), "mean");
            assertEquals(1, variance / (expected * (1 - share)), 0.35, "variance at " + common);
        }
    }

    @Test
    void orderAndRepetitionOfPartsDoNotMatter() {
        Seeds.each(
                200,
                random -> {
                    List<String> parts = new ArrayList<>();
                    for (int part = 0; part < 12; part++) {
                        parts.add(String.join(" ", words(random, 25)));
                    }
                    Fingerprint in = of(parts, KEY);
                    parts.add(parts.get(random.nextInt(parts.size())));
                    Collections.shuffle(parts, java.util.Random.from(random));
                    assertEquals(in, of(parts, KEY));
                });
    }

    /** Of n words, three windows of n - 2 go and three others come. */
    @Test
    void oneChangedWordTouchesAtMostThreeWindows() {
        Seeds.each(
                200,
                random -> {
                    List<String> words = words(random, 150);
                    var changed = new ArrayList<>(words);
                    changed.set(random.nextInt(words.size()), "unheardof");
                    int equal = alike(String.join(" ", words), String.join(" ", changed));
                    // Expected 32 * 145 / 151 = 30.7; below 24 once in ten million.
                    assertTrue(equal >= 24, () -> equal + " equal");
                });
    }

    @Test
    void underAnotherKeyNothingIsAlike() {
        for (int other = 2; other < 200; other++) {
            Fingerprint here = of(List.of(TEXT), KEY);
            assertEquals(0, here.equalPositions(of(List.of(TEXT), key(other))));
        }
    }

    @Test
    void whatSpammersVaryChangesNothing() {
        List<String> variants =
                List.of(
                        TEXT.toUpperCase(java.util.Locale.ROOT),
                        TEXT.replace("2.99", "14,995.00"),
                        TEXT.replace("id=77", "id=9a8b7c").replace("parcel.ex", "other.ex"),
                        TEXT.replace("help@parcel", "x.y+77@desk"),
                        TEXT.replace("parcel", "p\u00e1rc\u00e8l"),
                        TEXT.replace("deliv", "de\u200bl\u00adiv"),
                        TEXT.replace("address", "\uff41\uff44\uff44\uff52\uff45\uff53\uff53"),
                        // Cyrillic letters that look Latin.
                        TEXT.replace("open", "\u043ep\u0435n"),
                        TEXT.replace(", ", " -- ").replace(". ", "!!! "),
                        TEXT.replace("\n", "   \r\n\r\n  "));
        for (String variant : variants) {
            assertEquals(Fingerprint.POSITIONS, alike(TEXT, variant), variant);
        }
    }

    @Test
    void randomTokensAreOneWordWhateverTheyAre() {
        String with = TEXT.replace("days at", "days KXW93JQ2PL55 at");
        String other = TEXT.replace("days at", "days 7f3e9a8b11cd04e5f6a7 at");
        String another = TEXT.replace("days at", "days xkcdvbnmqwrtz at");
        assertEquals(Fingerprint.POSITIONS, alike(with, other));
        assertEquals(Fingerprint.POSITIONS, alike(with, another));
        assertTrue(alike(with, TEXT) >= 22);
    }

    @Test
    void quotationsSignaturesAndFootersAreNotTheText() {
        String reply =
                TEXT
                        + "On Monday the fifth somebody else wrote:\n"
                        + "> all this was said by another person a long time ago in other words\n"
                        + "> and nobody would want to see it in the print of this text at all\n";
        assertEquals(Fingerprint.POSITIONS, alike(TEXT, reply));
        assertEquals(Fingerprint.POSITIONS, alike(TEXT, TEXT + "-- \nAnn Smith\nHead of parcels"));
        String footer =
                "_______________________________________________\n"
                        + "Parcel-talk mailing list\nhttps://lists.example/listinfo/parcel-talk\n";
        assertEquals(Fingerprint.POSITIONS, alike(TEXT, TEXT + footer));
        String below = "-----Original Message-----\nFrom: a\n" + TEXT.replace("parcel", "letter");
        assertEquals(Fingerprint.POSITIONS, alike(TEXT, TEXT + below.repeat(4)));
        assertEquals(Optional.empty(), mail("text/plain", (footer + footer).replace("/", " / ")));
        // A rule at the top with all the text below it is no footer.
        assertEquals(Fingerprint.POSITIONS, alike(TEXT + TEXT, "==========\n" + TEXT + TEXT));
    }

    @Test
    void htmlAndItsPlainTextAreAlike() {
        String html =
                "<html><head><title>x</title><style>p {color: red}</style></head><body><p>"
                        + TEXT.replace("parcel could", "par<!-- no -->cel <b>could</b>")
                                .replace(
                                        "http://parcel.example/pay?id=77",
                                        "<a href='http://a.b'>" + "www.parcel.example</a>")
                        + "<blockquote type=cite>something that was said before and is only quoted here"
                        + "</blockquote></body></html>";
        assertEquals(
                Fingerprint.POSITIONS,
                mail("text/plain", TEXT).get().equalPositions(mail("text/html", html).get()));
    }

    @Test
    void encodingsOfAPartDoNotMatter() {
        String coded =
                Base64.getMimeEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8));
        String head = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n";
        assertEquals(mail("text/plain", TEXT), fingerprint("Subject: x\n" + head + coded));
    }

    @Test
    void aRecipientsNameIsOneWordWhoeverItIs() {
        String text = TEXT.replace("customer", "%s");
        Optional<Fingerprint> john =
                fingerprint("To: John Miller <jmiller@a.example>\n\n" + text.formatted("Miller"));
        Optional<Fingerprint> jane =
                fingerprint("To: \"Okafor, Jane\" <j.o@b.example>\n\n" + text.formatted("Okafor"));
        assertEquals(john, jane);
        assertNotEquals(john, fingerprint("To: a@b.c\n\n" + text.formatted("Miller")));
    }

    @Test
    void tooLittleOrTooUniformTextHasNone() {
        assertEquals(Optional.empty(), mail("text/plain", ""));
        assertEquals(Optional.empty(), mail("text/plain", "Hello, see you tomorrow at ten."));
        assertEquals(Optional.empty(), mail("text/plain", "click here now ".repeat(40)));
        assertEquals(Optional.empty(), mail("text/plain", "1 2.5 http://a.b/ x@y.z ".repeat(40)));
        assertEquals(Optional.empty(), mail("text/plain", numbered(19)));
        assertTrue(mail("text/plain", numbered(20)).isPresent());
    }

    @Test
    void aScriptWithoutSpacesHasOneFromFortySigns() {
        String signs =
                IntStream.range(0, 40)
                        .mapToObj(at -> Character.toString(0x4E00 + 7 * at))
                        .collect(Collectors.joining());
        String type = "text/plain; charset=utf-8";
        assertTrue(mail(type, signs).isPresent());
        assertEquals(Optional.empty(), mail(type, signs.substring(1)));
    }

    @Test
    void itIsClaimedAsContentAndNeverCutOff() {
        String links =
                IntStream.range(0, 400)
                        .mapToObj(at -> "http://bad-" + (char) ('a' + at % 26) + at + ".com/x\n")
                        .collect(Collectors.joining());
        Bytes raw = Bytes.utf8("To: a@b.c\nSubject: x\n\n" + TEXT + links);
        Mail mail = MailParser.parse(raw, RULES).orThrow();
        List<Found> all = mail.projected(GuardSet.shipped());
        assertEquals(Mail.FOUND_MAX, all.size());
        assertTrue(all.contains(new Found(mail.fingerprint().get().subject(), Role.CONTENT)));
        assertTrue(
                MailParser.parse(raw, new MailRules(List.of(), GuardSet.shipped()))
                        .orThrow()
                        .projected(GuardSet.shipped())
                        .stream()
                        .noneMatch(it -> it.subject().kind() == SubjectKind.FINGERPRINT));
    }

    @Test
    void hugeTextsAreReadToABound() {
        var random = new SplittableRandom(4);
        List<String> words = words(random, 2 * BodyFingerprint.WORDS_MAX);
        String bounded = String.join(" ", words.subList(0, BodyFingerprint.WORDS_MAX));
        assertEquals(of(List.of(bounded), KEY), of(List.of(String.join(" ", words), "more"), KEY));
    }

    private static Optional<Fingerprint> mail(String type, String text) {
        return fingerprint("To: a@b.c\nContent-Type: " + type + "\n\n" + text);
    }

    private static Optional<Fingerprint> fingerprint(String mail) {
        return MailParser.parse(Bytes.utf8(mail), RULES).orThrow().fingerprint();
    }

    private static int alike(String one, String two) {
        return of(List.of(one), KEY).equalPositions(of(List.of(two), KEY));
    }

    private static Fingerprint of(List<String> parts, FingerprintKey key) {
        var body = new BodyText(true);
        parts.forEach(body::add);
        return BodyFingerprint.of(body, java.util.Set.of(), key).orElseThrow();
    }

    /** Each three words a part of its own; the first is long enough to count as a text. */
    private static List<String> parts(List<String> both, List<String> own) {
        var all = new ArrayList<String>();
        all.add("one two one two one two one two one two one two one two one two one two one two");
        List<String> words = Stream.concat(both.stream(), own.stream()).toList();
        for (int at = 0; at < words.size(); at += 3) {
            all.add(String.join(" ", words.subList(at, at + 3)));
        }
        return all;
    }

    private static List<String> words(RandomGenerator random, int count) {
        return IntStream.range(0, count).mapToObj(_ -> syllables(random.nextInt(200_000))).toList();
    }

    /** A word that looks like no random token. */
    private static String syllables(int number) {
        var word = new StringBuilder();
        for (int left = number + 1; left > 0; left /= 60) {
            word.append("bcdfghjklmnp".charAt(left % 12)).append("aeiou".charAt(left / 12 % 5));
        }
        return word.toString();
    }

    private static String numbered(int words) {
        return IntStream.range(0, words)
                .mapToObj(BodyFingerprintTest::syllables)
                .collect(Collectors.joining(" "));
    }

    private static FingerprintKey key(int number) {
        return FingerprintKey.of(
                Bytes.join(Bytes.of(new byte[] {(byte) number}), Bytes.of(new byte[31])));
    }
}
