package org.comity.statement;

import org.comity.value.Checked;

/** A host as it stands in a URL, a mail address or a list: a name or an address. */
final class HostText {
    /** RFC 1035 section 2.3.4, in letters of the DNS without the last dot. */
    static final int NAME_MAX = 253;

    static final int LABEL_MAX = 63;

    /** Characters before mapping; other scripts grow or shrink, no honest host comes near. */
    static final int TEXT_MAX = 512;

    private HostText() {}

    static Checked<Subject> normalise(String text) {
        if (text.length() > TEXT_MAX) {
            return Checked.refused("host too long", "");
        }
        if (text.startsWith("[")) {
            return text.endsWith("]")
                    ? bracketed(text.substring(1, text.length() - 1))
                    : Checked.refused("bracket not closed", "");
        }
        return Idna.toAscii(text).then(HostText::ofAscii);
    }

    private static Checked<Subject> bracketed(String text) {
        return text.indexOf(':') < 0
                ? Checked.refused("not an address", "")
                : Ip.parse(text).map(ip -> new Subject(SubjectKind.ADDRESS, ip.text()));
    }

    private static Checked<Subject> ofAscii(String ascii) {
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.isEmpty()) {
            return Checked.refused("host empty", "");
        }
        if (name.length() > NAME_MAX) {
            return Checked.refused("host name above 253 characters", "");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return Checked.refused(
                        "character not allowed in a host name", "character " + (i + 1));
            }
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty()) {
                return Checked.refused("empty label", "");
            }
            if (label.length() > LABEL_MAX) {
                return Checked.refused("label above 63 characters", "");
            }
        }
        return Ip.endsInNumber(name)
                ? Ip.parseAsBrowsers(name).map(ip -> new Subject(SubjectKind.ADDRESS, ip.text()))
                : Checked.good(new Subject(SubjectKind.DOMAIN, name));
    }

    /** Underscores do occur in hosts that people visit, whatever RFC 952 says. */
    private static boolean isAllowed(char c) {
        return Ascii.isLower(c) || Ascii.isDigit(c) || c == '-' || c == '_' || c == '.';
    }
}
