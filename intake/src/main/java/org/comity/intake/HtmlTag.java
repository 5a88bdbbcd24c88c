package org.comity.intake;

import java.util.List;
import java.util.Locale;

/**
 * The attributes of one tag that may hold a link. The first of a name counts, as in the HTML
 * standard.
 */
final class HtmlTag {
    /** Called for each attribute in order. */
    interface Taker {
        void take(String name, String value);
    }

    private static final List<String> NAMES =
            List.of(
                    "href",
                    "src",
                    "action",
                    "background",
                    "content",
                    "http-equiv",
                    "formaction",
                    "data",
                    "poster",
                    "lowsrc");

    private final boolean meta;
    private String href = "";
    private String action = "";
    private String source = "";
    private String content = "";
    private boolean refreshes;

    HtmlTag(String name) {
        this.meta = name.equals("meta");
    }

    void take(String name, String value) {
        switch (name) {
            case "href" -> href = href.isEmpty() ? value : href;
            case "action", "formaction" -> action = action.isEmpty() ? value : action;
            case "src", "background", "data", "poster", "lowsrc" ->
                    source = source.isEmpty() ? value : source;
            case "content" -> content = value;
            case "http-equiv" -> refreshes = value.equalsIgnoreCase("refresh");
            default -> {}
        }
    }

    String href() {
        return href;
    }

    String action() {
        return action;
    }

    String source() {
        return source;
    }

    /** Where a meta refresh leads: {@code content="0; url=http://..."}. */
    String refresh() {
        int url = content.toLowerCase(Locale.ROOT).indexOf("url=");
        return meta && refreshes && url >= 0 ? unquote(content.substring(url + 4)) : "";
    }

    /** Reads attributes from {@code from} on; returns where the tag ended. */
    static int read(String html, int from, Taker taker) {
        int at = from;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '>') {
                return at + 1;
            }
            if (c <= ' ' || c == '/') {
                at++;
                continue;
            }
            int nameEnd = at + 1;
            while (nameEnd < html.length()
                    && !endsName(html.charAt(nameEnd))
                    && html.charAt(nameEnd) != '=') {
                nameEnd++;
            }
            String name = known(html, at, nameEnd);
            at = blanks(html, nameEnd);
            if (at < html.length() && html.charAt(at) == '=') {
                int valueAt = blanks(html, at + 1);
                at = valueEnd(html, valueAt);
                if (!name.isEmpty()) {
                    taker.take(name, value(html, valueAt, at));
                }
            }
        }
        return html.length();
    }

    /** The name in small letters if it may hold a link, else empty: most attributes only paint. */
    private static String known(String html, int from, int to) {
        for (String name : NAMES) {
            if (name.length() == to - from && html.regionMatches(true, from, name, 0, to - from)) {
                return name;
            }
        }
        return "";
    }

    private static int valueEnd(String html, int from) {
        if (from >= html.length()) {
            return html.length();
        }
        char quote = html.charAt(from);
        if (quote == '"' || quote == '\'') {
            int end = html.indexOf(quote, from + 1);
            return end < 0 ? html.length() : end + 1;
        }
        int at = from;
        while (at < html.length() && html.charAt(at) > ' ' && html.charAt(at) != '>') {
            at++;
        }
        return at;
    }

    private static String value(String html, int from, int to) {
        String value = html.substring(Math.min(from, to), to).strip();
        // Quoted-printable that nobody declared leaves its "=3D" behind.
        return unquote(
                value.startsWith("3D\"") || value.startsWith("3D'") ? value.substring(2) : value);
    }

    private static String unquote(String value) {
        String text = value.strip();
        boolean quoted = !text.isEmpty() && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        if (!quoted) {
            return text;
        }
        int end = text.indexOf(text.charAt(0), 1);
        return text.substring(1, end < 0 ? text.length() : end).strip();
    }

    /** A URL loses tabs and line breaks wherever they stand; URL Standard, 4.4. */
    static String withoutBreaks(String link) {
        boolean any = link.indexOf('\n') >= 0 || link.indexOf('\t') >= 0 || link.indexOf('\r') >= 0;
        return any ? link.replaceAll("[\\n\\r\\t]", "") : link;
    }

    static boolean endsName(char c) {
        return c <= ' ' || c == '/' || c == '>';
    }

    private static int blanks(String html, int from) {
        int at = from;
        while (at < html.length() && html.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }
}
