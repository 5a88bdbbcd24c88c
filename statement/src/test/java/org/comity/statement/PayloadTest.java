package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class PayloadTest {
    private static final Bytes SALT = Bytes.parseHex("5a".repeat(32)).orThrow();
    private static final Bytes JSON = Bytes.utf8("{}");
    private static final Payload PAYLOAD = new Payload(SALT, new Audience.Exchange(), JSON);

    @Test
    void hasTheBytesThatAreDocumented() {
        assertEquals("5a".repeat(32) + "0008" + "65786368616e6765" + "7b7d", PAYLOAD.bytes().hex());
        assertEquals(Checked.good(PAYLOAD), Payload.parse(PAYLOAD.bytes()));
    }

    @Test
    void commitmentsAreTheDocumentedHashes() {
        byte[] two = {0, 0, 0, 0, 0, 0, 0, 2};
        byte[] eight = {0, 0, 0, 0, 0, 0, 0, 8};
        assertEquals(
                Hash.digest(ascii("comity/commit/v1"), new byte[1], SALT.array(), two, ascii("{}")),
                PAYLOAD.commitment());
        assertEquals(
                Hash.digest(
                        ascii("comity/audience/v1"),
                        new byte[1],
                        SALT.array(),
                        eight,
                        ascii("exchange")),
                PAYLOAD.audienceCommitment());
    }

    @Test
    void anotherSaltGivesOtherCommitments() {
        Payload other = new Payload(Bytes.of(new byte[32]), new Audience.Exchange(), JSON);
        assertNotEquals(PAYLOAD.commitment(), other.commitment());
        assertNotEquals(PAYLOAD.audienceCommitment(), other.audienceCommitment());
    }

    @Test
    void anyBytesThatAreReadPrintAsThemselves() {
        Seeds.each(
                20_000,
                random -> {
                    byte[] bytes = PAYLOAD.bytes().array();
                    bytes[32 + random.nextInt(bytes.length - 32)] = (byte) random.nextInt(256);
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    Bytes mutated =
                            Bytes.of(
                                    bytes,
                                    0,
                                    random.nextInt(10) == 0
                                            ? random.nextInt(bytes.length)
                                            : bytes.length);
                    Payload.parse(mutated)
                            .optional()
                            .ifPresent(payload -> assertEquals(mutated, payload.bytes()));
                });
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(Checked.refused("payload too short", ""), Payload.parse(SALT));
        assertEquals(
                Checked.refused("audience runs past the end", "byte 32"),
                Payload.parse(Bytes.join(SALT, Bytes.parseHex("0001").orThrow())));
        assertEquals(
                Checked.refused("payload too long", ""),
                Payload.parse(
                        Bytes.join(
                                PAYLOAD.bytes(), Bytes.of(new byte[Payload.JSON_BYTES_MAX - 1]))));
        assertTrue(
                Payload.parse(
                                Bytes.join(
                                        PAYLOAD.bytes(),
                                        Bytes.of(new byte[Payload.JSON_BYTES_MAX - 2])))
                        instanceof Checked.Good);
        assertEquals(
                Checked.refused("unknown audience", "byte 34"),
                Payload.parse(
                        Bytes.join(SALT, Bytes.parseHex("0001").orThrow(), Bytes.utf8("x{}"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Payload(JSON, new Audience.Exchange(), JSON));
    }

    @Test
    void opensOnlyThePayloadThatTheLeafCommitsTo() {
        Statement statement =
                Statement.seal(StatementKind.BUNDLE, 1_800_000_299, Tlp.GREEN, 0, PAYLOAD);
        assertEquals(1_800_000_000, statement.leaf().declaredSecond());
        assertEquals(Checked.good(statement), Statement.open(statement.leaf(), PAYLOAD));
        assertEquals(
                Checked.refused("payload length differs from the leaf", ""),
                Statement.open(
                        statement.leaf(),
                        new Payload(SALT, new Audience.Exchange(), Bytes.utf8("[1]"))));
        assertEquals(
                Checked.refused("payload is not what the leaf commits to", ""),
                Statement.open(
                        statement.leaf(),
                        new Payload(SALT, new Audience.Exchange(), Bytes.utf8("[]"))));
        assertEquals(
                Checked.refused("audience is not what the leaf commits to", ""),
                Statement.open(
                        statement.leaf(), new Payload(SALT, new Audience.Group("exchange"), JSON)));
    }

    @Test
    void everyAudienceHasOneSpelling() {
        TreeSet<MemberId> backwards = new TreeSet<>(Comparator.reverseOrder());
        backwards.addAll(List.of(new MemberId("a.example"), new MemberId("b.example")));
        List<Audience> audiences =
                List.of(
                        new Audience.Exchange(),
                        new Audience.Group("exchange"),
                        new Audience.Group("banks-2"),
                        new Audience.Parties(new TreeSet<>(List.of(new MemberId("a")))),
                        new Audience.Parties(backwards));
        for (Audience audience : audiences) {
            assertEquals(Checked.good(audience), Audience.parse(audience.text()));
        }
        assertEquals("parties:a.example,b.example", audiences.getLast().text());
        for (String text :
                List.of(
                        "",
                        "Exchange",
                        "exchange ",
                        "group:",
                        "group:A",
                        "group:a b",
                        "group:a,b",
                        "parties:",
                        "parties:b,a",
                        "parties:a,a",
                        "parties:a,",
                        "parties:,a",
                        "parties:a, b",
                        "parties:a\n",
                        "group:-a",
                        "group:a.",
                        "group:" + "a".repeat(64),
                        "groups:a",
                        "parties:\u00e4")) {
            assertTrue(Audience.parse(text) instanceof Checked.Refused, text);
        }
    }

    @Test
    void anAudienceCannotBeMadeThatCannotBeRead() {
        assertThrows(IllegalArgumentException.class, () -> new Audience.Group("a,b"));
        assertThrows(IllegalArgumentException.class, () -> new Audience.Parties(new TreeSet<>()));
        TreeSet<MemberId> fits = new TreeSet<>();
        for (int at = 0; at < 511; at++) {
            fits.add(new MemberId("m%06d".formatted(at)));
        }
        Audience largest = new Audience.Parties(fits);
        assertEquals(8 + 511 * 8 - 1, largest.text().length());
        assertEquals(Checked.good(largest), Audience.parse(largest.text()));
        fits.add(new MemberId("z"));
        assertThrows(IllegalArgumentException.class, () -> new Audience.Parties(fits));
        assertEquals(
                Checked.refused("audience too long", ""), Audience.parse(largest.text() + ",z"));
    }

    @Test
    void memberNamesAreShortAndPlain() {
        for (String name : List.of("a", "cert.example", "1-2.3", "a".repeat(63))) {
            assertEquals(Checked.good(new MemberId(name)), MemberId.parse(name));
        }
        for (String name :
                List.of(
                        "",
                        "A",
                        ".a",
                        "a.",
                        "-a",
                        "a-",
                        "a_b",
                        "a b",
                        "a\n",
                        "\u00e4",
                        "a".repeat(64),
                        "a/b",
                        "a#b")) {
            assertTrue(MemberId.parse(name) instanceof Checked.Refused, name);
        }
    }

    private static byte[] ascii(String text) {
        return Bytes.utf8(text).array();
    }
}
