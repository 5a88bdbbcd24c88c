package org.comity.statement;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one pattern from left to right, once: observations joined by OR, in each comparisons joined
 * by OR. Every method says whether what it wants stood there; at the first "no" the pattern claims
 * nothing.
 */
final class PatternScanner {
    static final int COMPARISONS_MAX = 1_024;
    static final int DEPTH_MAX = 32;

    private final String pattern;
    private final List<StixPattern.Equality> equalities = new ArrayList<>();
    private int at;
    private int comparisons;

    PatternScanner(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Those that compare with a text; empty when anything else than equality and OR stands there.
     */
    List<StixPattern.Equality> equalities() {
        boolean understood = observations(0) && at == pattern.length();
        return understood ? List.copyOf(equalities) : List.of();
    }

    private boolean observations(int depth) {
        do {
            boolean one =
                    take("(")
                            ? depth < DEPTH_MAX && observations(depth + 1) && take(")")
                            : take("[") && comparisons(depth) && take("]");
            if (!one) {
                return false;
            }
        } while (takeWord("OR"));
        return true;
    }

    private boolean comparisons(int depth) {
        do {
            boolean one =
                    take("(")
                            ? depth < DEPTH_MAX && comparisons(depth + 1) && take(")")
                            : comparison();
            if (!one) {
                return false;
            }
        } while (takeWord("OR"));
        return true;
    }

    private boolean comparison() {
        List<String> path = new ArrayList<>();
        if (!path(path)) {
            return false;
        }
        if (takeWord("IN")) {
            return take("(") && set(path) && take(")");
        }
        return (take("==") || take("=")) && constant(path);
    }

    private boolean set(List<String> path) {
        do {
            if (!constant(path)) {
                return false;
            }
        } while (take(","));
        return true;
    }

    /** Section 9.6, object paths. A list index or star gives a path that no subject has. */
    private boolean path(List<String> path) {
        skipSpace();
        if (!name(path, true) || !taken(':') || !component(path)) {
            return false;
        }
        while (true) {
            if (taken('.')) {
                if (!component(path)) {
                    return false;
                }
            } else if (taken('[')) {
                int from = at;
                while (at < pattern.length()
                        && (isDigit(pattern.charAt(at)) || pattern.charAt(at) == '*')) {
                    at++;
                }
                path.add("[" + pattern.substring(from, at));
                if (!taken(']')) {
                    return false;
                }
            } else {
                skipSpace();
                return true;
            }
        }
    }

    private boolean component(List<String> path) {
        if (at < pattern.length() && pattern.charAt(at) == '\'') {
            StringBuilder quoted = new StringBuilder();
            boolean closed = quoted(quoted);
            path.add(quoted.toString());
            return closed;
        }
        return name(path, false);
    }

    private boolean name(List<String> path, boolean mayHyphen) {
        int from = at;
        while (at < pattern.length()
                && (isWordPart(pattern.charAt(at)) || (mayHyphen && pattern.charAt(at) == '-'))) {
            at++;
        }
        path.add(pattern.substring(from, at));
        return at > from && !isDigit(pattern.charAt(from)) && pattern.charAt(from) != '-';
    }

    /**
     * A text makes an equality; numbers, booleans, times, hex and base64 are understood and claim
     * nothing.
     */
    private boolean constant(List<String> path) {
        skipSpace();
        if (++comparisons > COMPARISONS_MAX || at >= pattern.length()) {
            return false;
        }
        char first = pattern.charAt(at);
        if (first == '\'') {
            StringBuilder text = new StringBuilder();
            boolean closed = quoted(text);
            equalities.add(new StixPattern.Equality(path, text.toString()));
            skipSpace();
            return closed;
        }
        boolean typed = first == 't' || first == 'h' || first == 'b';
        if (typed && at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'') {
            at++;
            boolean closed = quoted(new StringBuilder());
            skipSpace();
            return closed;
        }
        return takeWord("true") || takeWord("false") || number();
    }

    private boolean number() {
        int from = at;
        while (at < pattern.length()
                && (isDigit(pattern.charAt(at)) || "+-.".indexOf(pattern.charAt(at)) >= 0)) {
            at++;
        }
        boolean any = at > from;
        skipSpace();
        return any;
    }

    /** Only {@code \\} and {@code \'} are escapes. */
    private boolean quoted(StringBuilder out) {
        at++;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == '\'') {
                return true;
            }
            if (c == '\\') {
                if (at == pattern.length() || "\\'".indexOf(pattern.charAt(at)) < 0) {
                    return false;
                }
                c = pattern.charAt(at++);
            }
            out.append(c);
        }
        return false;
    }

    private boolean taken(char wanted) {
        boolean there = at < pattern.length() && pattern.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private boolean take(String sign) {
        skipSpace();
        boolean there = pattern.startsWith(sign, at);
        at += there ? sign.length() : 0;
        skipSpace();
        return there;
    }

    private boolean takeWord(String word) {
        skipSpace();
        int end = at + word.length();
        boolean there =
                pattern.startsWith(word, at)
                        && (end == pattern.length()
                                || !(isWordPart(pattern.charAt(end))
                                        || pattern.charAt(end) == '-'));
        at = there ? end : at;
        skipSpace();
        return there;
    }

    private void skipSpace() {
        while (at < pattern.length() && " \t\r\n".indexOf(pattern.charAt(at)) >= 0) {
            at++;
        }
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
