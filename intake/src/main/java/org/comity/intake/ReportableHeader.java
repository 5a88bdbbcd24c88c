package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * What of a mail's header a report may carry to the network that it came from: fields that say how
 * it came, with recipients replaced (RFC 6590). Nothing of the body leaves: more than one spam mail
 * in ten holds its recipient's local part there.
 *
 * @param lines ASCII, each ends in LF
 * @param sender the envelope sender, redacted; empty when the mail says none
 * @param automatic written by a machine in answer to a mail, or itself a report: who reports it
 *     begins a loop
 */
public record ReportableHeader(Bytes lines, String sender, boolean automatic) {
    /** Fields that are kept; the first of them that stand in the mail. */
    private static final int FIELDS_MAX = 100;

    private static final int RECIPIENTS_SHOWN_MAX = 10;

    /** What the sender's network needs to find who it was; no other field leaves. */
    private static final List<String> KEPT =
            List.of(
                    "return-path",
                    "received",
                    "from",
                    "sender",
                    "reply-to",
                    "date",
                    "message-id",
                    "subject",
                    "mime-version",
                    "content-type",
                    "user-agent",
                    "x-mailer",
                    "x-originating-ip",
                    "to",
                    "cc");

    /**
     * The header of a raw mail, as it may be shown to strangers.
     *
     * @param key for the codes that stand for recipients; the same key gives the same code again
     */
    public static Checked<ReportableHeader> of(Bytes raw, Bytes key) {
        if (raw.length() == 0 || raw.length() > MboxSplitter.MAIL_BYTES_MAX) {
            return Checked.refused("not a mail of 1 byte to 25 MiB", "");
        }
        RawMail mail = RawMail.of(raw);
        PartWalk walk = PartWalk.over(mail.lines(), BodyText.UNWANTED);
        if (!walk.isHeaderRead() || !walk.header().hasKnownField()) {
            return Checked.refused("no mail header", "");
        }
        List<Field> fields = fields(mail.lines());
        var redaction = new Redaction(walk.recipients(), key);
        var out = new StringBuilder();
        int kept = 0;
        for (Field field : fields) {
            if (KEPT.contains(field.lower()) && kept++ < FIELDS_MAX) {
                HeaderLines.append(out, field.name(), redacted(field, redaction));
            }
        }
        return Checked.good(
                new ReportableHeader(
                        Bytes.utf8(out.toString()),
                        sender(fields, redaction),
                        isAutomatic(fields)));
    }

    /**
     * @param body unfolded, encoded words decoded
     */
    private record Field(String name, String lower, String body) {}

    private static List<Field> fields(byte[] lines) {
        var fields = new ArrayList<Field>();
        int at = 0;
        while (at < lines.length && lines[at] != '\n') {
            int end = at;
            do { // a line that begins with a space goes on
                while (end < lines.length && lines[end] != '\n') {
                    end++;
                }
                end++;
            } while (end < lines.length && (lines[end] == ' ' || lines[end] == '\t'));
            byte[] field = java.util.Arrays.copyOfRange(lines, at, Math.min(end, lines.length));
            String text = MailText.decode(field, null);
            int colon = text.indexOf(':');
            String name = colon < 0 ? "" : text.substring(0, colon).strip();
            if (name.matches("[A-Za-z0-9-]{1,60}")) {
                String body = text.substring(colon + 1).replaceAll("\\s+", " ").strip();
                fields.add(
                        new Field(name, name.toLowerCase(Locale.ROOT), MailText.decodeWords(body)));
            }
            at = end;
        }
        return fields;
    }

    private static String redacted(Field field, Redaction redaction) {
        return switch (field.lower()) {
            case "to", "cc" -> recipients(field.body(), redaction);
            case "subject", "from", "sender", "reply-to" ->
                    redaction.names(redaction.words(field.body()));
            default -> redaction.words(field.body());
        };
    }

    /** Codes alone: the name before an address is the person's. */
    private static String recipients(String body, Redaction redaction) {
        return String.join(
                ", ",
                Mailboxes.allOf(body).stream()
                        .limit(RECIPIENTS_SHOWN_MAX)
                        .map(redaction::recipient)
                        .toList());
    }

    /** The topmost Return-Path is what the receiving site wrote. */
    private static String sender(List<Field> fields, Redaction redaction) {
        return first(fields, "return-path")
                .flatMap(it -> Mailboxes.of(it).stream().findFirst())
                .map(it -> redaction.words(it).strip())
                .filter(it -> it.getBytes(StandardCharsets.UTF_8).length == it.length())
                .orElse("");
    }

    private static Optional<String> first(List<Field> fields, String lower) {
        return fields.stream().filter(it -> it.lower().equals(lower)).map(Field::body).findFirst();
    }

    /** RFC 3834, section 2 and 5; RFC 5965; an empty return path is that of a bounce. */
    private static boolean isAutomatic(List<Field> fields) {
        String auto = first(fields, "auto-submitted").orElse("no").toLowerCase(Locale.ROOT);
        String type = first(fields, "content-type").orElse("").toLowerCase(Locale.ROOT);
        return !auto.startsWith("no")
                || type.startsWith("multipart/report")
                || first(fields, "x-xarf").or(() -> first(fields, "x-arf")).isPresent()
                || first(fields, "return-path").filter(it -> it.equals("<>")).isPresent();
    }
}
