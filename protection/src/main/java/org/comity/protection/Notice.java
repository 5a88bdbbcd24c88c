package org.comity.protection;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.comity.value.Bytes;

/**
 * One report to the network that is responsible for an address.
 *
 * @param id the same however often it is tried, so that its receiver can tell a second copy
 * @param sample the mail that is the evidence, if one is
 * @param before the first report of the same incident, when this one follows it up
 */
public record Notice(
        UUID id,
        Incident incident,
        Reporter reporter,
        MailAddress to,
        Optional<Sample> sample,
        Optional<UUID> before) {

    /** How it is written. */
    public enum Format {
        /** X-ARF version 4, as JSON in a mail. */
        XARF("xarf"),
        /** Abuse Reporting Format, RFC 5965: about a mail. */
        ARF("arf");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        /** The word for configuration, rows and output. */
        public String word() {
            return word;
        }

        public static Optional<Format> ofWord(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /**
     * Who reports.
     *
     * @param organisation in any script, on one line
     * @param from what the mail is sent from; its domain vouches for it
     * @param contact whom to answer
     */
    public record Reporter(String organisation, MailAddress from, MailAddress contact) {
        static final int ORGANISATION_LENGTH_MAX = 200;

        public Reporter {
            if (!mayBeOrganisation(organisation)) {
                throw new IllegalArgumentException("a name is one line of 1 to 200 characters");
            }
        }

        public static boolean mayBeOrganisation(String name) {
            return !name.isBlank()
                    && name.length() <= ORGANISATION_LENGTH_MAX
                    && name.codePoints().noneMatch(HeaderText::isUnfit);
        }
    }

    /**
     * Of a mail what may leave.
     *
     * @param header its fields, redacted, in ASCII, lines ending in LF
     * @param sender what stood in MAIL FROM, redacted
     */
    public record Sample(Bytes header, Optional<MailAddress> sender) {}

    /** Of the mail that carries it; RFC 5322, section 3.6.4. */
    public String messageId() {
        return messageId(id);
    }

    /** Of the first report's mail. */
    Optional<String> firstMessageId() {
        return before.map(this::messageId);
    }

    private String messageId(UUID of) {
        return "<" + of + "@" + reporter.from().domain() + ">";
    }
}
