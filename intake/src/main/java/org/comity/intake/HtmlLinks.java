package org.comity.intake;

import java.util.BitSet;
import java.util.Locale;
import org.comity.intake.Candidates.Form;
import org.comity.statement.Role;
import org.jsoup.parser.Parser;

/**
 * Links and text of an HTML body, in one pass without a tree: a tokeniser after the HTML standard
 * (13.2.5), which is all that links need and costs a small part of what a tree costs. Attributes
 * that lead the reader on (href of a and area, action, a refresh) are called-to links, what is
 * loaded (src, background) is content. Text inside blockquote is quoted, and the text of a link is
 * not where it leads: both are mentions.
 */
final class HtmlLinks {
    private static final int TAG_CHARS_MAX = 200;

    private final String html;
    private final Role strongest;
    private final Candidates to;
    private final BodyText body;

    /** What is shown outside of quotations; only when somebody wants it. */
    private final StringBuilder shown = new StringBuilder();

    private final StringBuilder text = new StringBuilder();
    private int at;
    private int quotes;

    /** By depth of quotes: those that say they quote; others only indent. */
    private final BitSet cites = new BitSet();

    private boolean inAnchor;

    private HtmlLinks(String html, Role strongest, Candidates to, BodyText body) {
        this.html = html;
        this.strongest = strongest;
        this.to = to;
        this.body = body;
    }

    /**
     * @param strongest MENTION for a page that stands in an attachment or attached mail, else
     *     CALLED_TO_LINK
     * @param body takes the text of the page
     */
    static void scan(String html, Role strongest, Candidates to, BodyText body) {
        new HtmlLinks(html, strongest, to, body).run();
    }

    private void run() {
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0 || open + 1 >= html.length()) {
                text.append(html, at, html.length());
                break;
            }
            text.append(html, at, open);
            at = open + 1;
            char next = html.charAt(at);
            if (isLetter(next)) {
                startTag();
            } else if (next == '/' && at + 1 < html.length() && isLetter(html.charAt(at + 1))) {
                endTag();
            } else if (next == '!' || next == '?' || next == '/') {
                comment();
            } else {
                text.append('<');
            }
        }
        flush();
        body.add(shown.toString());
    }

    private void comment() {
        if (html.startsWith("!--", at)) {
            // "<!-->" and "<!--->" are whole comments.
            int end = html.indexOf("-->", at + 1);
            end = end < 0 ? html.length() : end + 3;
            int bang = html.indexOf("--!>", Math.min(at + 3, end), end);
            at = bang < 0 ? end : bang + 4;
        } else {
            int end = html.indexOf('>', at);
            at = end < 0 ? html.length() : end + 1;
        }
    }

    private void endTag() {
        at++;
        String name = name();
        at = HtmlTag.read(html, at, (_, _) -> {});
        switch (name) {
            case "a" -> anchor(false);
            case "blockquote", "excerpt" -> endQuote();
            default -> gap(name);
        }
    }

    private void startTag() {
        int from = at;
        String name = name();
        var tag = new HtmlTag(name);
        at = HtmlTag.read(html, at, tag::take);
        switch (name) {
            case "a" -> anchor(!tag.href().isEmpty());
            // "excerpt" is the same in text/enriched (RFC 1896).
            case "blockquote", "excerpt" -> startQuote(isCite(from));
            case "script", "style", "title", "xmp", "iframe", "noembed", "noframes", "textarea" ->
                    skipRawText(name);
            default -> gap(name);
        }
        links(name, tag);
    }

    private void links(String name, HtmlTag tag) {
        switch (name) {
            case "a", "area", "base" -> link(tag.href(), called());
            case "form", "button", "input" -> link(tag.action(), called());
            case "meta" -> link(tag.refresh(), called());
            default -> link(tag.href(), weaker());
        }
        link(tag.source(), weaker());
    }

    private Role called() {
        return quotes > 0 ? Role.MENTION : strongest;
    }

    private Role weaker() {
        return called() == Role.MENTION ? Role.MENTION : Role.CONTENT;
    }

    private void link(String raw, Role role) {
        if (raw.isEmpty() || raw.length() > Candidates.CHARS_MAX) {
            return;
        }
        String link = HtmlTag.withoutBreaks(unescape(raw, true));
        if (link.regionMatches(true, 0, "mailto:", 0, 7)) {
            int end = link.indexOf('?');
            String addresses = link.substring(7, end < 0 ? link.length() : end);
            for (String address : Mailboxes.of(TextCodes.unpercent(addresses))) {
                to.add(Form.MAIL_ADDRESS, address, Role.MENTION);
            }
        } else if (link.startsWith("//")) {
            to.add(Form.LINK, "http:" + link, role);
        } else if (link.regionMatches(true, 0, "www.", 0, 4)) {
            // Relative by the book, but mail programs and their readers take it for a host.
            to.add(Form.LINK, "http://" + link, role);
        } else if (hasScheme(link)) {
            to.add(Form.LINK, link, role);
        }
    }

    private static boolean hasScheme(String link) {
        return link.regionMatches(true, 0, "http:", 0, 5)
                || link.regionMatches(true, 0, "https:", 0, 6)
                || link.regionMatches(true, 0, "ftp:", 0, 4);
    }

    private void anchor(boolean opens) {
        flush();
        inAnchor = opens;
    }

    private void startQuote(boolean cite) {
        flush();
        cites.set(quotes, cite);
        quotes++;
        text.append('\n');
    }

    private void endQuote() {
        flush();
        quotes = Math.max(0, quotes - 1);
        cites.clear(quotes);
        text.append('\n');
    }

    /** {@code type="cite"}, {@code class="gmail_quote"} and their like. */
    private boolean isCite(int from) {
        String tag =
                html.substring(from, Math.min(at, from + TAG_CHARS_MAX)).toLowerCase(Locale.ROOT);
        return tag.contains("cite") || tag.contains("_quote") || tag.startsWith("excerpt");
    }

    /** Inline elements do not part a word; all others do. */
    private void gap(String name) {
        switch (name) {
            case "b",
                    "i",
                    "u",
                    "em",
                    "font",
                    "span",
                    "strong",
                    "tt",
                    "code",
                    "small",
                    "big",
                    "wbr",
                    "s",
                    "sub",
                    "sup",
                    "strike" -> {}
            default -> text.append('\n');
        }
    }

    private void skipRawText(String name) {
        for (int close = html.indexOf("</", at);
                close >= 0;
                close = html.indexOf("</", close + 2)) {
            if (html.regionMatches(true, close + 2, name, 0, name.length())) {
                at = close;
                return;
            }
        }
        at = html.length();
    }

    private void flush() {
        if (text.indexOf(".") >= 0 || text.indexOf("&") >= 0) {
            Role role = inAnchor || quotes > 0 ? Role.MENTION : strongest;
            String plain = unescape(text.toString(), false);
            TextLinks.scan(plain, role, to);
            show(plain);
        } else {
            show(text);
        }
        text.setLength(0);
    }

    private void show(CharSequence plain) {
        if (body.isWanted() && cites.isEmpty()) {
            shown.append(plain);
        }
    }

    /**
     * Character references; of a link the query does not leave, so references in it need no
     * reading.
     */
    private static String unescape(String raw, boolean attribute) {
        int amp = raw.indexOf('&');
        if (amp < 0) {
            return raw;
        }
        int query = attribute ? raw.indexOf('?') : -1;
        if (query >= 0 && query < amp) {
            return raw.substring(0, query);
        }
        return Parser.unescapeEntities(raw, attribute);
    }

    private String name() {
        int from = at;
        while (at < html.length() && !HtmlTag.endsName(html.charAt(at))) {
            at++;
        }
        return html.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
