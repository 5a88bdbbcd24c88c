package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The steps on files that crash safety is made of, so that tests can let each of them fail. Every
 * call may throw; whoever called must then assume that the step happened, did not happen, or
 * happened in part.
 */
interface Disk {
    Disk REAL = new RealDisk();

    interface OpenFile extends Closeable {
        /** Writes all that remains in from, beginning at this offset of the file. */
        void write(ByteBuffer from, long at) throws IOException;

        /** Content is on the disk when this returns (fdatasync, which includes a changed size). */
        void force() throws IOException;

        void truncate(long size) throws IOException;
    }

    /** Whether a call holds up its thread where nothing else can use it meanwhile. */
    boolean isNative();

    /** A new empty file that only the owner may read; whatever had this name before is gone. */
    OpenFile create(Path file) throws IOException;

    OpenFile open(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    /** The whole content; throws when there is more than bytesMax. */
    byte[] read(Path file, long bytesMax) throws IOException;

    /** Atomic; replaces what stands at to. Not durable before the directory is forced. */
    void rename(Path from, Path to) throws IOException;

    /** No mistake when it is not there. */
    void delete(Path file) throws IOException;

    void forceDirectory(Path directory) throws IOException;

    /** Bytes that may still be written. */
    long usableBytes(Path directory) throws IOException;
}
