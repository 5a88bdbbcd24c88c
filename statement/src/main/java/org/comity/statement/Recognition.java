package org.comity.statement;

import com.google.re2j.Pattern;
import java.util.Locale;
import org.comity.value.Checked;

/**
 * Tells the kind of a value that a person typed or a plain list holds, after undoing what makes it
 * harmless to click.
 */
final class Recognition {
    /** Lower-case letters, digits and signs before ":" that make a scheme, RFC 3986 section 3.1. */
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.*-]*:[/\\\\]");

    private static final Pattern DIGEST =
            Pattern.compile("^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$");

    private Recognition() {}

    static Checked<Subject> recognise(String raw) {
        if (raw.length() > UrlText.TEXT_MAX) {
            return Checked.refused("value too long", "");
        }
        String text = Refang.refang(raw);
        if (text.isEmpty()) {
            return Checked.refused("value empty", "");
        }
        if (SCHEME.matcher(text).find()) {
            return Observables.normalise(SubjectKind.URL, text);
        }
        if (text.length() == Fingerprint.TEXT_LENGTH && Fingerprint.isBase64Url(text)) {
            return Observables.normalise(SubjectKind.FINGERPRINT, text);
        }
        if (DIGEST.matcher(text).find()) {
            return Observables.normalise(SubjectKind.FILE, text);
        }
        if (isAddressLike(text)) {
            return address(text);
        }
        int slash = text.indexOf('/');
        if (text.indexOf('@') >= 0 && slash < 0) {
            return Observables.normalise(SubjectKind.MAIL_ADDRESS, withoutMailto(text));
        }
        if (slash >= 0) {
            return text.substring(0, slash).indexOf('.') > 0
                    ? Observables.normalise(SubjectKind.URL, "http://" + text)
                    : Checked.refused("kind of value not recognised", "");
        }
        return domain(text);
    }

    private static String withoutMailto(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("mailto:")
                ? text.substring("mailto:".length())
                : text;
    }

    /** Dotted numbers or at least two colons, with a port or a prefix length behind it or not. */
    private static boolean isAddressLike(String text) {
        String host = bare(text);
        int slash = host.indexOf('/');
        String front = slash < 0 ? host : host.substring(0, slash);
        boolean rest = slash >= 0 && !host.substring(slash + 1).chars().allMatch(Ascii::isDigit);
        boolean four =
                front.indexOf('.') > 0 && front.chars().allMatch(c -> Ascii.isDigit(c) || c == '.');
        boolean six = front.indexOf(':') >= 0 && front.indexOf(':') != front.lastIndexOf(':');
        return !rest && (four || six) && front.indexOf('@') < 0;
    }

    private static Checked<Subject> address(String text) {
        return Observables.normalise(SubjectKind.ADDRESS, bare(text));
    }

    /** Without the port behind a dotted or bracketed address, and without the brackets. */
    private static String bare(String text) {
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean alone = close == text.length() - 1;
            return close > 0 && (alone || isPort(text.substring(close + 1)))
                    ? text.substring(1, close)
                    : text;
        }
        int colon = text.indexOf(':');
        boolean one = colon > 0 && colon == text.lastIndexOf(':');
        return one && isPort(text.substring(colon)) ? text.substring(0, colon) : text;
    }

    private static boolean isPort(String text) {
        return text.length() >= 2
                && text.length() <= 6
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(Ascii::isDigit);
    }

    private static Checked<Subject> domain(String text) {
        String host = bare(text);
        return Observables.normalise(SubjectKind.DOMAIN, host)
                .then(name ->
                        name.value().indexOf('.') > 0
                                ? Checked.good(name)
                                : Checked.refused("kind of value not recognised", ""));
    }
}
