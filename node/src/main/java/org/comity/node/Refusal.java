package org.comity.node;

import org.comity.value.Checked;

/**
 * What a person or another program asked for cannot be done, and why. The one exception that is an
 * answer: it goes through the writer and the socket to whoever asked, and never ends a loop.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String why;
    private final String where;

    Refusal(String why, String where) {
        super(where.isEmpty() ? why : why + " (" + where + ")", null, false, false);
        this.why = why;
        this.where = where;
    }

    static <T> T orRefuse(Checked<T> checked) {
        return switch (checked) {
            case Checked.Good<T>(T value) -> value;
            case Checked.Refused<T>(String why, String where) -> throw new Refusal(why, where);
        };
    }

    /** Why and where in one line. */
    String words() {
        return where.isEmpty() ? why : why + " (" + where + ")";
    }

    String why() {
        return why;
    }

    String where() {
        return where;
    }
}
