package org.comity.store;

import java.io.IOException;

/**
 * Nothing was written and the store still works: deleting and reading go on, and writing does after
 * space was made.
 */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    DiskFullException(String message) {
        super(message);
    }
}
