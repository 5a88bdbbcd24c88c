package org.comity.statement;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.value.Checked;

/**
 * Whom a statement is addressed to, within its marking. Its text form is hashed with the payload's
 * salt into the leaf, so that the log itself names nobody.
 */
public sealed interface Audience {
    /** Every member of the exchange. */
    record Exchange() implements Audience {
        @Override
        public String text() {
            return "exchange";
        }
    }

    /** One sharing group of the charter. */
    record Group(String name) implements Audience {
        @Override
        public String text() {
            return "group:" + name;
        }
    }

    /** Named members, sorted; the parties of a request. */
    record Parties(SortedSet<MemberId> members) implements Audience {
        public Parties {
            members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
            if (members.isEmpty()) {
                throw new IllegalArgumentException("parties name at least one member");
            }
        }

        @Override
        public String text() {
            return "parties:" + String.join(",", members.stream().map(MemberId::name).toList());
        }
    }

    String text();

    /** The inverse of {@link #text()}; only the canonical spelling is taken. */
    static Checked<Audience> parse(String text) {
        return AudienceText.parse(text);
    }
}
