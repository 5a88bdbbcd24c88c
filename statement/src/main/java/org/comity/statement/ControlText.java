package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * What all control documents share: a "comity" member that names the format, and no unknown member.
 */
final class ControlText {
    /** UTF-16 code units; people read it. */
    static final int REASON_LENGTH_MAX = 1_000;

    private ControlText() {}

    static Json.Members of(String format) {
        return Json.Members.NONE.with("comity", format);
    }

    /** Only canonical text is taken: a control document has one spelling. */
    static Checked<Json.Members> parse(Bytes json, String format, List<String> names) {
        return Json.parseMembers(json)
                .then(members -> {
                    if (!members.text("comity").equals(Optional.of(format))) {
                        return Checked.refused("another format", "/comity");
                    }
                    if (!members.byName().keySet().equals(new TreeSet<>(names))) {
                        return Checked.refused("members missing or unknown", "");
                    }
                    return members.canonical().equals(json)
                            ? Checked.good(members)
                            : Checked.refused("not canonical JSON", "");
                });
    }

    static Optional<String> reason(Json.Members members) {
        return members.text("reason").filter(ControlText::mayBeReason);
    }

    private static boolean mayBeReason(String text) {
        return text.length() <= REASON_LENGTH_MAX && mayBeShown(text.replace("\n", ""));
    }

    /** No controls and no invisible signs: among them are those that turn the reading direction. */
    static boolean mayBeShown(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            int type = Character.getType(point);
            if (Character.isISOControl(point)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }

    static void requireReason(String reason) {
        if (!mayBeReason(reason)) {
            throw new IllegalArgumentException("a reason has at most 1000 characters");
        }
    }

    static Checked<Hash> hash(Json value) {
        return value instanceof Json.Text(String hex) && hex.equals(hex.toLowerCase(Locale.ROOT))
                ? Hash.parseHex(hex)
                : Checked.refused("not lower-case hexadecimal", "");
    }

    /** The member "subject" as {@link Subject#key} spells it, in canonical form. */
    static Checked<Subject> subject(Json.Members members) {
        String key = members.text("subject").orElse("");
        int colon = key.indexOf(':');
        Optional<SubjectKind> kind =
                List.of(SubjectKind.values()).stream()
                        .filter(it -> colon > 0 && it.word().equals(key.substring(0, colon)))
                        .findFirst();
        if (kind.isEmpty()) {
            return Checked.refused("not a subject, such as domain:bad.example", "/subject");
        }
        return Observables.normalise(kind.get(), key.substring(colon + 1))
                .then(subject ->
                        subject.key().equals(key)
                                ? Checked.good(subject)
                                : Checked.refused("a subject in canonical form", "/subject"));
    }

    /** A second between 1970 and the year 10000. */
    static Checked<Long> second(Json.Members members, String name) {
        return members.whole(name)
                .filter(it -> it >= 1 && it <= Claim.Validity.SECOND_MAX)
                .map(Checked::good)
                .orElse(Checked.refused("not a second between 1970 and 10000", "/" + name));
    }
}
