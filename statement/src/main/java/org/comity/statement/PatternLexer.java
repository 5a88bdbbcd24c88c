package org.comity.statement;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Cuts a pattern into words, signs and constants. */
final class PatternLexer {
    /** The longest first, so that none hides another. */
    private static final List<String> SIGNS =
            List.of(
                    "==", "!=", "<>", "<=", ">=", "=", "<", ">", "[", "]", "(", ")", ",", ":", ".",
                    "*");

    enum Kind {
        WORD,
        SIGN,
        CONSTANT,
        END
    }

    /**
     * One piece.
     *
     * @param text of a word or sign; of a constant as it stood there
     * @param at 0-based, in UTF-16 units
     * @param constant of a constant
     */
    record Token(Kind kind, String text, int at, Optional<PatternConstant> constant) {
        boolean is(String wanted) {
            return kind != Kind.CONSTANT && text.equals(wanted);
        }
    }

    private final String pattern;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private PatternLexer(String pattern) {
        this.pattern = pattern;
    }

    static Checked<List<Token>> read(String pattern) {
        var lexer = new PatternLexer(pattern);
        while (lexer.skipSpace()) {
            int from = lexer.at;
            if (!lexer.next()) {
                return Checked.refused("not a word, sign or constant", place(from));
            }
        }
        lexer.tokens.add(new Token(Kind.END, "", pattern.length(), Optional.empty()));
        return Checked.good(lexer.tokens);
    }

    static String place(int at) {
        return "character " + (at + 1);
    }

    /** Whether a name needs no quotes. */
    static boolean isWord(String text) {
        return !text.isEmpty()
                && !Ascii.isDigit(text.charAt(0))
                && text.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '_');
    }

    /** False at the end. */
    private boolean skipSpace() {
        while (at < pattern.length() && isSpace(pattern.charAt(at))) {
            at++;
        }
        return at < pattern.length();
    }

    /** Unicode's White_Space, which section 9.4 allows between all pieces. */
    private static boolean isSpace(char c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || c == '\u0085'
                || c == '\u00a0'
                || c == '\u1680'
                || (c >= '\u2000' && c <= '\u200a')
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u202f'
                || c == '\u205f'
                || c == '\u3000';
    }

    private boolean next() {
        char c = pattern.charAt(at);
        if (c == '\'') {
            return text().map(it -> add(new PatternConstant.Text(it))).orElse(false);
        }
        boolean typed = at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'';
        if (typed && (c == 't' || c == 'h' || c == 'b')) {
            return typed(c);
        }
        if (Ascii.isLetter(c) || c == '_') {
            return word();
        }
        return number() || sign();
    }

    private int from;

    private boolean add(PatternConstant constant) {
        String text = pattern.substring(from, at);
        tokens.add(new Token(Kind.CONSTANT, text, from, Optional.of(constant)));
        return true;
    }

    /** Up to the closing apostrophe, without escapes; empty when it is never closed. */
    private Optional<String> text() {
        from = at;
        return quoted(at + 1);
    }

    private Optional<String> quoted(int start) {
        var out = new StringBuilder();
        for (int i = start; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\'') {
                at = i + 1;
                return Optional.of(out.toString());
            }
            if (c == '\\') {
                i++;
                if (i == pattern.length() || "\\'".indexOf(pattern.charAt(i)) < 0) {
                    return Optional.empty();
                }
                c = pattern.charAt(i);
            }
            out.append(c);
        }
        return Optional.empty();
    }

    private boolean typed(char type) {
        from = at;
        Optional<String> text = quoted(at + 2);
        return text.flatMap(it -> constant(type, it)).map(this::add).orElse(false);
    }

    private static Optional<PatternConstant> constant(char type, String text) {
        return switch (type) {
            case 't' ->
                    StixTime.parse(text)
                            .<PatternConstant>map(PatternConstant.Time::new)
                            .or(() -> noSuchDay(text));
            case 'h' ->
                    StixFormats.isHex(text)
                            ? Optional.of(octets(HexFormat.of().parseHex(text)))
                            : Optional.empty();
            default -> base64(text.replace("\n", "").replace("\r", ""));
        };
    }

    /** The grammar lets every month have 31 days. */
    private static Optional<PatternConstant> noSuchDay(String text) {
        boolean late =
                text.length() > 10
                        && List.of("29", "30", "31").contains(text.substring(8, 10))
                        && StixTime.parse(text.substring(0, 8) + "28" + text.substring(10))
                                .isPresent();
        return late ? Optional.of(new PatternConstant.NoSuchDay(text)) : Optional.empty();
    }

    private static Optional<PatternConstant> base64(String text) {
        if (!StixFormats.isBase64(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(octets(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static PatternConstant octets(byte[] bytes) {
        return new PatternConstant.Octets(Bytes.of(bytes));
    }

    /** With hyphens, which only a type may have. */
    private boolean word() {
        from = at;
        while (at < pattern.length()
                && (Ascii.isLetterOrDigit(pattern.charAt(at))
                        || pattern.charAt(at) == '_'
                        || pattern.charAt(at) == '-')) {
            at++;
        }
        String word = pattern.substring(from, at);
        if (word.equals("true") || word.equals("false")) {
            return add(new PatternConstant.Flag(word.equals("true")));
        }
        tokens.add(new Token(Kind.WORD, word, from, Optional.empty()));
        return true;
    }

    /** Digits with at most one point, which has digits behind it; no needless zero before. */
    private boolean number() {
        from = at;
        int i = at;
        boolean signed = pattern.charAt(i) == '-' || pattern.charAt(i) == '+';
        i += signed ? 1 : 0;
        int whole = digits(i);
        int end = whole;
        if (end < pattern.length() && pattern.charAt(end) == '.') {
            end = digits(whole + 1);
            if (end == whole + 1) {
                return false;
            }
        } else if (whole == i || (pattern.charAt(i) == '0' && whole > i + 1)) {
            return false;
        }
        double value = Double.parseDouble(pattern.substring(from, end));
        at = end;
        return Double.isFinite(value) && add(new PatternConstant.Numeral(value));
    }

    private int digits(int start) {
        int end = start;
        while (end < pattern.length() && Ascii.isDigit(pattern.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean sign() {
        for (String sign : SIGNS) {
            if (pattern.startsWith(sign, at)) {
                tokens.add(new Token(Kind.SIGN, sign, at, Optional.empty()));
                at += sign.length();
                return true;
            }
        }
        return false;
    }
}
