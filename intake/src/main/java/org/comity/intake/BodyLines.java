package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which lines of a text are its own: without quoted lines and who is quoted, without what stands
 * under "Original Message", and without the signature and the footer that a list adds. Footers are
 * what unlike mails of one list have in common, so they would make wanted mail alike to spam.
 *
 * <p>A spammer can hide text by making it look like a quotation. The reader sees it as one, too.
 */
final class BodyLines {
    /** More lines than this are not looked at. */
    static final int LINES_MAX = 20_000;

    private static final int SIGNATURE_LINES_MAX = 20;
    private static final int FOOTER_LINES_MAX = 12;

    /** What stands below a line may be cut off though there is less above it. */
    private static final int TAIL_LINES_ALWAYS = 4;

    private static final int RULE_SIGNS_MIN = 10;
    private static final String ORIGINAL = "original message";

    /** What lists put below their mails, in small letters. */
    private static final List<String> OF_LISTS =
            List.of("mailing list", "listinfo", "unsubscribe", "sponsored by", "yahoo! groups");

    private BodyLines() {}

    /** In order, without empty lines. */
    static List<String> of(String text) {
        List<String> lines = unquoted(text);
        for (int at = 0; at < lines.size(); at++) {
            int below = lines.size() - at - 1;
            boolean tail = below <= Math.max(TAIL_LINES_ALWAYS, at);
            String line = lines.get(at);
            boolean signature = tail && below <= SIGNATURE_LINES_MAX && line.equals("--");
            boolean footer =
                    below <= FOOTER_LINES_MAX
                            && isRule(line)
                            && (tail || anyOfAList(lines.subList(at, lines.size())));
            if (signature || footer) {
                return lines.subList(0, at);
            }
        }
        return lines;
    }

    private static List<String> unquoted(String text) {
        var lines = new ArrayList<String>();
        for (int from = 0; from < text.length() && lines.size() < LINES_MAX; ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline;
            String line = text.substring(from, to).strip();
            from = to + 1;
            if (isOriginal(line)) {
                break;
            }
            if (line.startsWith(">")) {
                if (!lines.isEmpty() && isAttribution(lines.getLast())) {
                    lines.removeLast();
                }
            } else if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** "-----Original Message-----" */
    private static boolean isOriginal(String line) {
        if (!line.startsWith("--")) {
            return false;
        }
        for (int at = 2; at + ORIGINAL.length() <= line.length(); at++) {
            if (line.regionMatches(true, at, ORIGINAL, 0, ORIGINAL.length())) {
                return true;
            }
        }
        return false;
    }

    /** "On Monday A wrote:" */
    private static boolean isAttribution(String line) {
        return line.endsWith(":") && (line.contains("wrote") || line.contains("writes"));
    }

    /** Then it is a footer even where there is no text above it. */
    private static boolean anyOfAList(List<String> lines) {
        return lines.stream()
                .map(it -> it.toLowerCase(Locale.ROOT))
                .anyMatch(it -> OF_LISTS.stream().anyMatch(it::contains));
    }

    private static boolean isRule(String line) {
        char sign = line.charAt(0);
        if ("-_=*~#".indexOf(sign) < 0 || line.length() < RULE_SIGNS_MIN) {
            return false;
        }
        for (int at = 1; at < RULE_SIGNS_MIN; at++) {
            if (line.charAt(at) != sign) {
                return false;
            }
        }
        return true;
    }
}
