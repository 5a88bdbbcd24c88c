package org.comity.taxii;

/** What an envelope gives. */
public sealed interface Added {
    /** Read; the status says what became of each object. */
    record Done(Status status) implements Added {}

    /** No envelope, or nothing in it could be read. */
    record Refused(String why, String where) implements Added {}
}
