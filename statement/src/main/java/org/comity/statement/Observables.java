package org.comity.statement;

import java.util.List;
import java.util.Locale;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The one place where outside text becomes a {@link Subject}. Case, punycode, trailing dots,
 * IPv4-mapped IPv6, decimal, octal and hexadecimal addresses, default ports, percent-encoding and
 * userinfo are the ways to hide one observable under two spellings. docs/formats/subjects.md gives
 * the canonical forms.
 */
public final class Observables {
    /** RFC 5321 section 4.5.3.1.1. */
    static final int LOCAL_PART_MAX = 64;

    private static final String LOCAL_PART_SIGNS = "!#$%&'*+-/=?^_`{|}~.";

    private Observables() {}

    /** Canonical form of a value whose kind is known. */
    public static Checked<Subject> normalise(SubjectKind kind, String text) {
        if (kind == SubjectKind.URL) {
            return UrlText.normalise(text);
        }
        String value = text.strip();
        return switch (kind) {
            case ADDRESS -> address(value);
            case DOMAIN -> domain(value);
            case URL -> UrlText.normalise(value);
            case MAIL_ADDRESS -> mailAddress(value);
            case FILE -> file(value);
            case FINGERPRINT -> Fingerprint.parse(value).map(Fingerprint::subject);
        };
    }

    /**
     * For values typed by people or read from plain lists: tells the kind by the form (and undoes
     * "hxxp", "[.]").
     */
    public static Checked<Subject> recognise(String text) {
        return Recognition.recognise(text);
    }

    /** Canonical form of an observable that is no subject. */
    public static Checked<Observable> normalise(ObservableKind kind, String text) {
        return ObservableText.normalise(kind, text);
    }

    /**
     * All that a typed value can be, the likeliest first: forty digits are a file or a certificate.
     * With {@code kind:} before it, it is only that.
     */
    public static Checked<List<Traceable>> readings(String text) {
        return Readings.of(text);
    }

    /** The host of a URL subject: an ADDRESS or a DOMAIN. */
    public static Subject host(Subject url) {
        if (url.kind() != SubjectKind.URL) {
            throw new IllegalArgumentException("only a URL has a host");
        }
        return UrlText.host(url.value());
    }

    private static Checked<Subject> address(String value) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            return Ip.parse(value).map(ip -> new Subject(SubjectKind.ADDRESS, ip.text()));
        }
        String address = value.substring(0, slash);
        String whole = address.indexOf(':') >= 0 ? "128" : "32";
        return Ip.parse(address)
                .then(ip ->
                        value.substring(slash + 1).equals(whole)
                                ? Checked.good(new Subject(SubjectKind.ADDRESS, ip.text()))
                                : Checked.refused("a network, not one address", ""));
    }

    private static Checked<Subject> domain(String value) {
        return HostText.normalise(value)
                .then(host ->
                        host.kind() == SubjectKind.DOMAIN
                                ? Checked.good(host)
                                : Checked.refused("an address, not a domain", ""));
    }

    /**
     * The local part is its host's own business and keeps its case; quoted forms and other scripts
     * are refused.
     */
    private static Checked<Subject> mailAddress(String value) {
        int at = value.lastIndexOf('@');
        if (at < 0) {
            return Checked.refused("no @ in mail address", "");
        }
        String local = value.substring(0, at);
        if (local.isEmpty() || local.length() > LOCAL_PART_MAX) {
            return Checked.refused("local part empty or above 64 characters", "");
        }
        for (int i = 0; i < local.length(); i++) {
            if (!isInLocalPart(local.charAt(i))) {
                return Checked.refused(
                        "character not allowed in a local part", "character " + (i + 1));
            }
        }
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return Checked.refused("local part with an empty piece", "");
        }
        return domain(value.substring(at + 1))
                .map(host -> new Subject(SubjectKind.MAIL_ADDRESS, local + "@" + host.value()));
    }

    private static boolean isInLocalPart(char c) {
        return Ascii.isLetterOrDigit(c) || LOCAL_PART_SIGNS.indexOf(c) >= 0;
    }

    private static Checked<Subject> file(String value) {
        if (value.length() == 32 || value.length() == 40) {
            return Checked.refused("only SHA-256 names a file", "");
        }
        if (value.length() != 2 * Hash.LENGTH) {
            return Checked.refused("not a SHA-256 in hexadecimal", "");
        }
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)
                ? Checked.good(new Subject(SubjectKind.FILE, lower))
                : Checked.refused("not a SHA-256 in hexadecimal", "");
    }
}
