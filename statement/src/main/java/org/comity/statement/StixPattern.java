package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * STIX patterns (STIX 2.1 section 9) as far as they claim subjects: equality comparisons and OR of
 * them. Any other construct means that one comparison alone does not say enough, so the whole
 * pattern claims nothing.
 */
final class StixPattern {
    /** A custom property (STIX 2.1 section 11.1): no standard one says what a mail looks like. */
    private static final String FINGERPRINT_PROPERTY = "x_comity_fingerprint";

    private static final Map<String, SubjectKind> KINDS =
            Map.of(
                    "domain-name:value",
                    SubjectKind.DOMAIN,
                    "hostname:value",
                    SubjectKind.DOMAIN,
                    "x-opencti-hostname:value",
                    SubjectKind.DOMAIN,
                    "ipv4-addr:value",
                    SubjectKind.ADDRESS,
                    "ipv6-addr:value",
                    SubjectKind.ADDRESS,
                    "url:value",
                    SubjectKind.URL,
                    "email-addr:value",
                    SubjectKind.MAIL_ADDRESS,
                    "file:hashes.'SHA-256'",
                    SubjectKind.FILE,
                    "email-message:" + FINGERPRINT_PROPERTY,
                    SubjectKind.FINGERPRINT);

    /** Ends of traffic, which are named with or without a test of what they are. */
    private static final Map<String, String> TRAFFIC =
            Map.of(
                    "network-traffic:src_ref.value",
                    "network-traffic:src_ref.type",
                    "network-traffic:dst_ref.value",
                    "network-traffic:dst_ref.type");

    private static final Set<String> TRAFFIC_TYPES =
            Set.of("ipv4-addr", "ipv6-addr", "domain-name");

    private StixPattern() {}

    /** Of an indicator; none when its pattern is in another language. */
    static List<Subject> subjects(Json.Members indicator) {
        return Dialects.isStixPattern(indicator)
                ? subjects(indicator.text("pattern").orElse(""))
                : List.of();
    }

    /** Each subject once, in the order of the pattern; empty when the pattern claims nothing. */
    static List<Subject> subjects(String pattern) {
        return equalities(pattern).stream().flatMap(StixPattern::subjects).distinct().toList();
    }

    /** As {@link #subjects}, and the other observables: nobody claims these. */
    static List<Traceable> things(Json.Members indicator) {
        return Dialects.isStixPattern(indicator)
                ? things(indicator.text("pattern").orElse(""))
                : List.of();
    }

    static List<Traceable> things(String pattern) {
        return equalities(pattern).stream().flatMap(StixPattern::things).distinct().toList();
    }

    /** A comparison is as good as an object that has this value alone. */
    private static Stream<Traceable> things(Comparison.Test test) {
        if (TRAFFIC.containsKey(test.path().toString())) {
            return subjects(test).map(it -> it);
        }
        return test.constants().stream()
                .flatMap(it -> object(test.path(), it).stream())
                .flatMap(it -> ObservableReader.read(it).stream());
    }

    private static Optional<Json.Members> object(ObjectPath path, PatternConstant constant) {
        Json value =
                switch (constant) {
                    case PatternConstant.Text(String text) -> new Json.Text(text);
                    case PatternConstant.Numeral(double number) -> new Json.Numeral(number);
                    default -> new Json.Null();
                };
        for (ObjectPath.Step step : path.steps().reversed()) {
            if (!(step instanceof ObjectPath.Step.Name(String name))) {
                return Optional.empty();
            }
            value = Json.Members.NONE.with(name, value);
        }
        return value instanceof Json.Members object
                ? Optional.of(object.with("type", path.type()))
                : Optional.empty();
    }

    /** All comparisons of a pattern that has nothing else; else none. */
    static List<Comparison.Test> equalities(String pattern) {
        List<Comparison.Test> equalities = new ArrayList<>();
        return PatternParser.parse(pattern)
                .optional()
                .filter(it -> isEither(it, equalities))
                .map(_ -> List.copyOf(equalities))
                .orElse(List.of());
    }

    /** Whether nothing but OR joins the brackets and what is in them; collects the equalities. */
    private static boolean isEither(
            ObservationExpression expression, List<Comparison.Test> equalities) {
        return switch (expression) {
            case ObservationExpression.One(Comparison of) -> isEither(of, equalities);
            case ObservationExpression.Any(List<ObservationExpression> of) ->
                    of.stream().allMatch(it -> isEither(it, equalities));
            case ObservationExpression.All _,
                    ObservationExpression.Followed _,
                    ObservationExpression.Qualified _ ->
                    false;
        };
    }

    private static boolean isEither(Comparison comparison, List<Comparison.Test> equalities) {
        return switch (comparison) {
            case Comparison.Test test ->
                    (test.operator() == Comparison.Operator.EQUAL
                                    || test.operator() == Comparison.Operator.IN)
                            && !test.isNegated()
                            && equalities.add(test);
            case Comparison.Any(List<Comparison> of) ->
                    of.stream().allMatch(it -> isEither(it, equalities));
            case Comparison.All(List<Comparison> of) ->
                    isTraffic(of) && isEither(of.getLast(), equalities);
        };
    }

    /** As MISP writes an address: what one end of some traffic is, and its value. */
    private static boolean isTraffic(List<Comparison> of) {
        return of.size() == 2
                && of.getFirst() instanceof Comparison.Test type
                && of.getLast() instanceof Comparison.Test value
                && type.path().toString().equals(TRAFFIC.get(value.path().toString()))
                && type.operator() == Comparison.Operator.EQUAL
                && !type.isNegated()
                && type.constants().getFirst() instanceof PatternConstant.Text(String name)
                && TRAFFIC_TYPES.contains(name);
    }

    private static Stream<Subject> subjects(Comparison.Test test) {
        String path = test.path().toString();
        return test.constants().stream()
                .flatMap(it ->
                        it instanceof PatternConstant.Text(String text)
                                ? kind(path, text).flatMap(kind -> subject(kind, text)).stream()
                                : Stream.empty());
    }

    private static Optional<SubjectKind> kind(String path, String text) {
        if (TRAFFIC.containsKey(path)) {
            boolean isName = subject(SubjectKind.ADDRESS, text).isEmpty();
            return Optional.of(isName ? SubjectKind.DOMAIN : SubjectKind.ADDRESS);
        }
        return Optional.ofNullable(KINDS.get(path));
    }

    /** The inverse of {@link #subjects}. */
    static String of(List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> path(subject) + " = " + PatternConstant.quoted(subject.value()))
                .collect(Collectors.joining(" OR ", "[", "]"));
    }

    private static Optional<Subject> subject(SubjectKind kind, String text) {
        String bare = kind == SubjectKind.ADDRESS ? withoutFullPrefix(text) : text;
        return Observables.normalise(kind, bare).optional();
    }

    /** A block of one address is that address; larger blocks are not subjects. */
    static String withoutFullPrefix(String text) {
        String full = text.indexOf(':') >= 0 ? "/128" : "/32";
        return text.endsWith(full) ? text.substring(0, text.length() - full.length()) : text;
    }

    private static String path(Subject subject) {
        return switch (subject.kind()) {
            case ADDRESS ->
                    subject.value().indexOf(':') >= 0 ? "ipv6-addr:value" : "ipv4-addr:value";
            case DOMAIN -> "domain-name:value";
            case URL -> "url:value";
            case MAIL_ADDRESS -> "email-addr:value";
            case FILE -> "file:hashes.'SHA-256'";
            case FINGERPRINT -> "email-message:" + FINGERPRINT_PROPERTY;
        };
    }
}
