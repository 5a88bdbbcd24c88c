package org.comity.charter;

import org.comity.statement.MemberId;

/** Who wants to see something. */
public sealed interface Viewer {
    /** Anybody, unidentified. */
    record Stranger() implements Viewer {}

    /** Somebody who proved to hold the node key of a member of the charter in force. */
    record Identified(MemberId member) implements Viewer {}
}
