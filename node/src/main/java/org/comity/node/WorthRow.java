package org.comity.node;

import java.nio.ByteBuffer;
import org.comity.value.Bytes;

/**
 * What one member's claims were worth here in one 30-day month (docs/formats/rows.md). The row of
 * this member itself also counts all mails: what the others are held against.
 *
 * @param spam mails reported as spam; of others 0
 * @param beyondOwn spam that its claims alone would have stopped and the own ones not; of this
 *     member, what all claims together would have stopped and the own ones not
 * @param stopped spam that its claims alone would have stopped
 * @param wanted mails taken as wanted that its claims alone would have hit
 * @param wantedAll mails taken as wanted; of others 0
 */
record WorthRow(long spam, long beyondOwn, long stopped, long wanted, long wantedAll) {
    static final WorthRow NONE = new WorthRow(0, 0, 0, 0, 0);
    private static final int VERSION = 1;

    WorthRow plus(WorthRow other) {
        return new WorthRow(
                spam + other.spam,
                beyondOwn + other.beyondOwn,
                stopped + other.stopped,
                wanted + other.wanted,
                wantedAll + other.wantedAll);
    }

    Bytes bytes() {
        ByteBuffer out = ByteBuffer.allocate(1 + 5 * 8).put((byte) VERSION);
        out.putLong(spam).putLong(beyondOwn).putLong(stopped).putLong(wanted).putLong(wantedAll);
        return Bytes.of(out.array());
    }

    static WorthRow read(Bytes bytes) {
        ByteBuffer in = bytes.buffer();
        if (in.get() != VERSION) {
            throw new IllegalStateException("unknown version of a worth row");
        }
        return new WorthRow(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }
}
