package org.comity.statement;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.comity.statement.Comparison.Operator;
import org.comity.value.Checked;

/**
 * Whether an object of an observation compares as a pattern wants (STIX 2.1 section 9.6), with the
 * regular expressions of that pattern compiled.
 */
final class ComparisonMatcher {
    /** Of all regular expressions of a pattern together. */
    private static final int INSTRUCTIONS_MAX = 32_768;

    /** What one of its instructions costs a character, beside the other comparisons. */
    private static final long INSTRUCTION_STEPS = 4;

    private final Map<String, Pattern> regexes = new HashMap<>();
    private int instructions;

    /** Refused where a constant makes the pattern one that never matches (section 9.4). */
    static Checked<ComparisonMatcher> of(List<Comparison.Test> tests) {
        var matcher = new ComparisonMatcher();
        for (Comparison.Test test : tests) {
            for (PatternConstant constant : test.constants()) {
                if (constant instanceof PatternConstant.NoSuchDay(String day)) {
                    return Checked.refused("a day that no month has", day);
                }
                if (test.operator() == Operator.MATCHES
                        && constant instanceof PatternConstant.Text(String regex)
                        && !matcher.compile(Blocks.nfc(regex))) {
                    return Checked.refused(
                            "a regular expression beyond linear time, or too large", regex);
                }
            }
        }
        return Checked.good(matcher);
    }

    private boolean compile(String regex) {
        Optional<Pattern> compiled =
                regexes.containsKey(regex)
                        ? Optional.of(regexes.get(regex))
                        : LinearRegex.compile(regex);
        if (compiled.isPresent() && regexes.put(regex, compiled.get()) == null) {
            instructions += compiled.get().programSize();
        }
        return compiled.isPresent() && instructions <= INSTRUCTIONS_MAX;
    }

    /** All comparisons start from one object. */
    boolean matches(Comparison comparison, Json.Members object, PathValue.Looking in) {
        return switch (comparison) {
            case Comparison.All(List<Comparison> all) ->
                    all.stream().allMatch(it -> matches(it, object, in));
            case Comparison.Any(List<Comparison> any) ->
                    any.stream().anyMatch(it -> matches(it, object, in));
            case Comparison.Test test ->
                    object.text("type").equals(Optional.of(test.path().type()))
                            && tests(test, object, in);
        };
    }

    /** What holds of an object that matches: the path of each comparison, and the value there. */
    void collect(
            Comparison comparison,
            Json.Members object,
            PathValue.Looking in,
            BiConsumer<ObjectPath, Json> into) {
        switch (comparison) {
            case Comparison.All(List<Comparison> all) ->
                    all.forEach(it -> collect(it, object, in, into));
            case Comparison.Any(List<Comparison> any) ->
                    any.stream()
                            .filter(it -> matches(it, object, in))
                            .forEach(it -> collect(it, object, in, into));
            case Comparison.Test test -> {
                boolean isThere = test.operator() == Operator.EXISTS;
                var _ =
                        PathValue.anyAt(
                                test.path().steps(),
                                object,
                                in,
                                it -> {
                                    boolean is =
                                            isThere
                                                    || holds(test, it, in.work())
                                                            != test.isNegated();
                                    if (is) {
                                        into.accept(test.path(), it.json());
                                    }
                                    return is;
                                });
            }
        }
    }

    /** Where nothing lies at the path the answer is no, whatever the operator (section 9.6). */
    private boolean tests(Comparison.Test test, Json.Members object, PathValue.Looking in) {
        boolean exists = test.operator() == Operator.EXISTS;
        Predicate<PathValue> wanted =
                exists ? _ -> true : it -> holds(test, it, in.work()) != test.isNegated();
        boolean found = PathValue.anyAt(test.path().steps(), object, in, wanted);
        return exists ? found != test.isNegated() : found;
    }

    private boolean holds(Comparison.Test test, PathValue value, Work work) {
        int length = value.json() instanceof Json.Text(String text) ? text.length() : 1;
        // Text is made normal, bytes are read, blocks are parsed, once for each constant.
        work.spend((long) length * Math.max(1, test.constants().size()));
        if (test.operator() == Operator.IN) {
            return isHomogeneous(test.constants())
                    && test.constants().stream()
                            .anyMatch(it -> order(value, it).equals(Optional.of(0)));
        }
        PatternConstant constant = test.constants().getFirst();
        return switch (test.operator()) {
            case EQUAL -> order(value, constant).equals(Optional.of(0));
            case UNEQUAL -> !order(value, constant).equals(Optional.of(0));
            case GREATER -> order(value, constant).filter(it -> it > 0).isPresent();
            case LESS -> order(value, constant).filter(it -> it < 0).isPresent();
            case AT_LEAST -> order(value, constant).filter(it -> it >= 0).isPresent();
            case AT_MOST -> order(value, constant).filter(it -> it <= 0).isPresent();
            case LIKE -> isLike(value, constant, work);
            case MATCHES -> isMatched(value, constant, work);
            case ISSUBSET -> Blocks.isWithin(text(value), text(constant));
            case ISSUPERSET -> Blocks.isWithin(text(constant), text(value));
            case IN, EXISTS -> throw new IllegalStateException("answered above");
        };
    }

    /** Section 9.6.1: one data type; whole and other numbers compare with one another. */
    private static boolean isHomogeneous(List<PatternConstant> constants) {
        return constants.stream().map(Object::getClass).distinct().count() <= 1;
    }

    /** Empty where the two cannot be compared. */
    private static Optional<Integer> order(PathValue value, PatternConstant constant) {
        return switch (constant) {
            case PatternConstant.Numeral(double wanted) ->
                    value.json() instanceof Json.Numeral(double is)
                            ? Optional.of(Double.compare(is + 0.0, wanted + 0.0)) // -0 is 0
                            : Optional.empty();
            case PatternConstant.Flag(boolean wanted) ->
                    value.json() instanceof Json.Flag(boolean is) && is == wanted
                            ? Optional.of(0)
                            : Optional.empty();
            case PatternConstant.Time(StixTime wanted) ->
                    value.json() instanceof Json.Text(String text)
                            ? StixTime.parse(text).map(is -> is.compareTo(wanted))
                            : Optional.empty();
            case PatternConstant.NoSuchDay _ -> Optional.empty();
            case PatternConstant.Text(String wanted) ->
                    value.isOctets()
                            ? octets(value).flatMap(is -> latin(wanted).map(is::compareTo))
                            : text(value).map(is -> byCodePoint(is, wanted));
            case PatternConstant.Octets(var wanted) ->
                    octets(value)
                            .map(is ->
                                    is.compareTo(
                                            new String(
                                                    wanted.array(), StandardCharsets.ISO_8859_1)));
        };
    }

    /** Section 9.6.2: code points, where UTF-16 would put surrogates before U+E000. */
    private static int byCodePoint(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        if (at == one.length() || at == other.length()) {
            return Integer.compare(one.length(), other.length());
        }
        int from = at > 0 && Character.isLowSurrogate(one.charAt(at)) ? at - 1 : at;
        return Integer.compare(one.codePointAt(from), other.codePointAt(from));
    }

    private static boolean isLike(PathValue value, PatternConstant constant, Work work) {
        Optional<String> is = value.isOctets() ? octets(value) : text(value).map(Blocks::nfc);
        Optional<String> like = text(constant).map(Blocks::nfc);
        return is.isPresent() && like.isPresent() && Blocks.isLike(is.get(), like.get(), work);
    }

    private boolean isMatched(PathValue value, PatternConstant constant, Work work) {
        Optional<String> is = value.isOctets() ? octets(value) : text(value).map(Blocks::nfc);
        Optional<Pattern> regex = text(constant).map(Blocks::nfc).map(regexes::get);
        if (is.isEmpty() || regex.isEmpty()) {
            return false;
        }
        work.spend(INSTRUCTION_STEPS * regex.get().programSize() * is.get().length());
        return regex.get().matcher(is.get()).find();
    }

    private static Optional<String> text(PathValue value) {
        return value.json() instanceof Json.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Optional<String> text(PatternConstant constant) {
        return constant instanceof PatternConstant.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Section 9.6.4: the bytes of the value, each as one character. */
    private static Optional<String> octets(PathValue value) {
        Optional<String> text = text(value);
        if (!value.isOctets()) {
            return text.flatMap(ComparisonMatcher::latin);
        }
        try {
            return text.map(it ->
                    new String(
                            value.isHex()
                                    ? HexFormat.of().parseHex(it)
                                    : Base64.getDecoder().decode(it),
                            StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Section 9.2: text below U+0100 stands for the bytes of its code points. */
    private static Optional<String> latin(String text) {
        return text.chars().allMatch(c -> c < 0x100) ? Optional.of(text) : Optional.empty();
    }
}
