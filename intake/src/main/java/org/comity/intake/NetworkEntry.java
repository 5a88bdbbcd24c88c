package org.comity.intake;

import java.util.List;
import org.comity.statement.Ip;

/** What one line or object of a dump of networks says. */
public sealed interface NetworkEntry {
    /** What is said. */
    NetworkFacts facts();

    /** Handles of whom to look up for what is not said here, in this order. */
    List<String> see();

    /** All addresses from first to last, both within. */
    record Network(Ip first, Ip last, NetworkFacts facts, List<String> see)
            implements NetworkEntry {
        public Network {
            see = List.copyOf(see);
            if (first.compareTo(last) > 0 || first.isFour() != last.isFour()) {
                throw new IllegalArgumentException("a network begins before it ends");
            }
        }
    }

    /** An organisation, a role, an autonomous system, or a place, under a name of its source's. */
    record Holder(String handle, NetworkFacts facts, List<String> see) implements NetworkEntry {
        public Holder {
            see = List.copyOf(see);
        }
    }
}
