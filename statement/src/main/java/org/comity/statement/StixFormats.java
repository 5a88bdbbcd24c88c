package org.comity.statement;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.function.IntPredicate;

/** The spellings that STIX 2.1 section 2 asks for, each as one question. */
final class StixFormats {
    static final int NAME_LENGTH_MIN = 3;
    static final int NAME_LENGTH_MAX = 250;

    /** RFC 5646 section 2.1, well-formed: language, script, region, variants, private use. */
    private static final Pattern LANGUAGE =
            Pattern.compile(
                    "(?i)([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
                            + "(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*"
                            + "(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+");

    private static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-(0[0-9]{3}|[1-9][0-9]{3,})");
    private static final Pattern CAPEC = Pattern.compile("CAPEC-[0-9]+");
    private static final Pattern SELECTOR =
            Pattern.compile("[A-Za-z0-9_-]{1,250}(\\.(\\[[0-9]+\\]|[A-Za-z0-9_-]{1,250}))*");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    /** Digits of the algorithms of section 10.7 that give hexadecimal. */
    private static final Map<String, Integer> HASH_DIGITS =
            Map.of(
                    "MD5",
                    32,
                    "SHA-1",
                    40,
                    "SHA-256",
                    64,
                    "SHA-512",
                    128,
                    "SHA3-256",
                    64,
                    "SHA3-512",
                    128);

    private static final int TLSH_DIGITS = 70;

    private StixFormats() {}

    static boolean isLanguage(String text) {
        return LANGUAGE.matcher(text).matches();
    }

    /** RFC 3986 section 3: a scheme and what may follow it, an IRI's letters included. */
    static boolean isUri(String text) {
        int colon = text.indexOf(':');
        return colon > 0
                && colon < text.length() - 1
                && Ascii.isLetter(text.charAt(0))
                && all(
                        text.substring(0, colon),
                        c -> Ascii.isLetterOrDigit(c) || "+.-".indexOf(c) >= 0)
                && all(text, c -> c > ' ' && "<>\"{}|\\^`".indexOf(c) < 0);
    }

    private static boolean all(String text, IntPredicate wanted) {
        for (int at = 0; at < text.length(); at++) {
            if (!wanted.test(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean isCve(String text) {
        return CVE.matcher(text).matches();
    }

    static boolean isCapec(String text) {
        return CAPEC.matcher(text).matches();
    }

    static boolean isSelector(String text) {
        return SELECTOR.matcher(text).matches();
    }

    static boolean isMac(String text) {
        return MAC.matcher(text).matches();
    }

    /** Section 3.1: property names, and type names with hyphens instead. */
    static boolean isName(String text, char joint) {
        if (text.length() < NAME_LENGTH_MIN
                || text.length() > NAME_LENGTH_MAX
                || !Ascii.isLower(text.charAt(0))) {
            return text.equals("id");
        }
        return all(text, c -> Ascii.isLower(c) || Ascii.isDigit(c) || c == joint);
    }

    /** Section 2.3. */
    static boolean isKey(String text) {
        return !text.isEmpty()
                && text.length() <= NAME_LENGTH_MAX
                && all(text, c -> Ascii.isLetterOrDigit(c) || c == '-' || c == '_');
    }

    /** Section 2.8; capitals too, which only a warning forbids. */
    static boolean isHex(String text) {
        return text.length() % 2 == 0 && all(text, StixFormats::isHexDigit);
    }

    /** Section 2.1: RFC 4648 section 4, with padding. */
    static boolean isBase64(String text) {
        int end = text.length();
        while (end > text.length() - 2 && end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return text.length() % 4 == 0
                && all(
                        text.substring(0, end),
                        c -> Ascii.isLetterOrDigit(c) || c == '+' || c == '/');
    }

    /** Section 2.7, for the algorithms that it names; others may look as they like. */
    static boolean isHash(String algorithm, String text) {
        Integer digits = HASH_DIGITS.get(algorithm);
        if (digits != null) {
            return text.length() == digits && all(text, StixFormats::isHexDigit);
        }
        return switch (algorithm) {
            case "SSDEEP" -> text.chars().filter(c -> c == ':').count() >= 2;
            case "TLSH" -> {
                String bare = text.startsWith("T1") ? text.substring(2) : text;
                yield bare.length() == TLSH_DIGITS && all(bare, StixFormats::isHexDigit);
            }
            default -> true;
        };
    }

    /** Section 2.9: a type, two hyphens and a UUID of RFC 4122, whose variant is that RFC's. */
    static boolean isId(String text) {
        int at = text.indexOf("--");
        return at > 0 && isName(text.substring(0, at), '-') && isUuid(text.substring(at + 2));
    }

    /** The type that an id names; empty when it is none. */
    static String typeOf(String id) {
        int at = id.indexOf("--");
        return at < 0 ? "" : id.substring(0, at);
    }

    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean hyphen = at == 8 || at == 13 || at == 18 || at == 23;
            if (hyphen ? c != '-' : !isHexDigit(c)) {
                return false;
            }
        }
        return text.charAt(14) != '0' && "89abAB".indexOf(text.charAt(19)) >= 0;
    }

    private static boolean isHexDigit(int c) {
        return Ascii.isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }
}
