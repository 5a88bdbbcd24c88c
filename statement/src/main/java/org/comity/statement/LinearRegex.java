package org.comity.statement;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Regular expressions that match in linear time and stay small. RE2 writes a counted repetition out
 * as often as it counts, in one another as often as their product, and reads parentheses and
 * optional parts with the stack: who writes a pattern must take neither memory nor stack. So what
 * it would come to is counted before.
 */
final class LinearRegex {
    /** Instructions. */
    static final int SIZE_MAX = 4_096;

    static final int DEPTH_MAX = 64;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,4})(,(\\d{0,4}))?\\}");

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long sum;
    // Of what a count behind it would repeat.
    private long atom;
    private int deepest;

    private LinearRegex(String regex) {
        this.regex = regex;
    }

    /** Empty for what RE2 does not have, and for what is too large. */
    static Optional<Pattern> compile(String regex) {
        var read = new LinearRegex(regex);
        if (regex.length() > SIZE_MAX || read.size() > SIZE_MAX || read.deepest > DEPTH_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(regex, Pattern.DOTALL));
        } catch (PatternSyntaxException beyond) {
            return Optional.empty();
        }
    }

    /** Not less than it will be; of what RE2 refuses, any. */
    private long size() {
        while (at < regex.length() && sum <= SIZE_MAX) {
            switch (regex.charAt(at)) {
                case '\\' -> escape();
                case '[' -> one(classEnd(regex, at));
                case '(' -> {
                    outer.push(sum);
                    deepest = Math.max(deepest, outer.size());
                    sum = 0;
                    atom = 0;
                    at++;
                }
                case ')' -> {
                    atom = sum + 2;
                    sum = (outer.isEmpty() ? 0 : outer.pop()) + atom;
                    at++;
                }
                case '*', '+', '?', '|' -> {
                    sum += 2;
                    atom += 2;
                    at++;
                }
                case '{' -> count();
                default -> one(at + 1);
            }
        }
        return sum;
    }

    private void one(int end) {
        atom = 1;
        sum++;
        at = end;
    }

    private void escape() {
        char kind = at + 1 < regex.length() ? regex.charAt(at + 1) : ' ';
        if (kind == 'Q') {
            int end = regex.indexOf("\\E", at + 2);
            sum += (end < 0 ? regex.length() : end) - at - 2;
            atom = 1;
            at = end < 0 ? regex.length() : end + 2;
            return;
        }
        boolean named = "pPx".indexOf(kind) >= 0 && regex.startsWith("{", at + 2);
        int end = named ? regex.indexOf('}', at) : at + 1;
        one(end < 0 ? regex.length() : end + 1);
    }

    /** Behind the bracket that closes the set of characters that opens here. */
    static int classEnd(String regex, int at) {
        int in = at + 1;
        in += regex.startsWith("^", in) ? 1 : 0;
        in += regex.startsWith("]", in) ? 1 : 0;
        while (in < regex.length() && regex.charAt(in) != ']') {
            int named = regex.startsWith("[:", in) ? regex.indexOf(":]", in + 2) : -1;
            in = named > 0 ? named + 2 : in + (regex.charAt(in) == '\\' ? 2 : 1);
        }
        return in + 1;
    }

    private void count() {
        Matcher count = COUNT.matcher(regex).region(at, regex.length());
        if (!count.lookingAt()) {
            one(at + 1);
            return;
        }
        int least = Integer.parseInt(count.group(1));
        boolean ends = count.group(3) != null && !count.group(3).isEmpty();
        long times = ends ? Math.max(least, Integer.parseInt(count.group(3))) : least + 1;
        // An optional one more for each.
        long more = atom * times + times;
        sum += more;
        atom += more;
        at = count.end();
    }
}
