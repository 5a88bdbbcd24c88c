package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.stream.Field;

/** What is kept of the header of the mail itself. */
final class MailHeader {
    /** More Received lines than this are a loop. */
    private static final int VALUES_MAX = 200;

    private final List<String> received = new ArrayList<>();
    private final List<String> from = new ArrayList<>();
    private final List<String> senders = new ArrayList<>();
    private final List<String> authenticationResults = new ArrayList<>();
    private String subject = "";
    private boolean known;

    /**
     * @param name in lower case
     * @param field its body is unfolded only where it is wanted
     */
    void take(String name, Field field) {
        switch (name) {
            case "received" -> keep(received, field.getBody());
            case "from" -> keep(from, MailText.decodeWords(field.getBody()));
            case "sender", "reply-to", "return-path" ->
                    keep(senders, MailText.decodeWords(field.getBody()));
            case "authentication-results" -> keep(authenticationResults, field.getBody());
            case "subject" -> subject = MailText.decodeWords(field.getBody());
            case "to", "cc", "date", "message-id", "mime-version", "content-type", "delivered-to" ->
                    known = true;
            default -> {
                return;
            }
        }
        known = true;
    }

    private static void keep(List<String> values, String body) {
        if (values.size() < VALUES_MAX) {
            values.add(body.strip());
        }
    }

    /** False for bytes that are no mail. */
    boolean hasKnownField() {
        return known;
    }

    List<String> received() {
        return received;
    }

    List<String> from() {
        return from;
    }

    /** Sender, Reply-To and Return-Path. */
    List<String> senders() {
        return senders;
    }

    List<String> authenticationResults() {
        return authenticationResults;
    }

    String subject() {
        return subject;
    }
}
