package org.comity.charter;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Leaf, payload and needed charter inside a receipt's extra line; docs/formats/receipt.md. */
record ReceiptExtra(Leaf leaf, Optional<Payload> payload, Optional<CharterName> needs) {
    static final int VERSION = 2;

    /** Names no charter. */
    static final int VERSION_BEFORE = 1;

    private static final int NAME_BYTES = Integer.BYTES + Hash.LENGTH;

    static Bytes write(ReceiptExtra extra) {
        Bytes leaf = extra.leaf().bytes();
        byte[] version = {(byte) (extra.needs().isPresent() ? VERSION : VERSION_BEFORE)};
        byte[] length = {(byte) (leaf.length() >> 8), (byte) leaf.length()};
        byte[] present = {(byte) (extra.payload().isPresent() ? 1 : 0)};
        return Bytes.join(
                Bytes.of(version),
                extra.needs().map(ReceiptExtra::write).orElse(Bytes.EMPTY),
                Bytes.of(length),
                leaf,
                Bytes.of(present),
                extra.payload().map(Payload::bytes).orElse(Bytes.EMPTY));
    }

    private static Bytes write(CharterName name) {
        ByteBuffer out = ByteBuffer.allocate(NAME_BYTES).putInt(name.epoch());
        name.hash().write(out);
        return Bytes.of(out.array());
    }

    static Checked<ReceiptExtra> parse(Bytes bytes) {
        if (bytes.length() < 1) {
            return Checked.refused("too short for a receipt", "byte 0");
        }
        return switch (bytes.at(0)) {
            case VERSION_BEFORE -> statement(bytes, 1, Optional.empty());
            case VERSION -> named(bytes);
            default -> Checked.refused("unknown receipt version", "byte 0");
        };
    }

    private static Checked<ReceiptExtra> named(Bytes bytes) {
        if (bytes.length() < 1 + NAME_BYTES) {
            return Checked.refused("too short for a receipt", "byte 1");
        }
        ByteBuffer in = bytes.slice(1, 1 + NAME_BYTES).buffer();
        int epoch = in.getInt();
        return epoch < 1
                ? Checked.refused("epochs count from 1", "byte 1")
                : statement(
                        bytes, 1 + NAME_BYTES, Optional.of(new CharterName(epoch, Hash.read(in))));
    }

    private static Checked<ReceiptExtra> statement(
            Bytes bytes, int at, Optional<CharterName> needs) {
        if (bytes.length() < at + Short.BYTES) {
            return Checked.refused("too short for a receipt", "byte " + at);
        }
        int leafAt = at + Short.BYTES;
        int leafEnd = leafAt + (bytes.buffer().getShort(at) & 0xffff);
        if (leafEnd >= bytes.length()) {
            return Checked.refused("the leaf runs past the end", "byte " + at);
        }
        Bytes rest = bytes.slice(leafEnd + 1, bytes.length());
        int present = bytes.at(leafEnd);
        if (present < 0 || present > 1 || (present == 0 && rest.length() > 0)) {
            return Checked.refused("the payload is there or not", "byte " + leafEnd);
        }
        return Leaf.parse(bytes.slice(leafAt, leafEnd))
                .in("leaf")
                .then(leaf ->
                        payload(present == 1, rest)
                                .in("payload")
                                .map(payload -> new ReceiptExtra(leaf, payload, needs)));
    }

    private static Checked<Optional<Payload>> payload(boolean present, Bytes bytes) {
        return present ? Payload.parse(bytes).map(Optional::of) : Checked.good(Optional.empty());
    }
}
