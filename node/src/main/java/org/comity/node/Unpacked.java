package org.comity.node;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * What a gzip file holds, up to a bound that follows from its size: mail and lists shrink to a
 * tenth or a twentieth, a bomb to a thousandth (RFC 1951 allows no more).
 */
final class Unpacked extends FilterInputStream {
    /** How much larger than the file its content may be. */
    static final int RATIO_MAX = 200;

    /** A small file may unpack to so much whatever the ratio. */
    static final long BYTES_ALWAYS = 16 << 20;

    /** And no file to more. */
    static final long BYTES_MAX = 64L << 30;

    /** More came out than the file may hold. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        private TooLarge(long bytesMax) {
            super("unpacks to more than " + bytesMax + " bytes");
        }
    }

    private final long bytesMax;
    private long bytes;

    private Unpacked(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
    }

    /**
     * @param packedBytes size of the file; reading past the bound throws {@link TooLarge}
     */
    static InputStream open(InputStream packed, long packedBytes) throws IOException {
        long bytesMax = Math.min(BYTES_MAX, Math.max(BYTES_ALWAYS, RATIO_MAX * packedBytes));
        var unpacked = new Unpacked(new GZIPInputStream(packed, 1 << 16), bytesMax);
        return new BufferedInputStream(unpacked, 1 << 16);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int some = super.read(to, from, length);
        count(Math.max(0, some));
        return some;
    }

    /**
     * Nothing: a buffer above gives on what it has, and does not lose it when the next read fails.
     */
    @Override
    public int available() {
        return 0;
    }

    private void count(int more) throws IOException {
        bytes += more;
        if (bytes > bytesMax) {
            throw new TooLarge(bytesMax);
        }
    }
}
