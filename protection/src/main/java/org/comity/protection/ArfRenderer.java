package org.comity.protection;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Checked;

/**
 * The machine-readable part of a report in the Abuse Reporting Format (RFC 5965, section 3.1): it
 * is about a mail, so without one there is none.
 */
public final class ArfRenderer {
    /** A field is one line here; RFC 5322 allows 998 characters. */
    private static final int VALUE_LENGTH_MAX = 900;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private ArfRenderer() {}

    /** Fields of {@code message/feedback-report}, lines ending in CRLF. */
    public static Checked<String> render(Notice notice) {
        if (notice.sample().isEmpty()) {
            return Checked.refused("ARF asks for the mail that is the evidence", "");
        }
        Incident incident = notice.incident();
        if (incident.source().deed() == Incident.Deed.SERVED) {
            return Checked.refused("ARF asks for the address that sent the mail", "");
        }
        var out = new StringBuilder();
        field(out, "Feedback-Type", type(incident));
        field(out, "User-Agent", "Comity");
        field(out, "Version", "1");
        field(out, "Source-IP", incident.source().address().value());
        field(out, "Arrival-Date", date(incident.lastSecond()));
        field(out, "Incidents", Long.toString(incident.count()));
        notice.sample()
                .flatMap(Notice.Sample::sender)
                .ifPresent(it -> field(out, "Original-Mail-From", "<" + it + ">"));
        reported(out, incident.subject());
        return Checked.good(out.toString());
    }

    /** Section 7.3; what is no mail abuse by its own word is "other". */
    private static String type(Incident incident) {
        return switch (incident.abuse()) {
            case SPAM, UNSPECIFIED -> "abuse";
            case PHISHING, FRAUD -> "fraud";
            case MALWARE -> "virus";
            case COMMAND_AND_CONTROL, BOTNET, SCANNING, BRUTE_FORCE, EXPLOIT, DENIAL_OF_SERVICE ->
                    "other";
        };
    }

    private static void reported(StringBuilder out, Subject subject) {
        if (subject.kind() == SubjectKind.DOMAIN) {
            field(out, "Reported-Domain", subject.value());
        }
        if (subject.kind() == SubjectKind.URL) {
            Subject host = Observables.host(subject);
            if (host.kind() == SubjectKind.DOMAIN) {
                field(out, "Reported-Domain", host.value());
            }
            if (subject.value().length() <= VALUE_LENGTH_MAX) {
                field(out, "Reported-URI", subject.value());
            }
        }
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(HeaderText.line(value)).append("\r\n");
    }

    /** RFC 5322, section 3.3. */
    static String date(long second) {
        return DATE.format(Instant.ofEpochSecond(second));
    }
}
