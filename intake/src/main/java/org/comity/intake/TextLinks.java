package org.comity.intake;

import org.comity.intake.Candidates.Form;
import org.comity.statement.Role;

/**
 * Finds links, names and mail addresses in plain text. Links ("http://", "https://", "ftp://",
 * "www.") outside quoted lines have the role of the text; what stands in lines that begin with ">",
 * bare names and the domains of mail addresses are mentions.
 */
final class TextLinks {
    private final String text;
    private final Role role;
    private final Candidates to;

    /** Behind the last word. */
    private int done;

    /** Of the line that was looked at last. */
    private int lineEnd = -1;

    private boolean quoted;

    private TextLinks(String text, Role role, Candidates to) {
        this.text = text;
        this.role = role;
        this.to = to;
    }

    static void scan(String text, Role role, Candidates to) {
        new TextLinks(text, role, to).words();
    }

    /**
     * Words with a dot inside or a "://"; from one to the next without looking at the text between.
     */
    private void words() {
        int dot = next(".", 0);
        int scheme = next("://", 0);
        while (dot < text.length() || scheme < text.length()) {
            int mark = Math.min(dot, scheme);
            int from = Math.max(mark, done);
            while (from > done && !isGap(text.charAt(from - 1))) {
                from--;
            }
            int end = mark + 1;
            while (end < text.length() && !isGap(text.charAt(end))) {
                end++;
            }
            // A dot at the end of a word ends a sentence.
            if (end > mark + 1 && end - from <= Candidates.CHARS_MAX) {
                word(text.substring(from, end), roleAt(from));
            }
            done = end;
            dot = dot < end ? next(".", end) : dot;
            scheme = scheme < end ? next("://", end) : scheme;
        }
    }

    private int next(String mark, int from) {
        int at = text.indexOf(mark, from);
        return at < 0 ? text.length() : at;
    }

    /** Positions come in ascending order, so each line is looked at once. */
    private Role roleAt(int at) {
        while (lineEnd < at) {
            int start = lineEnd + 1;
            lineEnd = next("\n", start);
            int first = start;
            while (first < lineEnd && text.charAt(first) <= ' ') {
                first++;
            }
            quoted = first < lineEnd && text.charAt(first) == '>';
        }
        return quoted ? Role.MENTION : role;
    }

    private void word(String word, Role lineRole) {
        int scheme = schemeAt(word);
        if (scheme >= 0) {
            to.add(Form.LINK, trim(cutAtLetters(word.substring(scheme))), lineRole);
            return;
        }
        int at = word.indexOf('@');
        if (at >= 0) {
            mailAddress(word, at);
            return;
        }
        int www = wwwAt(word);
        if (www >= 0) {
            to.add(Form.LINK, "http://" + trim(cutAtLetters(word.substring(www))), lineRole);
            return;
        }
        names(word);
    }

    /** Where a link begins in the word, or -1. */
    private static int schemeAt(String word) {
        int colon = word.indexOf("://");
        if (colon < 0) {
            return -1;
        }
        for (String scheme : new String[] {"https", "http", "ftp"}) {
            int from = colon - scheme.length();
            if (from >= 0 && word.regionMatches(true, from, scheme, 0, scheme.length())) {
                return from;
            }
        }
        return -1;
    }

    private static int wwwAt(String word) {
        for (int at = 0; at + 4 < word.length(); at++) {
            if (word.regionMatches(true, at, "www.", 0, 4)) {
                return at == 0 || !isNameChar(word.charAt(at - 1)) ? at : -1;
            }
        }
        return -1;
    }

    private void mailAddress(String word, int at) {
        int from = at;
        while (from > 0 && isLocalChar(word.charAt(from - 1))) {
            from--;
        }
        int end = at + 1;
        while (end < word.length() && isNameChar(word.charAt(end))) {
            end++;
        }
        if (from < at) {
            to.add(Form.MAIL_ADDRESS, trim(word.substring(from, end)), Role.MENTION);
        }
    }

    /** Runs of letters, digits, hyphens and dots that end in two letters or more. */
    private void names(String word) {
        int from = 0;
        for (int at = 0; at <= word.length(); at++) {
            if (at == word.length() || !isNameChar(word.charAt(at))) {
                name(word.substring(from, at));
                from = at + 1;
            }
        }
    }

    private void name(String run) {
        int end = run.length();
        while (end > 0 && !Character.isLetterOrDigit(run.charAt(end - 1))) {
            end--;
        }
        int from = 0;
        while (from < end && !Character.isLetterOrDigit(run.charAt(from))) {
            from++;
        }
        String name = run.substring(from, end);
        int dot = name.lastIndexOf('.');
        if (dot <= 0 || name.contains("..") || name.length() - dot < 3) {
            return;
        }
        String last = name.substring(dot + 1);
        boolean letters = last.chars().allMatch(Character::isLetter);
        // "end.Then" is a sentence that begins without a blank.
        boolean sentence =
                Character.isUpperCase(last.charAt(0)) && Character.isLowerCase(last.charAt(1));
        if (letters && !sentence && !FileNames.looksLikeFile(name)) {
            to.add(Form.NAME, name, Role.MENTION);
        }
    }

    /**
     * Text of other scripts may follow a link without a blank; in the host it may belong to the
     * name.
     */
    private static String cutAtLetters(String link) {
        int slash = link.indexOf('/', Math.max(0, link.indexOf("://") + 3));
        for (int at = Math.max(slash, 0); at < link.length(); at++) {
            if (slash >= 0 && link.charAt(at) > 0x7E) {
                return link.substring(0, at);
            }
        }
        return link;
    }

    /**
     * Punctuation at the end belongs to the sentence; a closing bracket only when it was not opened
     * inside.
     */
    private static String trim(String link) {
        String opened = link.indexOf('(') < 0 ? "" : "(";
        opened += link.indexOf('[') < 0 ? "" : "[";
        opened += link.indexOf('{') < 0 ? "" : "{";
        int end = link.length();
        while (end > 0) {
            char last = link.charAt(end - 1);
            boolean bracket = last == ')' || last == ']' || last == '}';
            if (bracket && opened.indexOf(opening(last)) >= 0) {
                break;
            }
            if (!bracket && ".,;:!?'*_~=\\".indexOf(last) < 0) {
                break;
            }
            end--;
        }
        return link.substring(0, end);
    }

    private static char opening(char closing) {
        return closing == ')' ? '(' : closing == ']' ? '[' : '{';
    }

    private static boolean isGap(char c) {
        return c <= ' '
                || c == '<'
                || c == '>'
                || c == '"'
                || c == '`'
                || c == '|'
                || c == 0x7F
                || (c >= 0x80 && (Character.isWhitespace(c) || !Character.isLetterOrDigit(c)));
    }

    private static boolean isNameChar(char c) {
        return c == '.' || c == '-' || c == '_' || Character.isLetterOrDigit(c);
    }

    private static boolean isLocalChar(char c) {
        return isNameChar(c) || "+=!#$%&*/?^{}~".indexOf(c) >= 0;
    }
}
