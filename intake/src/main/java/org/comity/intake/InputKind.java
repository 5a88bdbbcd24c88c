package org.comity.intake;

/** What a file holds, told from its first bytes and never from its name. */
public enum InputKind {
    MAIL,
    MBOX,
    TEXT_LIST,
    CSV_LIST,
    STIX_BUNDLE,
    GZIP,
    UNKNOWN
}
