package org.comity.statement;

/** What a motion is about. */
public sealed interface Topic {
    /** That the subject is malicious, or that it is benign. */
    record OnSubject(Subject subject, Stance stance) implements Topic {}

    /** That a member's standing is suspended. */
    record OnMember(MemberId member) implements Topic {}
}
