package org.comity.statement;

import java.util.Optional;

/** What must stand in a text for a wildcard or a regular expression to match it. */
final class PatternParts {
    private String longest = "";
    private final StringBuilder run = new StringBuilder();

    private PatternParts() {}

    /** The longest between wildcards; empty when it is short. */
    static Optional<String> ofLike(String like) {
        var parts = new PatternParts();
        for (char c : Blocks.nfc(like).toCharArray()) {
            if (c == '%' || c == '_') {
                parts.end();
            } else {
                parts.run.append(c);
            }
        }
        return parts.found();
    }

    /**
     * The longest that stands outside of parentheses and sets and is not optional; empty when it is
     * short, or when choices or flags make it hard to say.
     */
    static Optional<String> ofRegex(String regex) {
        var parts = new PatternParts();
        String text = Blocks.nfc(regex);
        boolean plain = !text.contains("(?") && !text.contains("\\Q") && parts.read(text);
        return plain ? parts.found() : Optional.empty();
    }

    private boolean read(String regex) {
        int depth = 0;
        for (int at = 0; at < regex.length(); at++) {
            char c = regex.charAt(at);
            switch (c) {
                case '(', ')' -> {
                    depth += c == '(' ? 1 : -1;
                    end();
                }
                case '|' -> {
                    if (depth == 0) {
                        return false;
                    }
                }
                case '*', '?', '{' -> {
                    optional();
                    at = c == '{' ? regex.indexOf('}', at) : at;
                }
                case '+', '^', '$', '.' -> end();
                case '[' -> {
                    end();
                    at = LinearRegex.classEnd(regex, at) - 1;
                }
                case '\\' -> {
                    at++;
                    char escaped = at < regex.length() ? regex.charAt(at) : 'a';
                    if (Ascii.isLetterOrDigit(escaped)) {
                        end();
                        at = regex.startsWith("{", at + 1) ? regex.indexOf('}', at) : at;
                    } else {
                        add(escaped, depth);
                    }
                }
                default -> add(c, depth);
            }
            if (at < 0) {
                return false; // a brace that never closes
            }
        }
        end();
        return true;
    }

    private void add(char c, int depth) {
        if (depth == 0) {
            run.append(c);
        }
    }

    /** What stands last may be left out. */
    private void optional() {
        int length = run.length();
        if (length > 0) {
            run.setLength(run.offsetByCodePoints(length, -1));
        }
        end();
    }

    private void end() {
        longest = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
    }

    private Optional<String> found() {
        end();
        return Optional.of(longest).filter(it -> it.length() >= PatternPlace.PART_MIN);
    }
}
