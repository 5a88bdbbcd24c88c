package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one table that says which subjects an observed value claims: a URL claims itself, its host
 * and the registrable name, unless that is a public or private suffix or shared hosting. Done once,
 * by the author.
 */
public final class Projection {
    private Projection() {}

    /** The subject first, then what it projects to; no duplicates. */
    public static List<Subject> of(Subject subject, GuardSet guards) {
        return switch (subject.kind()) {
            case URL -> withHost(subject, Observables.host(subject), guards);
            case DOMAIN -> withRegistrable(List.of(), subject, guards);
            case ADDRESS, MAIL_ADDRESS, FILE, FINGERPRINT -> List.of(subject);
        };
    }

    private static List<Subject> withHost(Subject url, Subject host, GuardSet guards) {
        return host.kind() == SubjectKind.DOMAIN
                ? withRegistrable(List.of(url), host, guards)
                : List.of(url, host);
    }

    private static List<Subject> withRegistrable(
            List<Subject> before, Subject host, GuardSet guards) {
        var subjects = new ArrayList<>(before);
        subjects.add(host);
        Optional<String> registrable = guards.registrable(host.value());
        registrable
                .filter(name -> !name.equals(host.value()) && !guards.isSharedHosting(host.value()))
                .ifPresent(name -> subjects.add(new Subject(SubjectKind.DOMAIN, name)));
        return List.copyOf(subjects);
    }
}
