package org.comity.statement;

import java.util.Optional;
import org.comity.value.Hash;

/**
 * What guards lists (never evidence): public suffixes (ICANN and private sections), warning lists (MISP
 * format), shared hosting, special-use space. Its name is a SHA-256 that the charter states, so that every
 * node decides with the same guards.
 */
public final class GuardSet {
    /** What a list may do with a subject. */
    public enum Guard {
        /** Nothing in the way. */
        NONE,
        /** Shared infrastructure: never above tier score. */
        SHARED,
        /** Never listed by itself: a public suffix, special-use space, or on a warning list. */
        STOPPED
    }

    /** The guard and, for people, which rule or list says so; empty for NONE. */
    public record Finding(Guard guard, String because) {}

    private GuardSet() {}

    /** The set that ships with this version. Pure: reads a resource of this jar. */
    public static GuardSet shipped() {
        throw new UnsupportedOperationException();
    }

    public Hash hash() {
        throw new UnsupportedOperationException();
    }

    public Finding find(Subject subject) {
        throw new UnsupportedOperationException(subject.key());
    }

    /** The name under the longest public suffix (ICANN and private); empty when the host is itself a suffix. */
    public Optional<String> registrable(String host) {
        throw new UnsupportedOperationException(host);
    }

    public boolean isPublicSuffix(String host) {
        throw new UnsupportedOperationException(host);
    }

    /** Private, loopback, documentation, multicast and other space of the IANA special-purpose registries. */
    public boolean isSpecialUse(Subject address) {
        throw new UnsupportedOperationException(address.key());
    }
}
