package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of {@link Observable}; where STIX 2.1 section 6 has a word for it, that is the word. */
public enum ObservableKind {
    /** ipv4-addr or ipv6-addr that is a CIDR block. */
    NETWORK("network"),
    AUTONOMOUS_SYSTEM("autonomous-system"),
    MAC_ADDR("mac-addr"),
    /** file or artifact, by another digest than SHA-256. */
    FILE_HASH("file-hash"),
    /** file that no digest names. */
    FILE_NAME("file-name"),
    DIRECTORY("directory"),
    MUTEX("mutex"),
    WINDOWS_REGISTRY_KEY("windows-registry-key"),
    /** process, by its command line. */
    PROCESS("process"),
    SOFTWARE("software"),
    USER_ACCOUNT("user-account"),
    X509_CERTIFICATE("x509-certificate"),
    /** email-message, by its Message-ID. */
    EMAIL_MESSAGE("email-message"),
    NETWORK_TRAFFIC("network-traffic");

    private final String word;

    ObservableKind(String word) {
        this.word = word;
    }

    /** The word for output and keys; it has no colon. */
    public String word() {
        return word;
    }

    static Optional<ObservableKind> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
