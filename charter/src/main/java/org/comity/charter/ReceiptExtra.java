package org.comity.charter;

import java.util.Optional;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Leaf and payload inside a receipt's extra line; docs/formats/receipt.md. */
record ReceiptExtra(Leaf leaf, Optional<Payload> payload) {
    static final int VERSION = 1;

    private static final int LEAF_AT = 3;

    static Bytes write(ReceiptExtra extra) {
        Bytes leaf = extra.leaf().bytes();
        byte[] head = {VERSION, (byte) (leaf.length() >> 8), (byte) leaf.length()};
        byte[] present = {(byte) (extra.payload().isPresent() ? 1 : 0)};
        return Bytes.join(
                Bytes.of(head),
                leaf,
                Bytes.of(present),
                extra.payload().map(Payload::bytes).orElse(Bytes.EMPTY));
    }

    static Checked<ReceiptExtra> parse(Bytes bytes) {
        if (bytes.length() < LEAF_AT) {
            return Checked.refused("too short for a receipt", "byte 0");
        }
        if (bytes.at(0) != VERSION) {
            return Checked.refused("unknown receipt version", "byte 0");
        }
        int leafEnd = LEAF_AT + (bytes.buffer().getShort(1) & 0xffff);
        if (leafEnd >= bytes.length()) {
            return Checked.refused("the leaf runs past the end", "byte 1");
        }
        Bytes rest = bytes.slice(leafEnd + 1, bytes.length());
        int present = bytes.at(leafEnd);
        if (present < 0 || present > 1 || (present == 0 && rest.length() > 0)) {
            return Checked.refused("the payload is there or not", "byte " + leafEnd);
        }
        return Leaf.parse(bytes.slice(LEAF_AT, leafEnd))
                .in("leaf")
                .then(leaf ->
                        payload(present == 1, rest)
                                .in("payload")
                                .map(payload -> new ReceiptExtra(leaf, payload)));
    }

    private static Checked<Optional<Payload>> payload(boolean present, Bytes bytes) {
        return present ? Payload.parse(bytes).map(Optional::of) : Checked.good(Optional.empty());
    }
}
