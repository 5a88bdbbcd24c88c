package org.comity.protection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A notice as a mail, whole and in ASCII: RFC 5322 and 2045, lines ending in CRLF. The same notice
 * and second give the same bytes. What is not checked to be plain goes in as base64, so nothing in
 * it can end a part or begin a field.
 */
public final class NoticeMail {
    private static final int LINE_LENGTH_MAX = 998;
    private static final String END = "\r\n";
    private static final Base64.Encoder MIME =
            Base64.getMimeEncoder(76, END.getBytes(StandardCharsets.US_ASCII));

    private final Notice notice;
    private final String boundary;
    private final StringBuilder out = new StringBuilder();

    private NoticeMail(Notice notice) {
        this.notice = notice;
        // No base64 and no header field has such a line.
        this.boundary = "=_" + notice.id();
    }

    /**
     * The whole mail, as it goes to a mail server.
     *
     * @param second for its Date
     */
    public static Checked<Bytes> render(Notice notice, Notice.Format format, long second) {
        var mail = new NoticeMail(notice);
        return switch (format) {
            case XARF -> XarfRenderer.render(notice).map(json -> mail.xarf(json, second));
            case ARF -> ArfRenderer.render(notice).map(fields -> mail.arf(fields, second));
        };
    }

    private Bytes xarf(Bytes json, long second) {
        header("multipart/mixed", second);
        text();
        part("application/json; name=\"xarf.json\"");
        field("Content-Disposition", "attachment; filename=\"xarf.json\"");
        encoded(json);
        return end();
    }

    /** RFC 5965, section 2: exactly these three parts. */
    private Bytes arf(String fields, long second) {
        header("multipart/report; report-type=feedback-report", second);
        text();
        part("message/feedback-report");
        out.append(END).append(fields).append(END);
        part("text/rfc822-headers");
        Bytes sample = notice.sample().orElseThrow().header();
        if (isPlain(sample)) {
            out.append(END).append(sample.utf8().replace("\n", END)).append(END);
        } else {
            encoded(sample);
        }
        return end();
    }

    private void header(String type, long second) {
        Notice.Reporter reporter = notice.reporter();
        field("Date", ArfRenderer.date(second));
        field(
                "From",
                HeaderText.phrase(reporter.organisation()) + END + " <" + reporter.from() + ">");
        field("To", "<" + notice.to() + ">");
        if (!reporter.contact().isSameAs(reporter.from())) {
            field("Reply-To", "<" + reporter.contact() + ">");
        }
        field("Subject", HeaderText.of(NoticeText.subject(notice)));
        field("Message-ID", notice.messageId());
        notice.firstMessageId()
                .ifPresent(it -> {
                    field("In-Reply-To", it);
                    field("References", it);
                });
        // RFC 3834, section 5: nobody's machine is to answer it.
        field("Auto-Submitted", "auto-generated");
        field("MIME-Version", "1.0");
        field("Content-Type", type + ";" + END + " boundary=\"" + boundary + "\"");
        out.append(END);
    }

    private void text() {
        part("text/plain; charset=utf-8");
        Bytes text = Bytes.utf8(NoticeText.body(notice));
        if (isPlain(text)) {
            out.append(END).append(text.utf8().replace("\n", END)).append(END);
        } else {
            encoded(text);
        }
    }

    private void part(String type) {
        out.append("--").append(boundary).append(END);
        field("Content-Type", type);
    }

    private void encoded(Bytes content) {
        field("Content-Transfer-Encoding", "base64");
        out.append(END).append(MIME.encodeToString(content.array())).append(END);
    }

    private void field(String name, String value) {
        out.append(name).append(": ").append(value).append(END);
    }

    private Bytes end() {
        out.append("--").append(boundary).append("--").append(END);
        return Bytes.utf8(out.toString());
    }

    /** Printable ASCII in lines that SMTP carries, none of which may be taken for a boundary. */
    private static boolean isPlain(Bytes content) {
        for (String line : content.utf8().split("\n", -1)) {
            if (line.length() > LINE_LENGTH_MAX
                    || line.startsWith("--")
                    || !line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
                return false;
            }
        }
        return true;
    }
}
