package org.comity.node;

import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;

/**
 * A statement with what follows from it alone: whoever makes one can work that out, and the writer,
 * of which there is one, need not.
 *
 * @param objects as collections have them; empty where nobody looked for them yet
 */
record Prepared(Statement statement, Statement.Said said, Optional<List<CollectedObject>> objects) {
    static Prepared of(MemberId author, Statement statement) {
        return new Prepared(statement, statement.said(author), Optional.empty());
    }
}
