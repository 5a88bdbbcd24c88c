package org.comity.study;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.intake.Found;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Projection;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * One mail that a member got.
 *
 * @param number in the exercise, from 0
 * @param second when the member's relay took it
 * @param source campaign, wanted sender or attack
 * @param links URLs that the reader is called to open
 * @param attachment content of an attached file
 */
public record ExerciseMail(
        int number,
        long second,
        MemberId member,
        boolean wanted,
        String source,
        Sender sender,
        List<String> links,
        Optional<String> attachment) {
    /** Own relays of every member: what {@code own-relays} would say. */
    public static final String OWN_RELAYS = "10.0.0.0/8";

    /**
     * Who handed it over, and whom it says it is from.
     *
     * @param address connected; domain: of the From line, which anybody may forge
     */
    public record Sender(String address, String domain) {}

    public ExerciseMail {
        links = List.copyOf(links);
    }

    /** What intake finds in the mail and claims of it: each subject once, strongest role first. */
    public List<Found> found(GuardSet guards) {
        Map<Subject, Role> strongest = new TreeMap<>();
        put(strongest, new Subject(SubjectKind.ADDRESS, sender.address()), Role.CONNECTED, guards);
        for (String link : links) {
            Subject url = Observables.normalise(SubjectKind.URL, link).orThrow();
            put(strongest, url, Role.CALLED_TO_LINK, guards);
        }
        attachment.ifPresent(it ->
                put(
                        strongest,
                        new Subject(SubjectKind.FILE, Hash.digest(content(it)).hex()),
                        Role.ATTACHMENT,
                        guards));
        Subject domain = new Subject(SubjectKind.DOMAIN, sender.domain());
        put(strongest, domain, Role.CLAIMED_SENDER, guards);
        List<Found> found = new ArrayList<>();
        strongest.forEach((subject, role) -> found.add(new Found(subject, role)));
        Collections.sort(found);
        return List.copyOf(found);
    }

    /** The mail as its member received it (RFC 5322), line ends LF. */
    public Bytes raw() {
        String host = "mx." + member;
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        var out = new StringBuilder();
        out.append("Received: from mail.").append(sender.domain());
        out.append(" (unknown [").append(sender.address()).append("])\n\tby ").append(host);
        out.append(" with ESMTP id ").append(number).append(";\n\t").append(date).append('\n');
        out.append("From: <office@").append(sender.domain()).append(">\n");
        out.append("To: <reader@").append(member).append(">\n");
        out.append("Subject: number ").append(number).append('\n');
        out.append("Message-ID: <")
                .append(number)
                .append('@')
                .append(sender.domain())
                .append(">\n");
        out.append("Date: ").append(date).append("\nMIME-Version: 1.0\n");
        if (attachment.isEmpty()) {
            out.append("Content-Type: text/html; charset=utf-8\n\n").append(html());
        } else {
            String boundary = "part-" + number;
            out.append("Content-Type: multipart/mixed; boundary=\"").append(boundary);
            out.append("\"\n\n--").append(boundary);
            out.append("\nContent-Type: text/html; charset=utf-8\n\n").append(html());
            out.append("\n--").append(boundary);
            out.append("\nContent-Type: application/octet-stream; name=\"form.bin\"\n");
            out.append("Content-Disposition: attachment; filename=\"form.bin\"\n");
            out.append("Content-Transfer-Encoding: base64\n\n");
            out.append(Base64.getEncoder().encodeToString(content(attachment.get())));
            out.append("\n--").append(boundary).append("--\n");
        }
        return Bytes.utf8(out.toString());
    }

    /** One line of the exercise's canonical text. */
    String line() {
        return String.join(
                " ",
                "mail",
                Integer.toString(number),
                Long.toString(second),
                member.name(),
                wanted ? "wanted" : "unwanted",
                source,
                sender.address(),
                sender.domain(),
                String.join(",", links),
                attachment.orElse("-"));
    }

    private String html() {
        var out = new StringBuilder("<html><body><p>Please read on.</p>\n");
        for (String link : links) {
            out.append("<p><a href=\"").append(link).append("\">open</a></p>\n");
        }
        return out.append("</body></html>\n").toString();
    }

    private static byte[] content(String attachment) {
        return attachment.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(
            Map<Subject, Role> strongest, Subject subject, Role role, GuardSet guards) {
        for (Subject one : Projection.of(subject, guards)) {
            strongest.merge(one, role, (a, b) -> a.compareTo(b) <= 0 ? a : b);
        }
    }
}
