package org.comity.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.comity.statement.Role;
import org.comity.value.Hash;

/**
 * One walk over the parts of a mail, as a stream. Depth, number of parts and size of text are
 * bounded here, because the stream parser nests one stream in another per level and would run out
 * of stack; at a bound the walk stops and what was read is kept.
 */
final class PartWalk {
    static final int DEPTH_MAX = 50;
    static final int PARTS_MAX = 1_000;
    static final int LINE_BYTES_MAX = 100_000;
    static final int HEADER_FIELDS_MAX = 2_000;

    /** Of one text part; what follows is not looked at. */
    static final int TEXT_BYTES_MAX = 2 * 1024 * 1024;

    private static final MimeConfig LIMITS =
            new MimeConfig.Builder()
                    .setMaxLineLen(LINE_BYTES_MAX)
                    .setMaxHeaderLen(LINE_BYTES_MAX)
                    .setMaxHeaderCount(HEADER_FIELDS_MAX)
                    .setMaxContentLen(MboxSplitter.MAIL_BYTES_MAX)
                    .build();

    private final MailHeader header = new MailHeader();
    private final Recipients recipients = new Recipients();
    private final Candidates candidates = new Candidates();
    private final BodyText body;
    private final Set<String> attachments = new TreeSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private String boundary = "";
    private int multiparts;
    private int messages;
    private int parts;
    private boolean headerRead;
    private boolean attached;

    private PartWalk(BodyText body) {
        this.body = body;
    }

    /**
     * @param body takes the text that the mail itself shows
     */
    static PartWalk over(byte[] mail, BodyText body) {
        var walk = new PartWalk(body);
        walk.run(new ByteArrayInputStream(mail));
        walk.noteCutEnd(mail);
        return walk;
    }

    MailHeader header() {
        return header;
    }

    Recipients recipients() {
        return recipients;
    }

    Candidates candidates() {
        return candidates;
    }

    /** SHA-256 of the decoded bytes, in hexadecimal. */
    Set<String> attachments() {
        return attachments;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** False when the header itself broke a bound. */
    boolean isHeaderRead() {
        return headerRead;
    }

    private void run(InputStream in) {
        var stream = new MimeTokenStream(LIMITS);
        stream.parse(in);
        try {
            boolean goOn = true;
            for (EntityState at = stream.getState(); goOn && at != EntityState.T_END_OF_STREAM; ) {
                goOn = step(stream, at);
                at = goOn ? stream.next() : at;
            }
        } catch (MimeException overLimit) {
            notes.add("a line, a header or a part is longer than allowed; the rest was not read");
        } catch (IOException broken) {
            notes.add("a part cannot be decoded; the rest was not read");
        }
    }

    /**
     * The stream ends all parts at the end of the mail, so the closing line of the outermost is
     * looked for.
     */
    private void noteCutEnd(byte[] mail) {
        if (boundary.isEmpty() || !notes.isEmpty()) {
            return;
        }
        byte[] closing = ("--" + boundary + "--").getBytes(StandardCharsets.ISO_8859_1);
        for (int at = mail.length - closing.length; at >= 0; at--) {
            if (mail[at] == '-'
                    && Arrays.equals(mail, at, at + closing.length, closing, 0, closing.length)) {
                return;
            }
        }
        notes.add("the last part is cut off");
    }

    private boolean step(MimeTokenStream stream, EntityState state) throws IOException {
        switch (state) {
            case T_START_MESSAGE -> messages++;
            case T_END_MESSAGE -> messages--;
            case T_START_MULTIPART -> multipart(stream.getBodyDescriptor());
            case T_END_MULTIPART -> multiparts--;
            case T_START_HEADER -> {
                attached = false;
                parts++;
            }
            case T_FIELD -> field(stream.getField());
            case T_END_HEADER -> headerRead = true;
            case T_BODY -> body(stream);
            case T_RAW_ENTITY,
                    T_START_BODYPART,
                    T_END_BODYPART,
                    T_PREAMBLE,
                    T_EPILOGUE,
                    T_END_OF_STREAM -> {}
        }
        if (multiparts + messages > DEPTH_MAX) {
            notes.add("nested deeper than 50; the rest was not read");
            return false;
        }
        if (parts > PARTS_MAX) {
            notes.add("more than 1,000 parts; the rest was not read");
            return false;
        }
        return true;
    }

    private void multipart(BodyDescriptor descriptor) {
        multiparts++;
        String named = descriptor.getBoundary();
        boundary = boundary.isEmpty() && named != null ? named : boundary;
    }

    private void field(Field field) {
        String name = field.getNameLowerCase().strip();
        if (RecipientFields.isOne(name)) {
            RecipientFields.take(name, field.getBody(), recipients);
        }
        if (!headerRead) {
            header.take(name, field);
        }
        if (name.equals("content-disposition")) {
            attached = field.getBody().strip().toLowerCase(Locale.ROOT).startsWith("attachment");
        }
    }

    private void body(MimeTokenStream stream) throws IOException {
        BodyDescriptor descriptor = stream.getBodyDescriptor();
        String type = descriptor.getMimeType().toLowerCase(Locale.ROOT);
        switch (type) {
            case "text/plain", "text/html", "text/enriched" -> text(stream, type);
            case "message/delivery-status", "message/disposition-notification" -> report(stream);
            case "text/rfc822-headers",
                    "application/pgp-signature",
                    "application/pkcs7-signature",
                    "application/x-pkcs7-signature" -> {
                // Signatures are made once for one mail; nobody meets them again.
            }
            default -> attachment(stream.getDecodedInputStream());
        }
    }

    private void text(MimeTokenStream stream, String type) throws IOException {
        byte[] bytes = stream.getDecodedInputStream().readNBytes(TEXT_BYTES_MAX + 1);
        if (type.equals("text/html") && MailText.looksQuotedPrintable(bytes)) {
            bytes = MailText.undoQuotedPrintable(bytes);
        }
        if (bytes.length > TEXT_BYTES_MAX) {
            notes.add("a text longer than 2 MiB; its end was not read");
        }
        // What was cut has not the hash of the file.
        if (attached && bytes.length > 0 && bytes.length <= TEXT_BYTES_MAX) {
            attachments.add(Hash.digest(bytes).hex());
        }
        boolean own = messages <= 1 && !attached;
        Role role = own ? Role.CALLED_TO_LINK : Role.MENTION;
        String text = MailText.decode(bytes, stream.getBodyDescriptor().getCharset());
        if (!type.equals("text/plain")) {
            HtmlLinks.scan(text, role, candidates, own ? body : BodyText.UNWANTED);
        } else {
            TextLinks.scan(text, role, candidates);
            if (own) {
                body.add(text);
            }
        }
    }

    /** A report on delivery (RFC 3464) names recipients that no header names. */
    private void report(MimeTokenStream stream) throws IOException {
        byte[] bytes = stream.getDecodedInputStream().readNBytes(TEXT_BYTES_MAX);
        Mailboxes.allOf(MailText.decode(bytes, null)).forEach(recipients::add);
    }

    private void attachment(InputStream decoded) throws IOException {
        MessageDigest sha256 = Hash.sha256();
        byte[] buffer = new byte[16 * 1024];
        long bytes = 0;
        for (int read = decoded.read(buffer); read >= 0; read = decoded.read(buffer)) {
            sha256.update(buffer, 0, read);
            bytes += read;
        }
        if (bytes > 0) {
            attachments.add(HexFormat.of().formatHex(sha256.digest()));
        }
    }
}
