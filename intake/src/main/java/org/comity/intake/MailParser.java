package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.statement.Fingerprint;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * One mail (RFC 5322, RFC 2045 to 2047) to observables with roles, or why it was refused. Two
 * passes: the walk over the parts gathers what stands there and whom it was sent to; then {@link
 * Claims} lets out what names nobody.
 */
public final class MailParser {
    private MailParser() {}

    public static Checked<Mail> parse(Bytes raw, MailRules rules) {
        if (raw.length() == 0) {
            return Checked.refused("empty", "");
        }
        if (raw.length() > MboxSplitter.MAIL_BYTES_MAX) {
            return Checked.refused(
                    "mail larger than 25 MiB", "byte " + MboxSplitter.MAIL_BYTES_MAX);
        }
        RawMail mail = RawMail.of(raw);
        var body = new BodyText(rules.fingerprintKey().isPresent());
        PartWalk walk = PartWalk.over(mail.lines(), body);
        if (!walk.isHeaderRead()) {
            return Checked.refused("mail header longer than allowed", "header");
        }
        if (!walk.header().hasKnownField()) {
            return Checked.refused("no mail header", "byte 0");
        }
        return Checked.good(mail(mail, walk, rules, fingerprint(body, walk, rules)));
    }

    private static Optional<Fingerprint> fingerprint(
            BodyText body, PartWalk walk, MailRules rules) {
        return rules.fingerprintKey()
                .flatMap(key -> BodyFingerprint.of(body, walk.recipients().names(), key));
    }

    private static Mail mail(
            RawMail mail, PartWalk walk, MailRules rules, Optional<Fingerprint> fingerprint) {
        MailHeader header = walk.header();
        Claims claims = new Claims(walk.recipients(), rules.guards());
        ReceivedPath.connected(header.received(), rules)
                .ifPresent(address -> claims.add(address, Role.CONNECTED));
        AuthenticationResults.domains(header.authenticationResults(), rules.authenticators())
                .forEach(domain -> claims.name(domain, Role.AUTHENTICATED_SENDER));
        senders(header).forEach(address -> claims.mailDomain(address, Role.CLAIMED_SENDER));
        for (String hash : walk.attachments()) {
            claims.add(new Subject(SubjectKind.FILE, hash), Role.ATTACHMENT);
        }
        TextLinks.scan(header.subject(), Role.MENTION, walk.candidates());
        walk.candidates().all().forEach(claims::take);
        List<String> notes = new ArrayList<>(walk.notes());
        if (walk.candidates().isCut() || claims.isCut()) {
            notes.add("more links than are kept");
        }
        return new Mail(
                claims.strongest(),
                fingerprint,
                mail.canonical(),
                ReceivedPath.second(header.received(), rules),
                senderKey(header),
                notes);
    }

    private static List<String> senders(MailHeader header) {
        List<String> addresses = new ArrayList<>();
        header.from().forEach(value -> addresses.addAll(Mailboxes.of(value)));
        header.senders().forEach(value -> addresses.addAll(Mailboxes.of(value)));
        return addresses;
    }

    private static String senderKey(MailHeader header) {
        return header.from().stream()
                .flatMap(value -> Mailboxes.of(value).stream())
                .findFirst()
                .map(address ->
                        Hash.digest(Bytes.utf8(address.toLowerCase(Locale.ROOT)).array()).hex())
                .orElse("");
    }
}
