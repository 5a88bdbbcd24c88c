package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The way that a mail says it came, before anybody knows which hosts are the receiver's own: from
 * it own relays can be found, and times. Nothing here is checked; lines below the receiver's own
 * may be forged.
 *
 * @param hops Received lines, top first
 * @param dateSecond what Date says, which is the sender's word
 * @param recipientKey SHA-256 in hexadecimal of the lower-case mailbox that the mail was delivered
 *     to, to tell members apart without keeping addresses; empty when none is named
 */
public record MailTrail(List<Hop> hops, OptionalLong dateSecond, String recipientKey) {
    /** Lines kept; the receiver's own stand at the top. */
    public static final int HOPS_MAX = 20;

    /** Of the header; what follows is not looked at. */
    static final int HEADER_BYTES_MAX = 256 * 1024;

    /**
     * One Received line.
     *
     * @param peer the address that handed the mail over
     * @param by the host that wrote the line, in lower case; empty when it does not say
     */
    public record Hop(Optional<Subject> peer, String by, OptionalLong second) {}

    public MailTrail {
        hops = List.copyOf(hops);
    }

    /** Of any bytes; what has no header gives an empty trail. */
    public static MailTrail of(Bytes raw) {
        Bytes head = Bytes.of(raw.array(), 0, Math.min(raw.length(), HEADER_BYTES_MAX));
        String text = new String(RawMail.of(head).lines(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String header = end < 0 ? text : text.substring(0, end);
        var fields = new Fields();
        for (String field : header.replaceAll("\n[ \t]+", " ").split("\n", -1)) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.take(
                        field.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        field.substring(colon + 1).strip());
            }
        }
        return new MailTrail(
                fields.received.stream().map(ReceivedPath::hop).toList(),
                MailDate.second(fields.date),
                fields.recipient().map(MailTrail::key).orElse(""));
    }

    private static String key(String mailbox) {
        return Hash.digest(Bytes.utf8(mailbox.toLowerCase(Locale.ROOT)).array()).hex();
    }

    private static final class Fields {
        private final List<String> received = new ArrayList<>();
        private String date = "";
        private String delivered = "";
        private String to = "";

        void take(String name, String value) {
            switch (name) {
                case "received" -> {
                    if (received.size() < HOPS_MAX) {
                        received.add(value);
                    }
                }
                case "date" -> date = date.isEmpty() ? value : date;
                case "delivered-to", "x-original-to" ->
                        delivered = delivered.isEmpty() ? value : delivered;
                case "to" -> to = to.isEmpty() ? value : to;
                default -> {
                    // Other fields say nothing of the way.
                }
            }
        }

        /** The receiver's own word first: Delivered-To, then "for" in a Received line, then To. */
        Optional<String> recipient() {
            return first(delivered)
                    .or(() -> received.stream().flatMap(it -> forClause(it).stream()).findFirst())
                    .or(() -> first(to));
        }

        private static Optional<String> forClause(String line) {
            int at = line.indexOf(" for ");
            return at < 0 ? Optional.empty() : first(line.substring(at + 5).split(";", 2)[0]);
        }

        private static Optional<String> first(String text) {
            return Mailboxes.of(text).stream().findFirst();
        }
    }
}
