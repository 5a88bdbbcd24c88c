package org.comity.store;

import org.comity.value.Bytes;

/** One step of a batch; the steps take effect in their order, all of them or none. */
public sealed interface Change {
    int KEY_BYTES_MAX = 1024;
    int VALUE_BYTES_MAX = 16 << 20;

    record Put(Bytes key, Bytes value) implements Change {
        public Put {
            checkKey(key);
            if (value.length() > VALUE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "a value has at most 16 MiB, not " + value.length());
            }
        }
    }

    /** Deleting what is not there is no mistake. */
    record Delete(Bytes key) implements Change {
        public Delete {
            checkKey(key);
        }
    }

    /** Every row whose key begins with the prefix; the empty prefix means all rows. */
    record DeleteAll(Bytes prefix) implements Change {
        public DeleteAll {
            if (prefix.length() > KEY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "a prefix has at most 1024 bytes, not " + prefix.length());
            }
        }
    }

    private static void checkKey(Bytes key) {
        if (key.length() < 1 || key.length() > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("a key has 1 to 1024 bytes, not " + key.length());
        }
    }
}
