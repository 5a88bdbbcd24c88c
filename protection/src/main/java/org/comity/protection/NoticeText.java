package org.comity.protection;

import java.time.Instant;

/** A notice in plain English, for the person who opens the mail. */
final class NoticeText {
    /** X-ARF's bound of a description. */
    private static final int SUMMARY_LENGTH_MAX = 1_000;

    private static final int VALUE_LENGTH_MAX = 300;

    private NoticeText() {}

    static String subject(Notice notice) {
        Incident incident = notice.incident();
        return (notice.before().isPresent() ? "Seen again: " : "Abuse report: ")
                + words(incident)
                + ", "
                + incident.source().address().value();
    }

    private static String words(Incident incident) {
        return switch (incident.abuse()) {
            case SPAM -> "spam";
            case PHISHING -> "phishing";
            case MALWARE -> "malware";
            case COMMAND_AND_CONTROL -> "command and control server";
            case BOTNET -> "infected system";
            case SCANNING -> "scanning";
            case BRUTE_FORCE -> "login attempts";
            case EXPLOIT -> "attempts to exploit";
            case DENIAL_OF_SERVICE -> "denial of service";
            case FRAUD -> "fraud";
            case UNSPECIFIED -> "abuse";
        };
    }

    /** In one sentence. */
    static String summary(Notice notice) {
        Incident incident = notice.incident();
        String address = incident.source().address().value();
        String value = HeaderText.line(cut(incident.subject().value()));
        String deed =
                switch (incident.source().deed()) {
                    case SENT -> address + " sent mail";
                    case SERVED -> address + " serves this";
                    case DID -> address + " did this";
                };
        String about = value.equals(address) ? "" : " (" + value + ")";
        String times =
                incident.count() == 1
                        ? "once, " + time(incident.lastSecond())
                        : incident.count()
                                + " times, from "
                                + time(incident.firstSecond())
                                + " to "
                                + time(incident.lastSecond());
        String text = words(incident) + about + ": " + deed + "; we saw it " + times + ".";
        return text.substring(0, Math.min(text.length(), SUMMARY_LENGTH_MAX));
    }

    private static String cut(String value) {
        return value.length() <= VALUE_LENGTH_MAX
                ? value
                : value.substring(0, VALUE_LENGTH_MAX) + "...";
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }

    /** Lines end in LF. */
    static String body(Notice notice) {
        Incident incident = notice.incident();
        String again =
                notice.before().isPresent()
                        ? "This follows our earlier report, after which it seemed to be gone.\n\n"
                        : "";
        String port =
                incident.source().port().isPresent()
                        ? "Source port: " + incident.source().port().getAsInt() + "\n"
                        : "";
        return "To whom it may concern,\n\n"
                + again
                + "this concerns an address of your network:\n\n"
                + "Address: "
                + incident.source().address().value()
                + "\n"
                + port
                + "What: "
                + summary(notice)
                + "\n"
                + "Report: "
                + notice.id()
                + "\n\n"
                + "Please look into it, and tell us when it is fixed or when we are wrong:\n"
                + notice.reporter().contact()
                + "\n\n"
                + "This report rests on what we saw ourselves. A machine-readable form is enclosed."
                + "\nMail addresses of recipients are replaced by codes.\n\n"
                + HeaderText.line(notice.reporter().organisation())
                + "\n";
    }
}
