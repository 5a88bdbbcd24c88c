package org.comity.store;

import java.io.IOException;

/** Another process has the store open; the message says which. */
public final class StoreInUseException extends IOException {
    private static final long serialVersionUID = 1;
    private final String holder;

    public StoreInUseException(String holder, String message) {
        super(message);
        this.holder = holder;
    }

    /** Number of the process, or a word when it is not known. */
    public String holder() {
        return holder;
    }
}
