package org.comity.statement;

import java.util.List;

/**
 * The one table that says which subjects an observed value claims: a URL claims itself, its host and the
 * registrable name, unless that is a public or private suffix or shared hosting. Done once, by the author.
 */
public final class Projection {
    private Projection() {}

    /** The subject first, then what it projects to; no duplicates. */
    public static List<Subject> of(Subject subject, GuardSet guards) {
        throw new UnsupportedOperationException(subject.key() + guards);
    }
}
