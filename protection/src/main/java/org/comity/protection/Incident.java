package org.comity.protection;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.comity.statement.AbuseClass;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * What one member saw itself of one subject, and which address of the network that is told did it.
 *
 * @param count how often it was seen, at least once
 */
public record Incident(
        Subject subject,
        AbuseClass abuse,
        Source source,
        long firstSecond,
        long lastSecond,
        long count) {
    public Incident {
        if (firstSecond < 0 || lastSecond < firstSecond || count < 1) {
            throw new IllegalArgumentException("an incident was seen, first before last");
        }
    }

    /** What the address had to do with it. */
    public enum Deed {
        /** handed over the mail that is the evidence */
        SENT("sent"),
        /** serves what the subject names */
        SERVED("served"),
        /** is itself what the incident is about */
        DID("did");

        private final String word;

        Deed(String word) {
            this.word = word;
        }

        /** The word for rows and output. */
        public String word() {
            return word;
        }

        public static Optional<Deed> ofWord(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /**
     * Where it came from.
     *
     * @param address an address; where many share one, only the port tells whose it was
     * @param protocol of the connection, as X-ARF names it: tcp, udp, icmp, sctp
     */
    public record Source(Subject address, Deed deed, String protocol, OptionalInt port) {
        public Source {
            if (address.kind() != SubjectKind.ADDRESS
                    || !isProtocol(protocol)
                    || port.orElse(1) < 1
                    || port.orElse(1) > 65_535) {
                throw new IllegalArgumentException("an address, a protocol and a port");
            }
        }

        public static boolean isProtocol(String word) {
            return word.matches("tcp|udp|icmp|sctp");
        }
    }
}
