package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A recipient written into a link in every way that senders use must not leave with it. */
final class PlantedRecipientTest {
    private static final String ADDRESS = "Mary.Miller@home.org";
    private static final String HEAD = "From: a@sender.com\nTo: \"M\" <" + ADDRESS + ">\n\n";

    @Test
    void findsEveryEncodingInAPathSegment() throws Exception {
        for (String code : codes()) {
            for (String path :
                    List.of(
                            "/" + code,
                            "/u/x" + code + "/y",
                            "/r-" + code + ".html",
                            "/" + code + "=")) {
                assertEquals(
                        Set.of(
                                "claimed-sender domain sender.com",
                                "called-to-link domain evil.com"),
                        MailParserTest.found(HEAD + "http://www.evil.com" + path + "\n"),
                        path);
            }
        }
    }

    @Test
    void findsEveryEncodingInAHostLabel() throws Exception {
        for (String code : codes()) {
            String label = code.replaceAll("[^A-Za-z0-9-]", "-").replaceAll("^-+|-+$", "");
            // In a host name nobody writes percent signs.
            if (label.length() <= 60 && !code.contains("%")) {
                assertEquals(
                        Set.of(
                                "claimed-sender domain sender.com",
                                "called-to-link domain evil.com"),
                        MailParserTest.found(HEAD + "http://" + label + ".evil.com/\n"),
                        label);
            }
        }
    }

    @Test
    void lettersLoseTheirCase() throws Exception {
        for (String code : codes()) {
            String mail = HEAD + "http://evil.com/" + code.toUpperCase(Locale.ROOT) + "\n";
            if (!code.matches(".*[A-Z].*[a-z].*") || code.contains("@")) {
                assertFalse(MailParserTest.found(mail).toString().contains("/"), code);
            }
        }
    }

    @Test
    void userinfoQueryAndFragmentNeverLeave() {
        assertEquals(
                Set.of("claimed-sender domain sender.com", "called-to-link url http://evil.com/a"),
                MailParserTest.found(
                        HEAD + "http://mary.miller:x@evil.com/a?e=" + ADDRESS + "#" + ADDRESS));
    }

    @Test
    void aNameMadeFromARecipientDoesNotLeaveAtAll() {
        String hex = HexFormat.of().formatHex("mary.miller".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                Set.of("claimed-sender domain sender.com"),
                MailParserTest.found(HEAD + "http://" + hex + ".blogspot.com/\n"));
    }

    @Test
    void aLocalPartThatLooksLikeAHostIsNoMention() {
        assertEquals(
                Set.of("claimed-sender domain sender.com", "mention domain other.name"),
                MailParserTest.found(
                        "From: a@sender.com\nTo: john.name@home.org\n\nJohn.Name or other.name\n"));
    }

    @Test
    void readsBase64AndHexOfAnySpelling() {
        byte[] bytes = "mary.MILLER".getBytes(StandardCharsets.UTF_8);
        for (String code :
                List.of(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                        HexFormat.of().formatHex(bytes))) {
            assertEquals(
                    Set.of("claimed-sender domain sender.com", "called-to-link domain evil.com"),
                    MailParserTest.found(HEAD + "http://evil.com/x." + code + "\n"));
        }
    }

    @Test
    void noMailAddressAtAllLeavesInAPath() {
        for (String segment : List.of("who.else@other.org", "who.else%40other.org")) {
            assertEquals(
                    Set.of("claimed-sender domain sender.com", "called-to-link domain evil.com"),
                    MailParserTest.found(HEAD + "http://evil.com/" + segment + "/msg.html\n"));
        }
    }

    @Test
    void aShortLocalPartIsFoundOnlyAsAWord() {
        String head = "From: a@sender.com\nDelivered-To: jm@home.org\n\n";
        assertEquals(
                Set.of("claimed-sender domain sender.com", "called-to-link domain evil.com"),
                MailParserTest.found(head + "http://evil.com/u-jm.html\n"));
        assertEquals(
                Set.of(
                        "claimed-sender domain sender.com",
                        "called-to-link url http://evil.com/jmx"),
                MailParserTest.found(head + "http://evil.com/jmx\n"));
    }

    @Test
    void everyFieldThatNamesARecipientCounts() {
        for (String field :
                List.of(
                        "To: x@home.org, marym@home.org",
                        "Cc: marym@home.org",
                        "Bcc: <marym@home.org>",
                        "Delivered-To: marym@home.org",
                        "X-Original-To: marym@home.org",
                        "Envelope-To: marym@home.org",
                        "Apparently-To: marym@home.org",
                        "Resent-To: M <marym@home.org>",
                        "To: =?utf-8?Q?marym=40home.org?=",
                        "Received: from a ([127.0.0.1])\n\tby b for <marym@home.org>; x",
                        "Received: from a by b with SMTP id 7 for marym@home.org; x")) {
            assertEquals(
                    Set.of("claimed-sender domain sender.com", "called-to-link domain evil.com"),
                    MailParserTest.found(
                            "From: a@sender.com\n" + field + "\n\nhttp://evil.com/marym/\n"),
                    field);
        }
    }

    @Test
    void tokensMadeForOneReaderDoNotLeave() {
        for (String token :
                List.of(
                        "0123456789abcdef",
                        "a8f5f167f44f4964e6c998dee827110c",
                        "KbCG2e32dyMsB",
                        "1234567890",
                        "xkcdqwrtpsdf",
                        "550e8400-e29b-41d4-a716-446655440000",
                        "abc12345defghijkl",
                        "a".repeat(64))) {
            assertEquals(
                    Set.of("claimed-sender domain sender.com", "called-to-link domain evil.com"),
                    MailParserTest.found(HEAD + "http://evil.com/t/" + token + "/x\n"),
                    token);
        }
    }

    @Test
    void ordinaryPathsLeaveWhole() {
        for (String path :
                List.of(
                        "index.html",
                        "2002/08/26/story.html",
                        "OnlineBookStore/HowToOrder.asp",
                        "gtk2-engines-compat-1.0-aap1.noarch.rpm",
                        "cgi-bin/best_rate_virtual.cgi",
                        "0,1283,54321,00.html",
                        "unsubscribe-from-newsletter.php",
                        "tn_P0002140.JPG")) {
            assertEquals(
                    Set.of(
                            "claimed-sender domain sender.com",
                            "called-to-link url http://evil.com/" + path),
                    MailParserTest.found(HEAD + "http://evil.com/" + path + "\n"),
                    path);
        }
    }

    private static List<String> codes() throws Exception {
        List<String> codes = new ArrayList<>();
        for (String name :
                List.of(
                        ADDRESS,
                        "mary.miller@home.org",
                        "Mary.Miller",
                        "mary.miller",
                        "MARY.MILLER")) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            codes.add(name);
            codes.add(name.replace("@", "%40"));
            codes.add(name.replace("@", "%2540"));
            codes.add(name.replace('.', '_').replace('@', '='));
            codes.add(percentAll(bytes));
            codes.add(
                    Base64.getEncoder().withoutPadding().encodeToString(bytes).replace("/", "%2F"));
            codes.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            codes.add(
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(("id=7;" + name).getBytes(StandardCharsets.UTF_8)));
            codes.add(HexFormat.of().formatHex(bytes));
            for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
                codes.add(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance(algorithm).digest(bytes)));
            }
        }
        return codes;
    }

    private static String percentAll(byte[] bytes) {
        var out = new StringBuilder();
        for (byte b : bytes) {
            out.append('%').append(HexFormat.of().toHexDigits(b));
        }
        return out.toString();
    }
}
