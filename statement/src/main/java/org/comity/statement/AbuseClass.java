package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/**
 * The closed list of technical abuse, after the Reference Security Incident Taxonomy (RSIT); never
 * opinions or persons.
 */
public enum AbuseClass {
    /** RSIT abusive-content: spam */
    SPAM("spam"),
    /** RSIT fraud: phishing */
    PHISHING("phishing"),
    /** RSIT malicious-code: distribution and configuration */
    MALWARE("malware"),
    /** RSIT malicious-code: c2-server */
    COMMAND_AND_CONTROL("c2"),
    /** RSIT malicious-code: infected-system */
    BOTNET("botnet"),
    /** RSIT information-gathering: scanner */
    SCANNING("scanning"),
    /** RSIT intrusion-attempts: brute-force */
    BRUTE_FORCE("brute-force"),
    /** RSIT intrusion-attempts: exploit */
    EXPLOIT("exploit"),
    /** RSIT availability: ddos */
    DENIAL_OF_SERVICE("denial-of-service"),
    /** RSIT fraud: masquerade and others */
    FRAUD("fraud"),
    /** malicious, with no class stated */
    UNSPECIFIED("unspecified");

    private final String word;

    AbuseClass(String word) {
        this.word = word;
    }

    /** The word for configuration, output and payloads. */
    public String word() {
        return word;
    }

    public static Optional<AbuseClass> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
