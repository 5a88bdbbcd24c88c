package org.comity.intake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.comity.statement.Role;

/**
 * What the text of a mail names, as it stands there: not yet checked against the recipients, of
 * whom the last may be named at the end of the mail. Nothing of it leaves but through {@link
 * Claims}.
 */
final class Candidates {
    static final int CANDIDATES_MAX = 2_000;

    /** A longer one is no link that anybody opens. */
    static final int CHARS_MAX = 8_192;

    enum Form {
        LINK,
        NAME,
        MAIL_ADDRESS
    }

    record Candidate(Form form, String text, Role role) {}

    private final Set<Candidate> all = new LinkedHashSet<>();
    private boolean cut;

    void add(Form form, String text, Role role) {
        if (text.length() > CHARS_MAX || all.size() >= CANDIDATES_MAX) {
            cut = true;
        } else {
            all.add(new Candidate(form, text, role));
        }
    }

    /** Some were too long or too many. */
    boolean isCut() {
        return cut;
    }

    List<Candidate> all() {
        return List.copyOf(all);
    }
}
