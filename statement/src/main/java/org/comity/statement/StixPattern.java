package org.comity.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comity.value.Checked;

/**
 * STIX patterns (STIX 2.1 section 9) as far as they claim subjects: equality comparisons and OR of
 * them. Any other construct means that one comparison alone does not say enough, so the whole
 * pattern claims nothing.
 */
final class StixPattern {
    static final int LENGTH_MAX = 65_536;

    /** A custom property (STIX 2.1 section 11.1): no standard one says what a mail looks like. */
    private static final String FINGERPRINT_PROPERTY = "x_comity_fingerprint";

    private static final Map<List<String>, SubjectKind> KINDS =
            Map.of(
                    List.of("domain-name", "value"), SubjectKind.DOMAIN,
                    List.of("ipv4-addr", "value"), SubjectKind.ADDRESS,
                    List.of("ipv6-addr", "value"), SubjectKind.ADDRESS,
                    List.of("url", "value"), SubjectKind.URL,
                    List.of("email-addr", "value"), SubjectKind.MAIL_ADDRESS,
                    List.of("file", "hashes", "SHA-256"), SubjectKind.FILE,
                    List.of("email-message", FINGERPRINT_PROPERTY), SubjectKind.FINGERPRINT);

    private StixPattern() {}

    /** One comparison of a path with a text, as the pattern has it. */
    record Equality(List<String> path, String text) {
        Equality {
            path = List.copyOf(path);
        }
    }

    /** Each subject once, in the order of the pattern; empty when the pattern claims nothing. */
    static List<Subject> subjects(String pattern) {
        return pattern.length() > LENGTH_MAX
                ? List.of()
                : new PatternScanner(pattern)
                        .equalities().stream()
                                .map(StixPattern::subject)
                                .flatMap(Optional::stream)
                                .distinct()
                                .toList();
    }

    /** The inverse of {@link #subjects}. */
    static String of(List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> path(subject) + " = '" + escape(subject.value()) + "'")
                .collect(Collectors.joining(" OR ", "[", "]"));
    }

    private static Optional<Subject> subject(Equality equality) {
        SubjectKind kind = KINDS.get(equality.path);
        if (kind == null) {
            return Optional.empty();
        }
        String text =
                kind == SubjectKind.ADDRESS ? withoutFullPrefix(equality.text) : equality.text;
        Checked<Subject> subject = Observables.normalise(kind, text);
        return subject.optional();
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

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
