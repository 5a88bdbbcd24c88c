package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the subject did in the evidence, what weighs more first: a subject with several roles in one
 * piece of evidence is claimed in the first of them. A forgeable sender stands behind what the mail
 * really calls to.
 */
public enum Role {
    /** the address that handed the mail to an own relay */
    CONNECTED("connected"),
    /** a domain that a verified signature or policy vouches for */
    AUTHENTICATED_SENDER("authenticated-sender"),
    /** what the reader is called to open */
    CALLED_TO_LINK("called-to-link"),
    ATTACHMENT("attachment"),
    CONTENT("content"),
    /** what From, Reply-To, Sender or Return-Path say; forgeable */
    CLAIMED_SENDER("claimed-sender"),
    /** bare names, quoted text, what stands in attached mails */
    MENTION("mention");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The word for configuration, output and payloads. */
    public String word() {
        return word;
    }

    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
