package org.comity.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.comity.value.Bytes;

/** The machine's own file system. An interrupt closes its channels: never interrupt the writer. */
final class RealDisk implements Disk {
    private record RealFile(FileChannel channel) implements OpenFile {
        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            long position = at;
            while (from.hasRemaining()) {
                position += channel.write(from, position);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return new RealFile(FileChannel.open(file, options, ownerOnly));
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new RealFile(FileChannel.open(file, StandardOpenOption.WRITE));
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public byte[] read(Path file, long bytesMax) throws IOException {
        try (var in = Files.newInputStream(file)) {
            // The size is only a first guess: the bound below holds even for a file that grows
            // meanwhile.
            int expected = (int) Math.min(Files.size(file), bytesMax);
            byte[] content = in.readNBytes(expected);
            byte[] more =
                    in.readNBytes((int) Math.min(bytesMax - expected + 1, Integer.MAX_VALUE - 8));
            if ((long) content.length + more.length > bytesMax) {
                throw new IOException("larger than " + bytesMax + " bytes: " + file);
            }
            return more.length == 0
                    ? content
                    : Bytes.join(Bytes.of(content), Bytes.of(more)).array();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        // A directory opens for reading only, and its sync makes the names in it durable (Linux).
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path directory) {
        return directory.toFile().getUsableSpace();
    }
}
