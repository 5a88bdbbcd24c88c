package org.comity.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.comity.statement.Payload;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The answer to a batch of commitments; docs/formats/exchange.md. It answers the commitments in the
 * order in which they were asked and may stop early, so that it is never longer than {@value
 * #BYTES_MAX} bytes.
 *
 * @param parts one for each commitment that was asked
 */
public record PayloadAnswer(SortedMap<Hash, Part> parts) {
    /** Room for seven payloads of the greatest length, so at least one is always answered. */
    public static final int BYTES_MAX = 8 << 20;

    private static final int HEADER_BYTES = Hash.LENGTH + Integer.BYTES;

    /** Salt, length of the audience, audience, JSON; docs/formats/payload.md. */
    private static final int PAYLOAD_BYTES_MAX =
            Payload.SALT_BYTES + 2 + 0xffff + Payload.JSON_BYTES_MAX;

    /** What was said on one commitment. */
    public sealed interface Part {
        /**
         * The payload that the commitment commits to; its leaf is checked by {@link PayloadCheck}.
         */
        record Here(Payload payload) implements Part {}

        /** Not for us, or not there: the server does not say which. */
        record Withheld() implements Part {}

        /** Bytes that are not this payload: a lie or damage; the others in the answer stand. */
        record Bad(String why) implements Part {}

        /** The answer was full before: ask again. */
        record Left() implements Part {}
    }

    public PayloadAnswer {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /**
     * Answers as many as there is room for.
     *
     * @param visible payload bytes of a commitment if they are here and the asker may see them
     */
    public static Bytes bytes(List<Hash> asked, Function<Hash, Optional<Bytes>> visible) {
        var out = new ByteArrayOutputStream();
        for (Hash commitment : asked) {
            Bytes payload = visible.apply(commitment).orElse(Bytes.EMPTY);
            if (payload.length() > PAYLOAD_BYTES_MAX) {
                throw new IllegalStateException("no payload is that long");
            }
            if (out.size() + HEADER_BYTES + payload.length() > BYTES_MAX) {
                break;
            }
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            commitment.write(header);
            out.writeBytes(header.putInt(payload.length()).array());
            out.writeBytes(payload.array());
        }
        return Bytes.of(out.toByteArray());
    }

    /**
     * Refuses the whole only when it cannot be cut into parts; one bad payload does not spoil the
     * others.
     */
    public static Checked<PayloadAnswer> parse(List<Hash> asked, Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("answer too long", "");
        }
        ByteBuffer in = bytes.buffer();
        var parts = new TreeMap<Hash, Part>();
        for (Hash commitment : asked) {
            String place = "byte " + in.position();
            if (!in.hasRemaining()) {
                parts.put(commitment, new Part.Left());
                continue;
            }
            if (in.remaining() < HEADER_BYTES) {
                return Checked.refused("answer ends inside a header", place);
            }
            if (!Hash.read(in).equals(commitment)) {
                return Checked.refused("not the commitment that was asked at this place", place);
            }
            int length = in.getInt();
            if (length < 0 || length > PAYLOAD_BYTES_MAX) {
                return Checked.refused("payload length out of bounds", place);
            }
            if (length > in.remaining()) {
                return Checked.refused("answer ends inside a payload", place);
            }
            parts.put(
                    commitment,
                    part(commitment, bytes.slice(in.position(), in.position() + length)));
            in.position(in.position() + length);
        }
        if (in.hasRemaining()) {
            return Checked.refused("more than was asked", "byte " + in.position());
        }
        return !asked.isEmpty() && bytes.length() == 0
                ? Checked.refused("empty answer", "")
                : Checked.good(new PayloadAnswer(parts));
    }

    /**
     * Parts that nobody asked for, as a member pushes them; at most as many as may be asked for.
     */
    public static Checked<PayloadAnswer> parsePushed(Bytes bytes) {
        var commitments = new ArrayList<Hash>();
        ByteBuffer in = bytes.buffer();
        while (in.remaining() >= HEADER_BYTES) {
            commitments.add(Hash.read(in));
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                return Checked.refused("a payload's length is out of bounds", "");
            }
            in.position(in.position() + length);
        }
        return commitments.size() > PayloadRequest.COMMITMENTS_MAX
                        || commitments.stream().distinct().count() != commitments.size()
                ? Checked.refused("more than 256 payloads, or one twice", "")
                : parse(commitments, bytes);
    }

    /** How many payloads are in it. */
    public long here() {
        return parts.values().stream().filter(Part.Here.class::isInstance).count();
    }

    /** Where to ask on behind those that were answered. */
    public long next(List<Missing> asked) {
        long next = asked.getFirst().index();
        for (Missing one : asked) {
            if (parts.get(one.commitment()) instanceof Part.Left) {
                break;
            }
            next = one.index() + 1;
        }
        return next;
    }

    private static Part part(Hash commitment, Bytes bytes) {
        if (bytes.length() == 0) {
            return new Part.Withheld();
        }
        return switch (Payload.parse(bytes)) {
            case Checked.Good<Payload>(Payload payload)
                    when payload.commitment().equals(commitment) ->
                    new Part.Here(payload);
            case Checked.Good<Payload> _ -> new Part.Bad("payload is not what was asked");
            case Checked.Refused<Payload> refused -> new Part.Bad(refused.toString());
        };
    }
}
