package org.comity.intake;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.comity.intake.Candidates.Candidate;
import org.comity.statement.GuardSet;
import org.comity.statement.Observables;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Checked;

/**
 * The one door through which anything of a mail's text leaves. A URL leaves without userinfo, query
 * and fragment; where a path segment or host label may name a recipient or was made for one reader,
 * only the registrable name leaves, and where that name itself was made from a recipient, nothing.
 */
final class Claims {
    private final Set<Found> found = new HashSet<>();
    private final Recipients recipients;
    private final GuardSet guards;

    Claims(Recipients recipients, GuardSet guards) {
        this.recipients = recipients;
        this.guards = guards;
    }

    /** Strongest first. */
    List<Found> strongest() {
        return found.stream().sorted().limit(Mail.FOUND_MAX).toList();
    }

    boolean isCut() {
        return found.size() > Mail.FOUND_MAX;
    }

    void add(Subject subject, Role role) {
        found.add(new Found(subject, role));
    }

    void take(Candidate candidate) {
        switch (candidate.form()) {
            case LINK -> link(candidate.text(), candidate.role());
            case NAME -> bareName(candidate.text(), candidate.role());
            case MAIL_ADDRESS -> mailDomain(candidate.text(), candidate.role());
        }
    }

    /** The domain of an address that is not a recipient's. */
    void mailDomain(String address, Role role) {
        if (role != Role.MENTION || !recipients.isRecipient(address)) {
            name(Mailboxes.domain(address), role);
        }
    }

    /** "john.name" may be a host, or what is left of an address of the recipient. */
    private void bareName(String text, Role role) {
        if (!recipients.isLocalPart(text)) {
            name(text, role);
        }
    }

    /** A host name; no address. */
    void name(String host, Role role) {
        Optional<Subject> subject = Observables.normalise(SubjectKind.DOMAIN, host).optional();
        if (subject.isPresent() && isGlobal(subject.get().value())) {
            if (isPersonalHost(subject.get().value())) {
                claimRegistrable(subject.get(), role);
            } else {
                add(subject.get(), role);
            }
        }
    }

    private void link(String raw, Role role) {
        Checked<Subject> checked = Observables.normalise(SubjectKind.URL, raw);
        Optional<Subject> url = checked.optional();
        if (url.isEmpty()) {
            return;
        }
        Subject host = Observables.host(url.get());
        if (host.kind() == SubjectKind.DOMAIN && !isGlobal(host.value())) {
            return;
        }
        String path = path(url.get().value());
        if (isNamespace(host.value(), path)) {
            return;
        }
        if (isPersonal(path, host)) {
            claimRegistrable(host, role);
        } else {
            add(url.get(), role);
        }
    }

    /** Of a host that may name a reader, or whose URL does. */
    private void claimRegistrable(Subject host, Role role) {
        if (host.kind() != SubjectKind.DOMAIN) {
            add(host, role);
            return;
        }
        Optional<String> name = guards.registrable(host.value());
        if (name.isPresent() && !recipients.isEncodedIn(firstLabel(name.get()))) {
            add(new Subject(SubjectKind.DOMAIN, name.get()), role);
        }
    }

    private boolean isPersonal(String path, Subject host) {
        if (host.kind() == SubjectKind.DOMAIN && isPersonalHost(host.value())) {
            return true;
        }
        for (String segment : path.split("/", -1)) {
            if (Tokens.looksRandomSegment(segment) || recipients.isHeldBy(segment)) {
                return true;
            }
        }
        // An address may be spread over segments.
        return recipients.isEncodedIn(path.replace('/', '@'));
    }

    /**
     * Labels below the registrable name; that name itself is looked at for encoded recipients only.
     */
    private boolean isPersonalHost(String host) {
        String name = guards.registrable(host).orElse("");
        if (name.isEmpty() || recipients.isEncodedIn(firstLabel(name))) {
            return true;
        }
        String below = host.substring(0, host.length() - name.length());
        for (String label : below.split("\\.", -1)) {
            if (Tokens.looksRandomLabel(label) || recipients.isHeldBy(label)) {
                return true;
            }
        }
        return recipients.isEncodedIn(below);
    }

    /**
     * Under a suffix that is known: other names resolve for nobody else, and file names look like
     * them.
     */
    private boolean isGlobal(String host) {
        return host.indexOf('.') > 0 && guards.hasKnownSuffix(host);
    }

    /**
     * Names of document types and schemas stand in mails by the thousand, and nobody opens them.
     */
    private static boolean isNamespace(String host, String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return switch (host) {
            case "www.w3.org", "w3.org" ->
                    lower.endsWith(".dtd")
                            || lower.startsWith("/tr/")
                            || lower.startsWith("/1999/")
                            || lower.startsWith("/2000/")
                            || lower.startsWith("/2001/");
            case "schemas.microsoft.com", "schemas.xmlsoap.org", "schemas.openxmlformats.org" ->
                    true;
            default -> false;
        };
    }

    private static String firstLabel(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String path(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "" : url.substring(slash);
    }
}
