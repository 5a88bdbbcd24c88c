package org.comity.statement;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.Comparison.Operator;
import org.comity.statement.ObservationExpression.Qualifier;
import org.comity.statement.PatternLexer.Kind;
import org.comity.statement.PatternLexer.Token;
import org.comity.value.Checked;

/**
 * The whole grammar of STIX patterns (STIX 2.1 section 9), from left to right, once. Binds tighter
 * first: parentheses, AND, OR, FOLLOWEDBY; qualifiers belong to what stands right before them.
 */
final class PatternParser {
    static final int LENGTH_MAX = 65_536;
    static final int COMPARISONS_MAX = 1_024;
    static final int DEPTH_MAX = 32;

    /** Each lies within the next, so that reading them takes as much of the stack. */
    static final int FOLLOWED_MAX = 128;

    /** An object is no deeper, and behind references each step takes of a reader's stack. */
    static final int STEPS_MAX = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int comparisons;
    private int followed;

    private PatternParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Checked<ObservationExpression> parse(String pattern) {
        if (pattern.length() > LENGTH_MAX) {
            return Checked.refused("pattern over 65536 characters", "");
        }
        return PatternLexer.read(pattern)
                .then(tokens -> {
                    var parser = new PatternParser(tokens);
                    try {
                        ObservationExpression whole = parser.followed();
                        parser.want(Kind.END, "");
                        return Checked.good(whole);
                    } catch (Refusal refusal) {
                        return Checked.refused(refusal.why, refusal.where);
                    }
                });
    }

    private ObservationExpression followed() {
        ObservationExpression first = either();
        while (take("FOLLOWEDBY")) {
            if (++followed > FOLLOWED_MAX) {
                throw refusal("over 128 times FOLLOWEDBY");
            }
            first = new ObservationExpression.Followed(first, either());
        }
        return first;
    }

    private ObservationExpression either() {
        List<ObservationExpression> all = new ArrayList<>(List.of(both()));
        while (take("OR")) {
            all.add(both());
        }
        return all.size() == 1 ? all.getFirst() : new ObservationExpression.Any(all);
    }

    private ObservationExpression both() {
        List<ObservationExpression> all = new ArrayList<>(List.of(qualified()));
        while (take("AND")) {
            all.add(qualified());
        }
        return all.size() == 1 ? all.getFirst() : new ObservationExpression.All(all);
    }

    private ObservationExpression qualified() {
        ObservationExpression of;
        if (take("(")) {
            enter();
            of = followed();
            depth--;
            want(Kind.SIGN, ")");
        } else {
            want(Kind.SIGN, "[");
            of = new ObservationExpression.One(anyOf());
            want(Kind.SIGN, "]");
        }
        Set<Class<?>> seen = new HashSet<>();
        Optional<Qualifier> qualifier = qualifier();
        while (qualifier.isPresent()) {
            if (!seen.add(qualifier.get().getClass())) {
                throw refusal("the same qualifier twice");
            }
            of = new ObservationExpression.Qualified(of, qualifier.get());
            qualifier = qualifier();
        }
        return of;
    }

    private Optional<Qualifier> qualifier() {
        if (take("REPEATS")) {
            double times = number();
            if (times < 1 || times != Math.rint(times) || times > Integer.MAX_VALUE) {
                throw refusal("REPEATS takes a whole number from 1 on");
            }
            want(Kind.WORD, "TIMES");
            return Optional.of(new Qualifier.Repeats((int) times));
        }
        if (take("WITHIN")) {
            double seconds = number();
            if (seconds < 0 || tokens.get(at - 1).text().startsWith("-")) {
                at--;
                throw refusal("WITHIN takes a positive number");
            }
            want(Kind.WORD, "SECONDS");
            return Optional.of(new Qualifier.Within(seconds));
        }
        if (take("START")) {
            StixTime start = time();
            want(Kind.WORD, "STOP");
            return Optional.of(new Qualifier.Between(start, time()));
        }
        return Optional.empty();
    }

    private Comparison anyOf() {
        List<Comparison> all = new ArrayList<>(List.of(allOf()));
        while (take("OR")) {
            all.add(allOf());
        }
        return all.size() == 1 ? all.getFirst() : new Comparison.Any(all);
    }

    private Comparison allOf() {
        List<Comparison> all = new ArrayList<>(List.of(comparison()));
        while (take("AND")) {
            all.add(comparison());
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        Set<String> types = types(all.getFirst());
        for (Comparison one : all) {
            types.retainAll(types(one));
        }
        if (types.isEmpty()) {
            throw refusal("AND of objects of different types");
        }
        return new Comparison.All(all);
    }

    /** Of which types an object can be that satisfies it. */
    private static Set<String> types(Comparison comparison) {
        return switch (comparison) {
            case Comparison.Test test -> new HashSet<>(Set.of(test.path().type()));
            case Comparison.All(List<Comparison> of) -> {
                Set<String> types = types(of.getFirst());
                of.forEach(it -> types.retainAll(types(it)));
                yield types;
            }
            case Comparison.Any(List<Comparison> of) -> {
                Set<String> types = new HashSet<>();
                of.forEach(it -> types.addAll(types(it)));
                yield types;
            }
        };
    }

    private Comparison comparison() {
        if (take("(")) {
            enter();
            Comparison inner = anyOf();
            depth--;
            want(Kind.SIGN, ")");
            return inner;
        }
        count();
        boolean negatedExists = peek().is("NOT") && tokens.get(at + 1).is("EXISTS");
        if (negatedExists || peek().is("EXISTS")) {
            at += negatedExists ? 2 : 1;
            return new Comparison.Test(path(), negatedExists, Operator.EXISTS, List.of());
        }
        ObjectPath path = path();
        boolean negated = take("NOT");
        Operator operator = operator();
        List<PatternConstant> constants = constants(operator);
        constants.forEach(it -> hash(path, it));
        return new Comparison.Test(path, negated, operator, constants);
    }

    /** Of comparisons, each value of a set one more. */
    private void count() {
        if (++comparisons > COMPARISONS_MAX) {
            throw refusal("over 1024 comparisons");
        }
    }

    private Operator operator() {
        Token token = tokens.get(at++);
        return switch (token.kind() == Kind.CONSTANT ? "" : token.text()) {
            case "=", "==" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.UNEQUAL;
            case ">" -> Operator.GREATER;
            case "<" -> Operator.LESS;
            case ">=" -> Operator.AT_LEAST;
            case "<=" -> Operator.AT_MOST;
            case "IN" -> Operator.IN;
            case "LIKE" -> Operator.LIKE;
            case "MATCHES" -> Operator.MATCHES;
            case "ISSUBSET" -> Operator.ISSUBSET;
            case "ISSUPERSET" -> Operator.ISSUPERSET;
            default -> {
                at--;
                throw refusal("a comparison operator is missing");
            }
        };
    }

    private List<PatternConstant> constants(Operator operator) {
        if (operator == Operator.IN) {
            return set();
        }
        PatternConstant constant = constant();
        boolean wantsText =
                EnumSet.of(Operator.LIKE, Operator.MATCHES, Operator.ISSUBSET, Operator.ISSUPERSET)
                        .contains(operator);
        boolean ordered =
                !EnumSet.of(Operator.EQUAL, Operator.UNEQUAL).contains(operator) && !wantsText;
        if ((wantsText && !(constant instanceof PatternConstant.Text))
                || (ordered && constant instanceof PatternConstant.Flag)) {
            at--;
            throw refusal("the operator does not take such a constant");
        }
        return List.of(constant);
    }

    private List<PatternConstant> set() {
        want(Kind.SIGN, "(");
        List<PatternConstant> constants = new ArrayList<>();
        if (!take(")")) {
            do {
                constants.add(constant());
                count();
            } while (take(","));
            want(Kind.SIGN, ")");
        }
        return constants;
    }

    /** Section 2.7: a hash looks as its algorithm gives it. */
    private void hash(ObjectPath path, PatternConstant constant) {
        int last = path.steps().size() - 1;
        boolean isHash =
                last >= 1
                        && path.steps().get(last - 1).equals(new ObjectPath.Step.Name("hashes"))
                        && path.steps().get(last) instanceof ObjectPath.Step.Name
                        && constant instanceof PatternConstant.Text;
        if (isHash
                && path.steps().get(last) instanceof ObjectPath.Step.Name(String algorithm)
                && constant instanceof PatternConstant.Text(String text)
                && tokens.get(at - 2).is("=")
                && !StixFormats.isHash(algorithm, text)) {
            at--;
            throw refusal("not a hash of this algorithm");
        }
    }

    private ObjectPath path() {
        String type = word("an object type is missing");
        want(Kind.SIGN, ":");
        List<ObjectPath.Step> steps = new ArrayList<>(List.of(name()));
        while (true) {
            if (steps.size() > STEPS_MAX) {
                throw refusal("over 100 steps in a path");
            }
            if (take(".")) {
                steps.add(name());
            } else if (take("[")) {
                steps.add(take("*") ? new ObjectPath.Step.Every() : index());
                want(Kind.SIGN, "]");
            } else {
                return new ObjectPath(type, steps);
            }
        }
    }

    private ObjectPath.Step name() {
        if (peek().constant().orElse(null) instanceof PatternConstant.Text(String quoted)) {
            at++;
            return new ObjectPath.Step.Name(quoted);
        }
        String name = word("a property name is missing");
        if (!PatternLexer.isWord(name)) {
            at--;
            throw refusal("a name with a hyphen must stand in apostrophes");
        }
        return new ObjectPath.Step.Name(name);
    }

    private ObjectPath.Step index() {
        double index = number();
        if (index != Math.rint(index)) {
            throw refusal("a list index is a whole number");
        }
        boolean outside = index < 0 || index > Integer.MAX_VALUE;
        return new ObjectPath.Step.Index(outside ? -1 : (int) index);
    }

    private double number() {
        if (constant() instanceof PatternConstant.Numeral(double value)) {
            return value;
        }
        at--;
        throw refusal("a number is missing");
    }

    private StixTime time() {
        if (constant() instanceof PatternConstant.Time(StixTime time)) {
            return time;
        }
        at--;
        throw refusal("a timestamp is missing");
    }

    private PatternConstant constant() {
        PatternConstant constant =
                peek().constant().orElseThrow(() -> refusal("a constant is missing"));
        at++;
        return constant;
    }

    private String word(String otherwise) {
        if (peek().kind() != Kind.WORD) {
            throw refusal(otherwise);
        }
        return tokens.get(at++).text();
    }

    private boolean take(String text) {
        boolean there = peek().is(text);
        at += there ? 1 : 0;
        return there;
    }

    private void want(Kind kind, String text) {
        if (peek().kind() != kind || !peek().text().equals(text)) {
            throw refusal(kind == Kind.END ? "more after the pattern" : "missing: " + text);
        }
        at += kind == Kind.END ? 0 : 1;
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw refusal("over 32 parentheses within one another");
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Refusal refusal(String why) {
        return new Refusal(why, PatternLexer.place(peek().at()));
    }

    /** Ends the recursion; never leaves {@link #parse}. */
    private static final class Refusal extends RuntimeException {
        final String why;
        final String where;

        Refusal(String why, String where) {
            super(why, null, false, false);
            this.why = why;
            this.where = where;
        }
    }
}
