package org.comity.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.statement.AbuseClass;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class ListRendererTest {
    private static final ListHeader HEADER =
            new ListHeader("exchange", Hash.ZERO, Hash.digest(new byte[] {1}), Asking.NOW);

    @Test
    void rendersOneLineAListing() {
        Listing domain = listing(SubjectKind.DOMAIN, "bad.example", "two members saw it");
        Listing address = listing(SubjectKind.ADDRESS, "192.0.2.1", "seen in spam");
        assertEquals(
                """
                # comity list, version 1
                # scope: exchange
                # charter: 0000000000000000000000000000000000000000000000000000000000000000
                # guard set: 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
                # as of: 2023-11-14T22:13:20Z
                # value	kind	level	tier	class	since	until	reason
                192.0.2.1	address	trusted	score	spam	2023-11-14T22:12:30Z	2023-11-14T22:15:00Z	seen in spam
                bad.example	domain	trusted	score	spam	2023-11-14T22:12:30Z	2023-11-14T22:15:00Z	two members saw it
                # end, listings: 2
                """,
                text(List.of(domain, address)));
    }

    @Test
    void givesTheSameBytesInWhateverOrderTheListingsCome() {
        Seeds.each(
                200,
                random -> {
                    var listings = new ArrayList<Listing>();
                    for (int at = 0; at < 20; at++) {
                        SubjectKind kind =
                                random.nextBoolean() ? SubjectKind.URL : SubjectKind.DOMAIN;
                        listings.add(listing(kind, at + ".example", "why " + at));
                    }
                    String first = text(listings);
                    Collections.shuffle(listings, Random.from(random));
                    assertEquals(first, text(listings));
                });
    }

    @Test
    void leavesOutWhatHasEnded() {
        Listing ended =
                new Listing(
                        new Subject(SubjectKind.DOMAIN, "old.example"),
                        Level.AGREED,
                        Tier.BLOCK,
                        AbuseClass.SPAM,
                        1,
                        Asking.NOW,
                        "why");
        assertFalse(text(List.of(ended)).contains("old.example"));
    }

    @Test
    void withholdsAReasonThatTheMarkingHides() {
        Listing listing = listing(SubjectKind.DOMAIN, "bad.example", "trap 7 saw it");
        String text = ListRenderer.plainText(HEADER, List.of(listing), _ -> false);
        assertFalse(text.contains("trap"));
        assertTrue(text.contains("\t" + ListRenderer.WITHHELD + "\n"));
    }

    @Test
    void noValueOrReasonMakesASecondLineOrColumn() {
        var listings = new ArrayList<Listing>();
        for (String value : List.of("a\nb", "a\tb", "#a", "", "a b", "a\u2028b", "a\u202eb")) {
            listings.add(listing(SubjectKind.URL, value, "why"));
        }
        listings.add(listing(SubjectKind.URL, "http://ok/", "x\n# y\tz\u2028\u202e"));
        List<String> lines = text(listings).lines().toList();
        assertEquals(9, lines.size());
        assertTrue(lines.get(6).endsWith("\tx?# y?z??"), lines.get(6));
        assertEquals("# left out, no plain text value: 7", lines.get(7));
        assertEquals("# end, listings: 1", lines.get(8));
    }

    @Test
    void withdrawnListIsEmptyAndSaysSo() {
        String text = ListRenderer.withdrawn(HEADER, "see\nthe notice");
        assertTrue(text.contains("\n# withdrawn: see?the notice\n# end, listings: 0\n"), text);
        assertTrue(text.lines().allMatch(line -> line.startsWith("#")));
    }

    @Test
    void refusesListingsThatCannotBe() {
        assertThrows(
                IllegalArgumentException.class,
                () -> listing(SubjectKind.URL, "x", "x".repeat(Listing.REASON_CHARS_MAX + 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ListHeader("two\nlines", Hash.ZERO, Hash.ZERO, 1));
    }

    private static Listing listing(SubjectKind kind, String value, String reason) {
        return Asking.listing(new Subject(kind, value), Level.TRUSTED, Tier.SCORE, reason);
    }

    private static String text(List<Listing> listings) {
        return ListRenderer.plainText(HEADER, listings, _ -> true);
    }
}
