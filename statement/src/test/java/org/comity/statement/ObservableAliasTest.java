package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** Random spellings of one value meet, and those of another do not. */
final class ObservableAliasTest {
    private static final List<String> SEGMENTS =
            List.of("Windows", "System32", "Users", "Bob", "evil.exe", "caf\u00e9", "a b");

    @Test
    void digestsMeet() {
        Seeds.each(
                2_000,
                random -> {
                    int at = random.nextInt(4);
                    String algorithm = List.of("MD5", "SHA-1", "SHA-512", "SHA3-256").get(at);
                    String digest = hex(random, List.of(16, 20, 64, 32).get(at));
                    String name =
                            mixed(random, algorithm).replace("-", pick(random, "-", "", "_", " "));
                    meet(
                            ObservableKind.FILE_HASH,
                            algorithm + ":" + digest,
                            name + pick(random, ":", ": ") + disguised(random, digest));
                    differ(
                            ObservableKind.FILE_HASH,
                            algorithm + ":" + digest,
                            algorithm + ":" + hex(random, digest.length() / 2));
                });
    }

    @Test
    void hardwareAddressesMeet() {
        Seeds.each(
                2_000,
                random -> {
                    String digits = hex(random, 6);
                    String plain = digits.replaceAll("(..)(?!$)", "$1:");
                    String other =
                            switch (random.nextInt(4)) {
                                case 0 -> digits;
                                case 1 -> plain.replace(":", "-");
                                case 2 -> digits.replaceAll("(....)(?!$)", "$1.");
                                default -> plain.replaceAll("\\b0(?=[0-9a-f])", "");
                            };
                    meet(
                            ObservableKind.MAC_ADDR,
                            plain,
                            hidden(random, wide(random, mixed(random, other))));
                });
    }

    @Test
    void blocksMeet() {
        Seeds.each(
                2_000,
                random -> {
                    int bits = 1 + random.nextInt(31);
                    int first = random.nextInt() & -1 << 32 - bits;
                    int inside = first | random.nextInt() & ~(-1 << 32 - bits);
                    String plain = Ip.four(Integer.toUnsignedLong(first)).text() + "/" + bits;
                    String address = Ip.four(Integer.toUnsignedLong(inside)).text();
                    String mask = Ip.four(Integer.toUnsignedLong(-1 << 32 - bits)).text();
                    String last =
                            Ip.four(Integer.toUnsignedLong(first | ~(-1 << 32 - bits))).text();
                    String other =
                            switch (random.nextInt(4)) {
                                case 0 -> address + "/" + bits;
                                case 1 -> address + "/" + mask;
                                case 2 -> "::ffff:" + address + "/" + (96 + bits);
                                default -> plain.substring(0, plain.indexOf('/')) + "-" + last;
                            };
                    meet(ObservableKind.NETWORK, plain, wide(random, other));
                });
    }

    @Test
    void systemNumbersMeet() {
        Seeds.each(
                1_000,
                random -> {
                    long number = random.nextLong(1L << 32);
                    String dotted = (number >> 16) + "." + (number & 0xffff);
                    String digits = random.nextBoolean() ? Long.toString(number) : dotted;
                    String front = mixed(random, pick(random, "", "AS", "ASN", "AS ", "asn:"));
                    meet(
                            ObservableKind.AUTONOMOUS_SYSTEM,
                            Long.toString(number),
                            hidden(random, wide(random, front + digits)));
                });
    }

    @Test
    void pathsAndKeysMeet() {
        Seeds.each(
                2_000,
                random -> {
                    String rest = segments(random);
                    String front = pick(random, "C:\\", "c:/", "\\\\?\\C:\\", "\\??\\C:\\");
                    meet(
                            ObservableKind.DIRECTORY,
                            "C:\\" + rest,
                            front + hidden(random, walked(random, mixed(random, rest))));
                    meet(
                            ObservableKind.WINDOWS_REGISTRY_KEY,
                            "HKEY_LOCAL_MACHINE\\" + rest,
                            pick(
                                            random,
                                            "HKLM\\",
                                            "hklm:\\",
                                            "\\REGISTRY\\MACHINE\\",
                                            "Computer\\HKEY_LOCAL_MACHINE\\")
                                    + mixed(random, rest)
                                            .replace("\\", pick(random, "\\", "\\\\")));
                    String plain = rest.replace('\\', '/');
                    meet(
                            ObservableKind.DIRECTORY,
                            "/" + plain,
                            "/"
                                    + plain.replace("/", pick(random, "/", "//", "/./"))
                                    + pick(random, "", "/"));
                });
    }

    @Test
    void mutexesAccountsAndCertificatesMeet() {
        Seeds.each(
                1_000,
                random -> {
                    String name = "M" + hex(random, 4);
                    meet(
                            ObservableKind.MUTEX,
                            name,
                            pick(
                                            random,
                                            "",
                                            "Local\\",
                                            "\\Sessions\\1\\BaseNamedObjects\\",
                                            "Local\\\\")
                                    + hidden(random, name));
                    meet(
                            ObservableKind.USER_ACCOUNT,
                            "twitter:" + name,
                            mixed(random, "twitter:")
                                    + pick(random, "", "@")
                                    + mixed(random, name));
                    String serial = "1" + hex(random, 10).substring(1);
                    meet(
                            ObservableKind.X509_CERTIFICATE,
                            "serial:" + serial,
                            "serial:" + pick(random, "", "0x", "00") + disguised(random, serial));
                });
    }

    @Test
    void namesOfSoftwareMeet() {
        Seeds.each(
                1_000,
                random -> {
                    String name = "v" + hex(random, 2) + ":p_" + hex(random, 2) + ":1.0";
                    String full = "cpe:2.3:a:" + name + ":*:*:*:*:*:*:*";
                    meet(
                            ObservableKind.SOFTWARE,
                            full,
                            mixed(
                                    random,
                                    pick(
                                            random,
                                            "cpe:/a:" + name,
                                            "cpe:/a:" + name.replace("_", "%5f"),
                                            "cpe:2.3:a:" + name.replace(".", "\\."),
                                            full.replace("_", "\\_"))));
                });
    }

    private static void meet(ObservableKind kind, String one, String other) {
        Observable plain = Observables.normalise(kind, one).orThrow();
        assertEquals(Checked.good(plain), Observables.normalise(kind, other), other);
        assertEquals(Checked.good(plain), Observables.normalise(kind, plain.value()), "again");
    }

    private static void differ(ObservableKind kind, String one, String other) {
        assertNotEquals(Observables.normalise(kind, one), Observables.normalise(kind, other));
    }

    private static String pick(RandomGenerator random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static String hex(RandomGenerator random, int bytes) {
        var out = new StringBuilder();
        random.ints(2L * bytes, 0, 16).forEach(it -> out.append(Character.forDigit(it, 16)));
        return out.toString();
    }

    private static String mixed(RandomGenerator random, String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(it -> {
                    String letter = Character.toString(it);
                    out.append(random.nextBoolean() ? letter.toUpperCase(Locale.ROOT) : letter);
                });
        return out.toString();
    }

    /** As fingerprints are shown, and with signs that nobody sees. */
    private static String disguised(RandomGenerator random, String digits) {
        String joint = pick(random, "", "", ":", " ", "-");
        return hidden(
                random, wide(random, mixed(random, digits).replaceAll("(..)(?!$)", "$1" + joint)));
    }

    private static String wide(RandomGenerator random, String text) {
        var out = new StringBuilder();
        text.chars()
                .forEach(c ->
                        out.append((char) (c > ' ' && random.nextInt(8) == 0 ? c + 0xfee0 : c)));
        return out.toString();
    }

    private static String hidden(RandomGenerator random, String text) {
        int at =
                text.offsetByCodePoints(
                        0, random.nextInt(text.codePointCount(0, text.length()) + 1));
        return text.substring(0, at)
                + pick(random, "", "\u200b", "\u00ad", "\u2060", "\u202e")
                + text.substring(at);
    }

    private static String segments(RandomGenerator random) {
        var out = new StringBuilder(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        for (int left = random.nextInt(3); left > 0; left--) {
            out.append('\\').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        }
        return out.toString();
    }

    private static String walked(RandomGenerator random, String path) {
        return path.replace("\\", pick(random, "\\", "\\\\", "/", "\\.\\", "\\x\\..\\"))
                + pick(random, "", "\\", ".", " ");
    }
}
