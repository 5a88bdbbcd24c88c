package org.comity.node;

import java.util.List;
import org.comity.statement.StatementId;

/** What became of one input. */
sealed interface Reported {
    /** Stated and durable. */
    record Stated(List<StatementId> statements, int claims) implements Reported {
        public Stated {
            statements = List.copyOf(statements);
        }
    }

    /**
     * Objects of others that were put into one statement, or not.
     *
     * @param doubtful what was stated although something is wrong with it
     */
    record Objects(
            List<StatementId> statements,
            int stated,
            int claims,
            int already,
            List<Fault> faults,
            List<Fault> doubtful)
            implements Reported {
        public Objects {
            statements = List.copyOf(statements);
            faults = List.copyOf(faults);
            doubtful = List.copyOf(doubtful);
        }
    }

    /** What is wrong with an object, by its id. */
    record Fault(String object, String why) {}

    /**
     * Wanted: kept privately; statements are retractions and, where that is on, what was stated as
     * benign.
     */
    record Kept(int subjects, List<StatementId> statements) implements Reported {
        public Kept {
            statements = List.copyOf(statements);
        }
    }

    /** The same evidence was taken before. */
    record Already(String as) implements Reported {}

    /** Read, but there is nothing in it that this member may or would claim. */
    record Nothing(String why) implements Reported {}

    /** Not taken, and why. */
    record NotTaken(String why, String where) implements Reported {}
}
