package org.comity.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.intake.Candidates.Candidate;
import org.comity.statement.GuardSet;
import org.comity.statement.Observables;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * The one door through which anything of a mail's text leaves. A URL leaves without userinfo, query
 * and fragment; where a path segment or host label may name a recipient or was made for one reader,
 * only the registrable name leaves, and where that name itself was made from a recipient, nothing.
 */
final class Claims {
    /**
     * What is known of a host in this mail.
     *
     * @param known its suffix is listed: other names resolve for nobody else, and words of a text
     *     look like them
     * @param personal it may name a recipient, or was made for one reader
     * @param registrable empty when not even that name may leave
     */
    private record Name(boolean known, boolean personal, String registrable) {
        private static final Name UNKNOWN = new Name(false, false, "");
    }

    /**
     * Different path segments of one mail that are looked at, as each is compared with every
     * recipient; those after it are taken for personal.
     */
    private static final int SEGMENTS_MAX = 5_000;

    private final Set<Found> found = new HashSet<>();
    private final Map<String, Boolean> segments = new HashMap<>();
    private final Map<String, Name> names = new HashMap<>();
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
        if (subject.isPresent()) {
            Name name = look(subject.get().value());
            if (name.known() && !name.personal()) {
                add(subject.get(), role);
            } else if (name.known()) {
                claimRegistrable(name, role);
            }
        }
    }

    private void link(String raw, Role role) {
        Optional<Subject> whole = Observables.normalise(SubjectKind.URL, raw).optional();
        // Too long a path to be claimed: where it leads still counts, or every spammer's would be.
        boolean cut = whole.isEmpty();
        Optional<Subject> checked =
                cut ? Observables.normalise(SubjectKind.URL, withoutPath(raw)).optional() : whole;
        if (checked.isEmpty()) {
            return;
        }
        Subject url = checked.get();
        Subject host = Observables.host(url);
        String path = path(url.value());
        if (host.kind() == SubjectKind.ADDRESS) {
            add(cut || isPersonal(path) ? host : url, role);
            return;
        }
        Name name = look(host.value());
        if (!name.known() || isNamespace(host.value(), path)) {
            return;
        }
        if (cut || name.personal() || isPersonal(path)) {
            claimRegistrable(name, role);
        } else {
            add(url, role);
        }
    }

    private static String withoutPath(String url) {
        int authority = url.indexOf("//") + 2;
        for (int at = authority; authority > 1 && at < url.length(); at++) {
            if ("/\\?#".indexOf(url.charAt(at)) >= 0) {
                return url.substring(0, at);
            }
        }
        return url;
    }

    private void claimRegistrable(Name name, Role role) {
        if (!name.registrable().isEmpty()) {
            add(new Subject(SubjectKind.DOMAIN, name.registrable()), role);
        }
    }

    private boolean isPersonal(String path) {
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to);
            if (isPersonalSegment(segment)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private boolean isPersonalSegment(String segment) {
        Boolean known = segments.get(segment);
        if (known != null) {
            return known;
        }
        if (segments.size() >= SEGMENTS_MAX) {
            return true;
        }
        boolean personal =
                Tokens.looksRandomSegment(segment)
                        || holdsAddress(segment)
                        || recipients.isHeldBy(segment);
        segments.put(segment, personal);
        return personal;
    }

    /** Anybody's: it may be a recipient whom this mail does not name. */
    private static boolean holdsAddress(String segment) {
        String plain = TextCodes.unpercent(segment);
        int at = plain.indexOf('@');
        return at > 0 && plain.indexOf('.', at) > at + 1;
    }

    private Name look(String host) {
        return names.computeIfAbsent(host, this::lookUp);
    }

    private Name lookUp(String host) {
        if (host.indexOf('.') < 0 || !guards.hasKnownSuffix(host)) {
            return Name.UNKNOWN;
        }
        String registrable = guards.registrable(host).orElse("");
        if (registrable.isEmpty() || recipients.isEncodedIn(firstLabel(registrable))) {
            return new Name(true, true, "");
        }
        String below = host.substring(0, host.length() - registrable.length());
        return new Name(true, isPersonalBelow(below), registrable);
    }

    private boolean isPersonalBelow(String labels) {
        for (int from = 0, dot; (dot = labels.indexOf('.', from)) >= 0; from = dot + 1) {
            String label = labels.substring(from, dot);
            boolean plain = label.equals("www");
            if (!plain && (Tokens.looksRandomLabel(label) || recipients.isHeldBy(label))) {
                return true;
            }
        }
        return false;
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
