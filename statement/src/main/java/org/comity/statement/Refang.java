package org.comity.statement;

import com.google.re2j.Pattern;

/**
 * Undoes what makes a value harmless to click: {@code hxxp}, {@code [.]}, {@code (dot)} and their
 * kin; docs/formats/subjects.md has the list.
 */
final class Refang {
    private static final Pattern DOT =
            Pattern.compile(
                    "(?i) ?(?:\\[ ?(?:\\.|dot|d0t|punkt|point) ?\\]|\\( ?(?:\\.|dot|d0t|punkt|point) ?\\)"
                            + "|\\{ ?(?:\\.|dot|d0t|punkt|point) ?\\}|< ?(?:\\.|dot) ?>) ?"
                            + "| dot | \\. |\\\\\\.");

    private static final Pattern DOT_IN_PATH = Pattern.compile("(?i)[\\[({](?:\\.|dot)[\\])}]");

    /** One bracket lost, or only one set. */
    private static final Pattern HALF_DOT = Pattern.compile("[\\[({]\\.|\\.[\\])}]");

    private static final Pattern AT =
            Pattern.compile(
                    "(?i) ?(?:\\[ ?(?:@|at) ?\\]|\\( ?(?:@|at) ?\\)|\\{ ?(?:@|at) ?\\}|< ?(?:@|at) ?>) ?"
                            + "| at | @ ");

    private static final Pattern SLASHES =
            Pattern.compile(
                    "[\\[({] ?:(?://|\\\\/\\\\/) ?[\\])}]|[\\[({]:[\\])}](?://|\\[//?\\]/?)|:[\\[({]//[\\])}]|:\\\\/\\\\/|: // ?|:// ");

    private static final Pattern COLON = Pattern.compile("[\\[({](::?)[\\])}]");
    private static final Pattern SLASH = Pattern.compile("\\[/\\]");
    private static final Pattern HTTP =
            Pattern.compile(
                    "(?i)^(?:h(?:xx|tx|xt|\\*\\*|__|--|\\.\\.|tt|\\[tt\\]|\\[xx\\]|\\(tt\\)|\\(xx\\))p|h\\*{2,3}|hxxx|ttp|tttp|xxp|meow)[\\[(]?(s?)[\\])]?(:[/\\\\])");
    private static final Pattern FTP = Pattern.compile("(?i)^(?:fxp|fxxp|f\\*p|ftxp)(s?:[/\\\\])");
    private static final Pattern NO_SCHEME = Pattern.compile("^://");

    /** Around a value, or behind it in a sentence. */
    private static final String BEFORE = "<\"'`\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb\u300c";

    private static final String BEHIND =
            ">\"'`,;\u201c\u201d\u2018\u2019\u00ab\u00bb\u300d\u3001\uff0c\uff1b";

    private static final String SLASH_SIGNS = "/\uff0f";
    private static final String AFTER_HOST = SLASH_SIGNS + "?#\uff1f\uff03";
    private static final String STOPS = ".!?)";

    private Refang() {}

    static String refang(String raw) {
        String text = narrowed(unwrapped(raw.strip()));
        String value = hasMark(text) ? unmarked(text) : text;
        value = HTTP.matcher(value).replaceFirst("http$1$2");
        value = FTP.matcher(value).replaceFirst("ftp$1");
        value = NO_SCHEME.matcher(value).replaceFirst("http://");
        return withoutStop(value);
    }

    private static boolean hasMark(String text) {
        return text.chars().anyMatch(c -> isAny("[]({})<\\ ", (char) c));
    }

    private static String unmarked(String text) {
        // As JSON escapes it; elsewhere browsers read a backslash as a slash more.
        String value = text.contains(":\\/\\/") ? text.replace("\\/", "/") : text;
        value = SLASHES.matcher(value).replaceAll("://");
        value = COLON.matcher(value).replaceAll("$1");
        value = SLASH.matcher(value).replaceAll("/");
        int end = pathAt(value);
        String front = DOT.matcher(value.substring(0, end)).replaceAll(".");
        front = HALF_DOT.matcher(front).replaceAll(".");
        front = AT.matcher(front).replaceAll("@");
        return front + DOT_IN_PATH.matcher(value.substring(end)).replaceAll(".");
    }

    /** Quotes and angle brackets around it, and the comma of a list behind it. */
    private static String unwrapped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isAny(BEFORE, text.charAt(from))) {
            from++;
        }
        while (from < to && isBehind(text, to)) {
            to--;
        }
        String bare = text.substring(from, to).strip();
        boolean inBrackets =
                bare.length() > 2
                        && bare.startsWith("(")
                        && bare.endsWith(")")
                        && bare.indexOf(')') == bare.length() - 1;
        return inBrackets ? bare.substring(1, bare.length() - 1).strip() : bare;
    }

    /** A stop behind the quotes belongs to the sentence. */
    private static boolean isBehind(String text, int to) {
        boolean isStop =
                isAny(STOPS, text.charAt(to - 1)) && to > 1 && isAny(BEHIND, text.charAt(to - 2));
        return isStop || isAny(BEHIND, text.charAt(to - 1));
    }

    private static boolean isAny(String signs, char c) {
        return signs.indexOf(c) >= 0;
    }

    /**
     * Wide letters and hidden signs, but in the path of a URL, where they are letters of their own.
     */
    private static String narrowed(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        int end = Math.min(text.length(), pathAt(text) + 1);
        var out = new StringBuilder();
        text.substring(0, end).codePoints().forEach(point -> out.append(narrow(point)));
        return out.append(text, end, text.length()).toString();
    }

    /** What is another sign in a host, such as the fraction slash or a joiner, stays. */
    private static String narrow(int point) {
        boolean isWide = point > 0xff00 || point == 0x3002 || point == 0x2024;
        boolean isHidden = point == 0xad || (point >= 0x200b && point != 0x200c && point != 0x200d);
        return isWide || (isHidden && Character.getType(point) == Character.FORMAT)
                ? FreeText.narrow(point)
                : Character.toString(point);
    }

    /** The first slash that does not belong to {@code ://}. */
    private static int pathAt(String text) {
        int at = 0;
        while (at < text.length() && !isAny(AFTER_HOST, text.charAt(at))) {
            at++;
        }
        boolean isPair =
                at + 1 < text.length()
                        && isAny(SLASH_SIGNS, text.charAt(at))
                        && isAny(SLASH_SIGNS, text.charAt(at + 1));
        if (!isPair) {
            return at;
        }
        at += 2;
        while (at < text.length() && !isAny(AFTER_HOST, text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The stop of a sentence; a path may end with one of its own. */
    private static String withoutStop(String text) {
        int slashes = text.indexOf("://");
        if (text.indexOf('/', slashes < 0 ? 0 : slashes + 3) >= 0) {
            return text;
        }
        int end = text.length();
        while (end > 0 && isAny(STOPS, text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
