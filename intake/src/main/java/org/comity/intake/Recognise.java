package org.comity.intake;

import org.comity.value.Bytes;

/**
 * Tells what a file holds from its head; a guess that the parser of that kind still has to confirm.
 */
public final class Recognise {
    /** As much of the head as is looked at. */
    public static final int HEAD_BYTES_MAX = 8 * 1024;

    private Recognise() {}

    public static InputKind kind(Bytes head) {
        throw new UnsupportedOperationException(head.toString());
    }
}
