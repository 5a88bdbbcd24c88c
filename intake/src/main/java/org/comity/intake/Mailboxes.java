package org.comity.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * Addresses out of a header value (RFC 5322, section 3.4), leniently: what stands in angle
 * brackets, or else every word with an "@". Comments and quoted display names are passed over.
 */
final class Mailboxes {
    /** Addresses taken of one field; a mail to more people than that names the first ones. */
    static final int ADDRESSES_MAX = 1_000;

    private Mailboxes() {}

    static List<String> of(String value) {
        List<String> bracketed = new ArrayList<>();
        List<String> bare = new ArrayList<>();
        var word = new StringBuilder();
        for (int at = 0; at < value.length(); ) {
            char c = value.charAt(at);
            if (c == '"' && !continuesAfterQuote(value, at)) {
                at = skip(value, at + 1, '"');
            } else if (c == '(') {
                at = skip(value, at + 1, ')');
            } else if (c == '<') {
                int end = value.indexOf('>', at);
                end = end < 0 ? value.length() : end;
                add(bracketed, value.substring(at + 1, end));
                word.setLength(0);
                at = end + 1;
            } else {
                if (Character.isWhitespace(c) || c == ',' || c == ';') {
                    add(bare, word.toString());
                    word.setLength(0);
                } else {
                    word.append(c);
                }
                at++;
            }
        }
        add(bare, word.toString());
        return List.copyOf(bracketed.isEmpty() ? bare : bracketed);
    }

    /** Every address, bracketed or not: for recipients it is better to take one too many. */
    static List<String> allOf(String value) {
        List<String> all = new ArrayList<>();
        int from = 0;
        boolean sign = false;
        for (int at = 0; at <= value.length(); at++) {
            if (at == value.length() || isBoundary(value.charAt(at))) {
                if (sign) {
                    add(all, value.substring(from, at));
                }
                from = at + 1;
                sign = false;
            } else {
                sign |= value.charAt(at) == '@';
            }
        }
        return List.copyOf(all);
    }

    private static boolean isBoundary(char c) {
        return c <= ' ' || ",;<>()\"[]:".indexOf(c) >= 0;
    }

    /** The part behind the last "@". */
    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static void add(List<String> to, String text) {
        String word = text.strip();
        // A source route (obsolete) stands before the last colon.
        word = word.startsWith("@") ? word.substring(word.lastIndexOf(':') + 1) : word;
        int at = word.lastIndexOf('@');
        if (at > 0 && at < word.length() - 1 && word.length() <= 320 && to.size() < ADDRESSES_MAX) {
            to.add(strip(word));
        }
    }

    private static String strip(String word) {
        String plain = word.startsWith("mailto:") ? word.substring("mailto:".length()) : word;
        int end = plain.length();
        while (end > 0 && ".'`".indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        int from = 0;
        while (from < end && "'`".indexOf(plain.charAt(from)) >= 0) {
            from++;
        }
        return plain.substring(from, end);
    }

    /** A quoted local part, {@code "a b"@example.net}, is no display name. */
    private static boolean continuesAfterQuote(String value, int at) {
        int end = skip(value, at + 1, '"');
        return end < value.length() && value.charAt(end) == '@';
    }

    private static int skip(String value, int from, char close) {
        for (int at = from; at < value.length(); at++) {
            if (value.charAt(at) == '\\') {
                at++;
            } else if (value.charAt(at) == close) {
                return at + 1;
            }
        }
        return value.length();
    }
}
