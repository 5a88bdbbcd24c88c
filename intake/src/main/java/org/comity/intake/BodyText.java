package org.comity.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * The text that a mail itself shows, part by part; kept only while the mail is parsed. Attached
 * mails and files are not its text, and what a page says it quotes is left out before it comes
 * here.
 */
final class BodyText {
    static final BodyText UNWANTED = new BodyText(false);

    private final boolean wanted;
    private final List<String> parts = new ArrayList<>();

    /**
     * @param wanted false when nobody will ask for the text
     */
    BodyText(boolean wanted) {
        this.wanted = wanted;
    }

    /** Whether it is worth making text for it. */
    boolean isWanted() {
        return wanted;
    }

    void add(String part) {
        if (wanted) {
            parts.add(part);
        }
    }

    List<String> parts() {
        return List.copyOf(parts);
    }
}
