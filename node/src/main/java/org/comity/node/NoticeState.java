package org.comity.node;

import java.util.Arrays;
import java.util.Optional;

/** How far a notice to a network has come. */
enum NoticeState {
    DRAFTED("drafted"),
    QUEUED("queued"),
    /** the mail server took it */
    SENT("sent"),
    ACKNOWLEDGED("acknowledged"),
    FIXED("fixed"),
    /** seen after it was said to be fixed; a second report is drafted */
    SEEN_AGAIN("seen again"),
    /** the mail server refused it for good */
    FAILED("failed"),
    CLOSED("closed");

    private final String word;

    NoticeState(String word) {
        this.word = word;
    }

    /** The word for rows and output. */
    String word() {
        return word;
    }

    /** Its last report is still this member's own, and may be drafted anew. */
    boolean isDraft() {
        return this == DRAFTED || this == SEEN_AGAIN;
    }

    static Optional<NoticeState> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }
}
