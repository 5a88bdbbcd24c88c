package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * A digest with the name of its algorithm (STIX 2.1 sections 2.7 and 10.7), both in one spelling.
 *
 * @param algorithm as hash-algorithm-ov spells it
 */
record FileHash(String algorithm, String digest) {
    static final String SHA_256 = "SHA-256";

    /** All algorithms that are known, from what names content best to what names it least. */
    static final List<String> BY_STRENGTH =
            List.of(
                    SHA_256,
                    "SHA-512",
                    "SHA3-256",
                    "SHA3-512",
                    "SHA-384",
                    "SHA-224",
                    "SHA-1",
                    "MD5",
                    "TLSH",
                    "SSDEEP");

    /** Without length and version in front. */
    private static final int TLSH_DIGITS = 70;

    /** {@code ALGORITHM:digest}, or hexadecimal digits whose number tells the algorithm. */
    static Checked<FileHash> parse(String raw) {
        return FreeText.clean(raw)
                .then(text -> {
                    int colon = text.indexOf(':');
                    Optional<String> name =
                            colon < 0 ? Optional.empty() : name(text.substring(0, colon));
                    return name.isPresent()
                            ? of(name.get(), text.substring(colon + 1))
                            : ofLength(hex(text));
                });
    }

    /** sha256, SHA_256 and SHA-256 are one algorithm. */
    static Optional<String> name(String algorithm) {
        String bare = FreeText.narrow(algorithm).toUpperCase(Locale.ROOT).replaceAll("[-_ /]", "");
        return BY_STRENGTH.stream().filter(it -> it.replace("-", "").equals(bare)).findFirst();
    }

    static Checked<FileHash> of(String algorithm, String text) {
        Optional<String> name = name(algorithm);
        if (name.isEmpty()) {
            return Checked.refused("hash algorithm not known", algorithm);
        }
        return switch (name.get()) {
            case "SSDEEP" -> ssdeep(text.strip());
            case "TLSH" -> tlsh(hex(text));
            default -> {
                String digits = hex(text);
                yield digits.length() == digits(name.get()) && isHex(digits)
                        ? Checked.good(new FileHash(name.get(), digits))
                        : Checked.refused("not a digest of this algorithm", name.get());
            }
        };
    }

    private static int digits(String algorithm) {
        return switch (algorithm) {
            case "MD5" -> 32;
            case "SHA-1" -> 40;
            case "SHA-224" -> 56;
            case SHA_256, "SHA3-256" -> 64;
            case "SHA-384" -> 96;
            case "SHA-512", "SHA3-512" -> 128;
            default -> 0;
        };
    }

    private static Checked<FileHash> ofLength(String digits) {
        String name =
                switch (digits.length()) {
                    case 32 -> "MD5";
                    case 40 -> "SHA-1";
                    case 56 -> "SHA-224";
                    case 64 -> SHA_256;
                    case 96 -> "SHA-384";
                    case 128 -> "SHA-512";
                    default -> "";
                };
        return name.isEmpty() || !isHex(digits)
                ? Checked.refused("not a digest in hexadecimal", "")
                : Checked.good(new FileHash(name, digits));
    }

    /** Fingerprints are shown in pairs of digits. */
    static String hex(String text) {
        String digits = FreeText.narrow(text).replaceAll("[\\s:-]", "").toLowerCase(Locale.ROOT);
        return digits.startsWith("0x") ? digits.substring(2) : digits;
    }

    static boolean isHex(String digits) {
        return !digits.isEmpty()
                && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }

    /** Its letters are base64; the name of the file that ssdeep prints behind it goes. */
    private static Checked<FileHash> ssdeep(String text) {
        int comma = text.indexOf(',');
        String bare = comma < 0 ? text : text.substring(0, comma);
        return bare.matches("[0-9]{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}")
                ? Checked.good(new FileHash("SSDEEP", bare))
                : Checked.refused("not a digest of this algorithm", "SSDEEP");
    }

    private static Checked<FileHash> tlsh(String digits) {
        String bare = digits.startsWith("t1") ? digits.substring(2) : digits;
        return bare.length() == TLSH_DIGITS && isHex(bare)
                ? Checked.good(new FileHash("TLSH", "T1" + bare.toUpperCase(Locale.ROOT)))
                : Checked.refused("not a digest of this algorithm", "TLSH");
    }

    boolean isSubject() {
        return algorithm.equals(SHA_256);
    }

    /** Before the digest, as {@link #parse} reads it. */
    String text() {
        return algorithm + ":" + digest;
    }
}
