package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Other readings of a piece of text, to find in it what somebody wrote in code. All work is linear.
 */
final class TextCodes {
    private static final int READ_MIN = 6;

    /** Encodings laid one over another that are undone. */
    private static final int LAYERS = 3;

    private TextCodes() {}

    /** Percent-encoding undone, more than once when it was done more than once. */
    static String unpercent(String text) {
        String now = text;
        for (int layer = 0; layer < LAYERS && now.indexOf('%') >= 0; layer++) {
            now = unpercentOnce(now);
        }
        return now;
    }

    private static String unpercentOnce(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int to = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte b = bytes[at];
            if (b == '%' && at + 2 < bytes.length) {
                int high = Character.digit(bytes[at + 1], 16);
                int low = Character.digit(bytes[at + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    at += 2;
                }
            }
            bytes[to++] = b;
        }
        return new String(bytes, 0, to, StandardCharsets.UTF_8);
    }

    /**
     * What each run of base64 characters says when read from each of its first four characters on.
     */
    static List<String> base64Readings(String text) {
        List<String> readings = new ArrayList<>();
        for (String run : runs(text, TextCodes::isBase64, READ_MIN)) {
            for (int from = 0; from < 4; from++) {
                readings.add(base64(run, from));
            }
        }
        return readings;
    }

    private static String base64(String run, int from) {
        var out = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (int at = from; at < run.length(); at++) {
            held = held << 6 | value(run.charAt(at));
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                out.append((char) (held >> bits & 0xFF));
            }
        }
        return out.toString();
    }

    /** The same for pairs of hexadecimal digits. */
    static List<String> hexReadings(String text) {
        List<String> readings = new ArrayList<>();
        for (String run : hexRuns(text, READ_MIN)) {
            for (int from = 0; from < 2; from++) {
                var out = new StringBuilder();
                for (int at = from; at + 1 < run.length(); at += 2) {
                    int high = Character.digit(run.charAt(at), 16);
                    out.append((char) (high << 4 | Character.digit(run.charAt(at + 1), 16)));
                }
                readings.add(out.toString());
            }
        }
        return readings;
    }

    static List<String> hexRuns(String text, int charsMin) {
        return runs(text, c -> c < 0x80 && Character.digit(c, 16) >= 0, charsMin);
    }

    /** Letters and digits only, so that john.smith, john_smith and johnsmith are one. */
    static String squash(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    /** Whether {@code word} stands in the text with no letter or digit next to it. */
    static boolean hasRun(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean before = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
            boolean after = end < text.length() && Character.isLetterOrDigit(text.charAt(end));
            if (!before && !after) {
                return true;
            }
        }
        return false;
    }

    private interface CharTest {
        boolean holds(char c);
    }

    private static List<String> runs(String text, CharTest test, int charsMin) {
        List<String> runs = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !test.holds(text.charAt(at))) {
                if (at - from >= charsMin) {
                    runs.add(text.substring(from, at));
                }
                from = at + 1;
            }
        }
        return runs;
    }

    private static boolean isBase64(char c) {
        return value(c) >= 0;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }
}
