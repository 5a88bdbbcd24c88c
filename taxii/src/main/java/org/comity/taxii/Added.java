package org.comity.taxii;

/** What an envelope gives. */
public sealed interface Added {
    /** Read; the status says what became of each object. */
    record Done(Status status) implements Added {}

    /** What is around the objects is no JSON, or has a name twice; nothing says what is meant. */
    record Malformed(String why, String where) implements Added {}

    /** No envelope, or nothing in it could be read. */
    record Refused(String why, String where) implements Added {}
}
