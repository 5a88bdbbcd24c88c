package org.comity.views;

import org.comity.value.Bytes;

/** A write as a value: whoever owns the store carries it out. Doing it twice is doing it once. */
public sealed interface RowChange {
    Bytes key();

    record Put(Bytes key, Bytes value) implements RowChange {}

    record Delete(Bytes key) implements RowChange {}
}
