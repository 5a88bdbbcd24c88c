package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time has a store open; the lock file names it. The kernel frees the lock of a
 * dead process.
 */
final class DirectoryLock implements Closeable {
    /** Twenty digits hold any process number. */
    private static final int PID_BYTES_MAX = 20;

    /**
     * Directories that this process has open. The kernel's lock is per process, and closing any
     * channel on the file would free it, so a second open here must not even touch the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final @Nullable FileChannel channel;

    private DirectoryLock(Path directory, @Nullable FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new StoreInUseException(
                    Long.toString(ProcessHandle.current().pid()),
                    "store is open in this process already: " + directory);
        }
        try {
            return new DirectoryLock(real, lock(real));
        } catch (IOException failed) {
            HELD.remove(real);
            throw failed;
        }
    }

    /** Where nobody may write, nothing can change meanwhile and no lock is needed. */
    static DirectoryLock forReading(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no store here: " + directory);
        }
        return Files.isWritable(directory)
                ? take(directory)
                : new DirectoryLock(directory.toRealPath(), null);
    }

    @Override
    public void close() throws IOException {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } finally {
            HELD.remove(directory);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                String holder = holder(channel);
                throw new StoreInUseException(
                        holder, "store is in use by process " + holder + ": " + directory);
            }
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
        int length = channel.read(pid, 0);
        String text = new String(pid.array(), 0, Math.max(length, 0), StandardCharsets.US_ASCII);
        return text.matches("[0-9]+") ? text : "(unknown)";
    }
}
