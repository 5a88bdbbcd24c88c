package org.comity.taxii;

import java.io.IOException;
import java.io.InputStream;

/** A body of at most so many bytes; whoever reads on gets {@link TooLarge}. */
final class BoundedBody extends InputStream {
    private final InputStream in;
    private long left;

    /** More came than may. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("the body is larger than it may be");
        }
    }

    BoundedBody(InputStream in, long bytesMax) {
        this.in = in;
        this.left = bytesMax;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        int read = in.read(into, from, count);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new TooLarge();
        }
        return read;
    }
}
