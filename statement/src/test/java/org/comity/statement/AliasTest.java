package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every way that we know to write one observable otherwise must give the same subject. */
final class AliasTest {
    private static final List<String> NAMES =
            List.of(
                    "evil.com",
                    "shop.evil.co.uk",
                    "münchen.de",
                    "пример.рф",
                    "食狮.com.cn",
                    "a_b.evil-shop.biz",
                    "straße.de");

    @Test
    void spellingsOfNameGiveOneSubject() {
        Seeds.each(
                2_000,
                random -> {
                    String name = NAMES.get(random.nextInt(NAMES.size()));
                    Subject plain = Observables.normalise(SubjectKind.DOMAIN, name).orThrow();
                    assertEquals(
                            plain,
                            Observables.normalise(SubjectKind.DOMAIN, disguiseName(random, name))
                                    .orThrow());
                });
    }

    @Test
    void spellingsOfAddressInUrlGiveOneSubject() {
        Seeds.each(
                2_000,
                random -> {
                    int address = random.nextInt();
                    Subject plain =
                            Observables.normalise(
                                            SubjectKind.URL, "http://" + dotted(address) + "/")
                                    .orThrow();
                    Subject other =
                            Observables.normalise(
                                            SubjectKind.URL,
                                            "http://" + disguiseAddress(random, address) + "/")
                                    .orThrow();
                    assertEquals(plain, other);
                    assertEquals(SubjectKind.ADDRESS, Observables.host(other).kind());
                });
    }

    @Test
    void spellingsOfSixAddressGiveOneSubject() {
        Seeds.each(
                2_000,
                random -> {
                    int[] groups =
                            random.ints(8, 0, 0x10000)
                                    .map(it -> random.nextInt(3) == 0 ? it : 0)
                                    .toArray();
                    groups[0] = 0x2001;
                    assertEquals(
                            Observables.normalise(SubjectKind.ADDRESS, spelledOut(groups)),
                            Observables.normalise(SubjectKind.ADDRESS, shortened(random, groups)));
                });
    }

    @Test
    void spellingsOfUrlGiveOneSubject() {
        Seeds.each(
                2_000,
                random -> {
                    String name = NAMES.get(random.nextInt(NAMES.size()));
                    boolean secure = random.nextBoolean();
                    String scheme = secure ? "https" : "http";
                    Subject plain =
                            Observables.normalise(
                                            SubjectKind.URL, scheme + "://" + name + "/a/~b.php")
                                    .orThrow();
                    String port = random.nextBoolean() ? "" : secure ? ":443" : ":80";
                    String user =
                            random.nextBoolean()
                                    ? ""
                                    : random.nextBoolean() ? "paypal.com@" : "a:b@c@";
                    String slashes =
                            List.of("//", "\\\\", "/", "", "///", "\\/").get(random.nextInt(6));
                    String tail =
                            List.of("", "?x=1", "#y", "?x#y", "?http://good.com/")
                                    .get(random.nextInt(5));
                    String url =
                            mixCase(random, scheme)
                                    + ":"
                                    + slashes
                                    + user
                                    + encodeSome(random, disguiseName(random, name))
                                    + port
                                    + disguisePath(random)
                                    + tail;
                    assertEquals(plain, Observables.normalise(SubjectKind.URL, url).orThrow(), url);
                    assertEquals(
                            plain,
                            Observables.normalise(SubjectKind.URL, withTabs(random, url)).orThrow(),
                            url);
                });
    }

    @Test
    void spellingsOfMailAddressDifferOnlyInTheDomain() {
        Seeds.each(
                500,
                random -> {
                    String name = NAMES.get(random.nextInt(NAMES.size()));
                    assertEquals(
                            Observables.normalise(SubjectKind.MAIL_ADDRESS, "Drop@" + name),
                            Observables.normalise(
                                    SubjectKind.MAIL_ADDRESS,
                                    "Drop@" + disguiseName(random, name)));
                });
    }

    private static String disguiseName(RandomGenerator random, String name) {
        String text =
                random.nextInt(3) == 0
                        ? Observables.normalise(SubjectKind.DOMAIN, name).orThrow().value()
                        : name;
        text = mixCase(random, text);
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                out.append(".\uff0e\u3002\uff61".charAt(random.nextInt(4)));
            } else if (c > 0x20 && c < 0x7f && random.nextInt(6) == 0) {
                out.append((char) (c + 0xfee0)); // the wide form
            } else {
                out.append(c);
            }
            if (random.nextInt(8) == 0) {
                out.append("\u00ad\u200b\u2060".charAt(random.nextInt(3)));
            }
        }
        return random.nextBoolean() ? out.append('.').toString() : out.toString();
    }

    private static String mixCase(RandomGenerator random, String text) {
        var out = new StringBuilder();
        for (String letter : text.split("", -1)) {
            String upper = letter.toUpperCase(Locale.ROOT);
            out.append(random.nextBoolean() && upper.length() == letter.length() ? upper : letter);
        }
        return out.toString();
    }

    private static String dotted(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }

    private static String disguiseAddress(RandomGenerator random, int address) {
        if (random.nextInt(4) == 0) {
            return "["
                    + List.of("::ffff:", "0:0:0:0:0:FFFF:", "::FFFF:").get(random.nextInt(3))
                    + dotted(address)
                    + "]";
        }
        int parts = 1 + random.nextInt(4);
        var out = new StringBuilder();
        for (int i = 0; i < parts - 1; i++) {
            out.append(number(random, (address >>> (24 - 8 * i)) & 255)).append('.');
        }
        long rest = Integer.toUnsignedLong(address) & (0xffff_ffffL >>> (8 * (parts - 1)));
        out.append(number(random, rest));
        return random.nextInt(4) == 0 ? out + "." : out.toString();
    }

    private static String number(RandomGenerator random, long value) {
        return switch (random.nextInt(3)) {
            case 0 -> Long.toString(value);
            case 1 -> (random.nextBoolean() ? "0x" : "0X00") + Long.toHexString(value);
            default -> (random.nextBoolean() ? "0" : "000") + Long.toOctalString(value);
        };
    }

    private static String spelledOut(int[] groups) {
        var out = new StringBuilder();
        for (int group : groups) {
            out.append(out.isEmpty() ? "" : ":").append(String.format("%04X", group));
        }
        return out.toString();
    }

    private static String shortened(RandomGenerator random, int[] groups) {
        int gap = random.nextInt(8);
        int end = gap;
        while (end < 8 && groups[end] == 0) {
            end++;
        }
        var out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == gap && end > gap) {
                out.append("::");
                i = end - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }

    private static String disguisePath(RandomGenerator random) {
        String path =
                List.of(
                                "/a/~b.php",
                                "/x/../a/~b.php",
                                "/a/./~b.php",
                                "\\a\\~b.php",
                                "/../a/%2e/~b.php")
                        .get(random.nextInt(5));
        var out = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean plain = Character.isLetter(c) || c == '~';
            boolean encoded =
                    (i >= 1 && path.charAt(i - 1) == '%') || (i >= 2 && path.charAt(i - 2) == '%');
            out.append(
                    plain && !encoded && random.nextInt(3) == 0
                            ? percent(random, c)
                            : String.valueOf(c));
        }
        return out.toString();
    }

    private static String encodeSome(RandomGenerator random, String host) {
        var out = new StringBuilder();
        host.codePoints()
                .forEach(point -> {
                    if (random.nextInt(4) > 0) {
                        out.appendCodePoint(point);
                        return;
                    }
                    for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                        out.append(percent(random, b & 255));
                    }
                });
        return out.toString();
    }

    private static String percent(RandomGenerator random, int b) {
        return String.format(random.nextBoolean() ? "%%%02X" : "%%%02x", b);
    }

    private static String withTabs(RandomGenerator random, String url) {
        int at = random.nextInt(url.length());
        return " "
                + url.substring(0, at)
                + List.of("\t", "\n", "\r\n").get(random.nextInt(3))
                + url.substring(at);
    }
}
