package org.comity.statement;

import org.comity.value.Checked;

/**
 * The one place where outside text becomes a {@link Subject}. Case, punycode, trailing dots, IPv4-mapped
 * IPv6, decimal, octal and hexadecimal addresses, default ports, percent-encoding and userinfo are the ways
 * to hide one observable under two spellings.
 */
public final class Observables {
    private Observables() {}

    /** Canonical form of a value whose kind is known. */
    public static Checked<Subject> normalise(SubjectKind kind, String text) {
        throw new UnsupportedOperationException(kind + text);
    }

    /** For values typed by people or read from plain lists: tells the kind by the form (and undoes "hxxp", "[.]"). */
    public static Checked<Subject> recognise(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** The host of a URL subject: an ADDRESS or a DOMAIN. */
    public static Subject host(Subject url) {
        throw new UnsupportedOperationException(url.key());
    }
}
