package org.comity.statement;

import java.util.Optional;

/**
 * The Public Suffix List: under which names people register their own. Both sections, wildcards and
 * exceptions, as publicsuffix.org describes the algorithm; a name that no rule matches falls under
 * "*".
 */
final class PublicSuffixes {
    /** Bits of one name: rules "name", "*.name", "!name"; each may stand in the private section. */
    static final int PLAIN = 1;

    static final int WILDCARD = 2;
    static final int EXCEPTION = 4;
    static final int PRIVATE_SHIFT = 3;

    private final SortedLines rules;

    /** Lines "name bits", names as A-labels without "*." and "!". */
    PublicSuffixes(SortedLines rules) {
        this.rules = rules;
    }

    /**
     * The suffix that a host lies under, the host itself included.
     *
     * @param isPrivate a company's rule, not a registry's: its customers share the name
     */
    record Suffix(String name, boolean isPrivate) {}

    /** The longest rule wins, an exception over all; the host in canonical form. */
    Suffix suffix(String host) {
        String name = host;
        while (true) {
            String parent = parent(name);
            int bits = bits(name);
            if ((bits & EXCEPTION) != 0) {
                return new Suffix(parent, isPrivate(bits, EXCEPTION));
            }
            if ((bits & PLAIN) != 0) {
                return new Suffix(name, isPrivate(bits, PLAIN));
            }
            int above = parent.isEmpty() ? 0 : bits(parent);
            if ((above & WILDCARD) != 0) {
                return new Suffix(name, isPrivate(above, WILDCARD));
            }
            if (parent.isEmpty()) {
                return new Suffix(name, false);
            }
            name = parent;
        }
    }

    /** One label more than the suffix; empty for the suffix itself. */
    Optional<String> registrable(String host) {
        String suffix = suffix(host).name();
        if (suffix.length() == host.length()) {
            return Optional.empty();
        }
        int dot = host.lastIndexOf('.', host.length() - suffix.length() - 2);
        return Optional.of(host.substring(dot + 1));
    }

    /** Of a suffix: "*" alone gives a single label that no rule names. */
    boolean isListed(String suffix) {
        return suffix.indexOf('.') >= 0 || bits(suffix) != 0;
    }

    private int bits(String name) {
        return rules.find(name).map(Integer::parseInt).orElse(0);
    }

    private static boolean isPrivate(int bits, int rule) {
        return (bits >> PRIVATE_SHIFT & rule) != 0;
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
