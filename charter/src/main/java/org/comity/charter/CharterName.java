package org.comity.charter;

import org.comity.value.Hash;

/** Which charter is meant: its epoch for people, SHA-256 of its text for everybody. */
public record CharterName(int epoch, Hash hash) {
    public CharterName {
        if (epoch < 1) {
            throw new IllegalArgumentException("epochs count from 1");
        }
    }

    public static CharterName of(Charter charter) {
        return new CharterName(charter.epoch(), charter.hash());
    }

    @Override
    public String toString() {
        return "epoch " + epoch + ", " + hash.hex();
    }
}
