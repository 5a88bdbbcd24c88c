package org.comity.statement;

import java.util.Collection;
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
        public Group {
            if (!MemberId.isValid(name)) {
                throw new IllegalArgumentException("a group is named as members are");
            }
        }

        @Override
        public String text() {
            return "group:" + name;
        }
    }

    /** Named members, sorted; the parties of a request. */
    record Parties(SortedSet<MemberId> members) implements Audience {
        private static final String PREFIX = "parties:";

        public Parties {
            // Through Collection, so that the order is that of the names and not a foreign
            // comparator's.
            Collection<MemberId> plain = members;
            members = Collections.unmodifiableSortedSet(new TreeSet<>(plain));
            int names = members.stream().mapToInt(member -> member.name().length() + 1).sum();
            if (members.isEmpty() || PREFIX.length() + names - 1 > AudienceText.LENGTH_MAX) {
                throw new IllegalArgumentException("parties name 1 member to 4096 characters");
            }
        }

        @Override
        public String text() {
            return PREFIX + String.join(",", members.stream().map(MemberId::name).toList());
        }
    }

    String text();

    /** The inverse of {@link #text()}; only the canonical spelling is taken. */
    static Checked<Audience> parse(String text) {
        return AudienceText.parse(text);
    }
}
