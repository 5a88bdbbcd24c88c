package org.comity.statement;

import java.util.Comparator;

/** What a trace leads through: a subject, or an object of STIX that somebody described. */
public sealed interface Traceable permits Subject, StixObject {
    Comparator<Traceable> ORDER = Comparator.comparing(Traceable::key);

    /** Tells it from all others: {@code kind:value}, or the id of the object. */
    String key();

    /** The kind of a subject, or the STIX type of an object. */
    String sort();
}
