package org.comity.intake;

import java.util.Locale;
import java.util.Set;

/** The header fields that name whom a mail was sent to, by standard or by habit. */
final class RecipientFields {
    private static final Set<String> NAMES =
            Set.of(
                    "to",
                    "cc",
                    "bcc",
                    "delivered-to",
                    "x-original-to",
                    "envelope-to",
                    "x-envelope-to",
                    "apparently-to",
                    "x-apparently-to",
                    "resent-to",
                    "resent-cc",
                    "resent-bcc",
                    "x-rcpt-to",
                    "x-delivered-to",
                    "x-forwarded-to",
                    "x-forwarded-for",
                    "original-recipient",
                    "final-recipient",
                    "x-real-to",
                    "x-resent-to",
                    "x-original-recipient",
                    "x-yahoo-forwarded");

    private RecipientFields() {}

    static boolean isOne(String name) {
        return name.equals("received") || NAMES.contains(name);
    }

    /**
     * @param name in lower case
     * @param body unfolded
     */
    static void take(String name, String body, Recipients recipients) {
        if (NAMES.contains(name)) {
            String text = MailText.decodeWords(body);
            Mailboxes.allOf(text).forEach(recipients::add);
            recipients.addNames(text);
        } else if (name.equals("received")) {
            takeFor(body, recipients);
        }
    }

    /** {@code for <address>}; the brackets are often left out. */
    private static void takeFor(String body, Recipients recipients) {
        if (body.indexOf('@') < 0) {
            return;
        }
        String lower = body.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf("for"); at >= 0; at = lower.indexOf("for", at + 3)) {
            int end = at + 3;
            boolean word =
                    (at == 0 || lower.charAt(at - 1) <= ' ' || lower.charAt(at - 1) == '(')
                            && end < body.length()
                            && body.charAt(end) <= ' ';
            if (word) {
                int semicolon = body.indexOf(';', end);
                String rest = body.substring(end, semicolon < 0 ? body.length() : semicolon);
                Mailboxes.allOf(rest).forEach(recipients::add);
                return;
            }
        }
    }
}
