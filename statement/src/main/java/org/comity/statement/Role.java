package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** What the subject did in the evidence; the order is the order of DESIGN section 2. */
public enum Role {
    /** the address that handed the mail to an own relay */
    CONNECTED("connected"),
    /** a domain that a verified signature or policy vouches for */
    AUTHENTICATED_SENDER("authenticated-sender"),
    /** what From, Reply-To, Sender or Return-Path say; forgeable */
    CLAIMED_SENDER("claimed-sender"),
    /** what the reader is called to open */
    CALLED_TO_LINK("called-to-link"),
    ATTACHMENT("attachment"),
    CONTENT("content"),
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
