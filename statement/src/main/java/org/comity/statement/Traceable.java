package org.comity.statement;

import java.util.Comparator;

/** What a trace leads through: a subject, another observable, or an object of STIX. */
public sealed interface Traceable permits Subject, Observable, StixObject {
    Comparator<Traceable> ORDER = Comparator.comparing(Traceable::key);

    /** Tells it from all others: {@code kind:value}, or the id of the object. */
    String key();

    /** The kind of a subject or observable, or the STIX type of an object. */
    String sort();
}
