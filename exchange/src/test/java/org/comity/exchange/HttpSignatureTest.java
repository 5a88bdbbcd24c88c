package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class HttpSignatureTest {
    private static final long NOW = 1_780_000_000L;
    private static final Desk A = Desk.of("cert.example", "NL");
    private static final HttpMessage POST =
            new HttpMessage(
                    "POST", "https://isp.example/payloads", Optional.of(Bytes.utf8("body\n")));
    private static final HttpMessage GET =
            new HttpMessage(
                    "GET", "https://isp.example/parties/a/b/checkpoint?from=1", Optional.empty());
    private final SortedMap<String, String> signed =
            HttpSignature.sign(POST, A.node(), NOW, new Random(1));

    @Test
    void acceptsWhatItSigned() {
        var verified = good(verify(POST, signed, NOW));
        assertEquals("cert.example/log", verified.keyId());
        assertEquals(NOW, verified.createdSecond());
        assertEquals(NOW + 300, verified.expiresSecond());
        var without = HttpSignature.sign(GET, A.node(), NOW, new Random(2));
        assertEquals(List.of("signature", "signature-input"), List.copyOf(without.keySet()));
        good(verify(GET, without, NOW));
    }

    @Test
    void headersAreInTheFormOfTheProfile() {
        assertEquals(
                "comity=(\"@method\" \"@target-uri\" \"content-digest\");created=1780000000"
                        + ";expires=1780000300;nonce=\""
                        + good(verify(POST, signed, NOW)).nonce()
                        + "\";keyid=\"cert.example/log\";tag=\"comity\"",
                header("signature-input"));
    }

    /** The example of RFC 9530, appendix B.1. */
    @Test
    void digestIsThatOfRfc9530() {
        assertEquals(
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                HttpSignature.digest(Bytes.utf8("{\"hello\": \"world\"}\n")));
    }

    @Test
    void everyRequestHasANonceOfItsOwn() {
        var random = new Random(3);
        String first = HttpSignature.sign(GET, A.node(), NOW, random).get("signature-input");
        assertNotEquals(
                first, HttpSignature.sign(GET, A.node(), NOW, random).get("signature-input"));
    }

    @Test
    void refusesAnotherMethodUriOrBody() {
        Optional<Bytes> body = POST.body();
        refused(
                "signature does not verify",
                verify(new HttpMessage("PUT", POST.targetUri(), body), signed, NOW));
        refused(
                "signature does not verify",
                verify(
                        new HttpMessage("POST", "https://bank.example/payloads", body),
                        signed,
                        NOW));
        refused(
                "digest",
                verify(
                        new HttpMessage(
                                "POST", POST.targetUri(), Optional.of(Bytes.utf8("bode\n"))),
                        signed,
                        NOW));
        refused(
                "digest",
                verify(new HttpMessage("POST", POST.targetUri(), Optional.empty()), signed, NOW));
        var unbodied = HttpSignature.sign(GET, A.node(), NOW, new Random(2));
        refused(
                "digest",
                verify(
                        new HttpMessage("GET", GET.targetUri(), Optional.of(Bytes.EMPTY)),
                        unbodied,
                        NOW));
    }

    @Test
    void refusesABodyThatTheSignatureDoesNotCover() {
        var headers = new TreeMap<>(HttpSignature.sign(GET, A.node(), NOW, new Random(2)));
        headers.put("content-digest", HttpSignature.digest(Bytes.utf8("x")));
        refused(
                "covered exactly when there is a body",
                verify(
                        new HttpMessage("GET", GET.targetUri(), Optional.of(Bytes.utf8("x"))),
                        headers,
                        NOW));
    }

    @Test
    void refusesAMissingHeader() {
        for (String name : signed.keySet()) {
            var less = new TreeMap<>(signed);
            less.remove(name);
            assertInstanceOf(Checked.Refused.class, verify(POST, less, NOW), name);
        }
    }

    @Test
    void refusesEveryChangedCharacterOfEveryHeader() {
        signed.forEach((name, value) -> {
            for (int at = 0; at < value.length(); at++) {
                for (char other : new char[] {'0', 'A', ' ', '\n', (char) (value.charAt(at) ^ 1)}) {
                    if (other != value.charAt(at)) {
                        var changed = new TreeMap<>(signed);
                        changed.put(name, value.substring(0, at) + other + value.substring(at + 1));
                        assertInstanceOf(
                                Checked.Refused.class,
                                verify(POST, changed, NOW),
                                name + " at " + at + " " + other);
                    }
                }
            }
        });
    }

    @Test
    void refusesOutsideItsTimeAndNotInside() {
        good(verify(POST, signed, NOW - 300));
        refused("created in the future", verify(POST, signed, NOW - 301));
        good(verify(POST, signed, NOW + 600));
        refused("expired", verify(POST, signed, NOW + 601));
    }

    @Test
    void refusesALifeLongerThanTheProfileAllows() {
        String input =
                header("signature-input").replace("expires=1780000300", "expires=1780000301");
        var longer = new TreeMap<>(signed);
        longer.put("signature-input", input);
        refused("lives longer", verify(POST, longer, NOW));
        longer.put("signature-input", input.replace("expires=1780000301", "expires=1779999999"));
        refused("lives longer", verify(POST, longer, NOW));
    }

    @Test
    void refusesAKeyThatNobodyHasAndAnotherMembersKey() {
        refused("unknown key", HttpSignature.verify(POST, signed, _ -> Optional.empty(), NOW));
        VerifierKey other = Desk.of("isp.example", "DE").node().verifierKey();
        refused(
                "signature does not verify",
                HttpSignature.verify(POST, signed, _ -> Optional.of(other), NOW));
    }

    @Test
    void refusesLineBreaksThatWouldForgeTheBase() {
        refused("URI", HttpMessage.parse("GET", "https://a/\n\"x\": y", Optional.empty()));
        refused("method", HttpMessage.parse("GET\n", "https://a/", Optional.empty()));
        refused(
                "URI",
                HttpMessage.parse("GET", "https://a/" + "x".repeat(2_039), Optional.empty()));
        good(HttpMessage.parse("GET", "https://a/" + "x".repeat(2_038), Optional.empty()));
    }

    @Test
    void refusesAHeaderJustAboveItsLimit() {
        var longer = new TreeMap<>(signed);
        longer.put("signature-input", "c".repeat(SignatureInput.LENGTH_MAX + 1));
        refused("header too long", verify(POST, longer, NOW));
    }

    @Test
    void noDamagedHeaderDoesMoreThanBeRefused() {
        Seeds.each(
                1_500,
                random -> {
                    var names = List.copyOf(signed.keySet());
                    String name = names.get(random.nextInt(names.size()));
                    var changed = new TreeMap<>(signed);
                    changed.put(name, Mutations.of(Bytes.utf8(header(name)), random).utf8());
                    if (!changed.equals(signed)) {
                        assertInstanceOf(Checked.Refused.class, verify(POST, changed, NOW));
                    }
                });
    }

    private String header(String name) {
        return Objects.requireNonNull(signed.get(name));
    }

    private static Checked<HttpSignature.Verified> verify(
            HttpMessage message, Map<String, String> headers, long now) {
        return HttpSignature.verify(
                message,
                headers,
                name ->
                        name.equals("cert.example/log")
                                ? Optional.of(A.node().verifierKey())
                                : Optional.empty(),
                now);
    }

    private static <T> T good(Checked<T> checked) {
        return checked.orThrow();
    }

    private static void refused(String why, Checked<?> checked) {
        assertTrue(
                assertInstanceOf(Checked.Refused.class, checked).toString().contains(why),
                checked.toString());
    }
}
