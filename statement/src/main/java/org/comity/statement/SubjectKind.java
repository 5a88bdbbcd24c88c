package org.comity.statement;

/** Kinds of subjects; the STIX SCO type (STIX 2.1 section 6) of each is given. */
public enum SubjectKind {
    /** ipv4-addr, ipv6-addr; the canonical value tells which. */
    ADDRESS("address"),
    /** domain-name: a host or a registrable name. */
    DOMAIN("domain"),
    /** url, without userinfo, query and fragment. */
    URL("url"),
    /** email-addr of a sender's side only, such as a drop box. */
    MAIL_ADDRESS("mail-address"),
    /** file, by its SHA-256 in lower-case hexadecimal. */
    FILE("file"),
    /** email-message, by the fingerprint of its body; see {@link Fingerprint}. */
    FINGERPRINT("fingerprint");

    private final String word;

    SubjectKind(String word) {
        this.word = word;
    }

    /** The word for configuration, output and keys. */
    public String word() {
        return word;
    }
}
