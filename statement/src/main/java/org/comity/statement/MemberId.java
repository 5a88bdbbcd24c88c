package org.comity.statement;

import org.comity.value.Checked;

/**
 * A member's name in the exchange: lower-case letters, digits, dots and hyphens, at most 63, such
 * as {@code cert.example}. It stands in origins and key names, so it is part of what is signed.
 */
public record MemberId(String name) implements Comparable<MemberId> {
    public static final int LENGTH_MAX = 63;

    public MemberId {
        if (!isValid(name)) {
            throw new IllegalArgumentException("not a member name");
        }
    }

    public static Checked<MemberId> parse(String text) {
        return isValid(text)
                ? Checked.good(new MemberId(text))
                : Checked.refused(
                        "not a member name: lower-case letters, digits, dots, hyphens", "");
    }

    static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean inner = c == '.' || c == '-';
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!plain && !(inner && at > 0 && at < text.length() - 1)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(MemberId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
