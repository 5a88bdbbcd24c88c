package org.comity.intake;

import org.comity.value.Bytes;
import org.comity.value.Checked;

/** One mail (RFC 5322, RFC 2045 to 2047) to observables with roles, or why it was refused. */
public final class MailParser {
    private MailParser() {}

    public static Checked<Mail> parse(Bytes raw, MailRules rules) {
        throw new UnsupportedOperationException(raw.toString() + rules);
    }
}
