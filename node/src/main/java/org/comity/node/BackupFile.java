package org.comity.node;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.regex.Pattern;
import org.comity.value.Bytes;

/** A backup as one file, which its last 32 bytes prove whole; docs/formats/backup.md. */
final class BackupFile implements AutoCloseable {
    static final int FILE_BYTES_MAX = 1 << 20;
    private static final int KEY_BYTES_MAX = 1_024;
    private static final int VALUE_BYTES_MAX = 16 << 20;
    private static final Bytes MAGIC = Bytes.utf8("COMITY-B");
    private static final int VERSION = 1;
    private static final int FILE = 1;
    private static final int ROW = 2;
    private static final int END = 3;

    /** Nothing else is ever written where a backup is restored. */
    private static final Pattern NAME = Pattern.compile("comity\\.toml|keys/(next/)?[a-z.-]{1,60}");

    /** Takes what is read, in the order in which it was written. */
    interface Sink {
        void file(String name, Bytes content) throws IOException;

        void row(Bytes key, Bytes value) throws IOException;
    }

    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final MessageDigest digest;
    private final DataOutputStream out;

    private BackupFile(Path file, Path unfinished, FileChannel channel) {
        this.file = file;
        this.unfinished = unfinished;
        this.channel = channel;
        this.digest = sha256();
        OutputStream all = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        this.out = new DataOutputStream(new DigestOutputStream(all, digest));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** It has its name only when it is whole, and only its owner may read it. */
    static BackupFile create(Path file, long madeSecond) throws IOException {
        if (Files.exists(file)) {
            throw new Refusal("there is such a file already", file.toString());
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        var backup =
                new BackupFile(
                        file,
                        unfinished,
                        FileChannel.open(
                                unfinished,
                                options,
                                PosixFilePermissions.asFileAttribute(ownerOnly)));
        backup.out.write(MAGIC.array());
        backup.out.writeInt(VERSION);
        backup.out.writeLong(madeSecond);
        return backup;
    }

    void file(String name, Bytes content) throws IOException {
        part(FILE, Bytes.utf8(name), content);
    }

    void row(Bytes key, Bytes value) throws IOException {
        part(ROW, key, value);
    }

    private void part(int type, Bytes name, Bytes content) throws IOException {
        out.writeByte(type);
        out.writeShort(name.length());
        out.write(name.array());
        out.writeInt(content.length());
        out.write(content.array());
    }

    /** Now it is whole and on the disk. */
    void finish() throws IOException {
        out.writeByte(END);
        out.write(digest.digest());
        out.flush();
        channel.force(true);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }

    /** Reads to the end, and refuses what is not whole; the second in which it was made. */
    static long read(Path file, Sink sink) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                var in = new DataInputStream(new DigestInputStream(raw, digest))) {
            if (!Bytes.of(in.readNBytes(MAGIC.length())).equals(MAGIC) || in.readInt() != VERSION) {
                throw new Refusal("not a backup of version 1", file.toString());
            }
            long made = in.readLong();
            int type = in.readUnsignedByte();
            while (type != END) {
                readPart(type, in, sink);
                type = in.readUnsignedByte();
            }
            Bytes expected = Bytes.of(digest.digest());
            if (!Bytes.of(raw.readNBytes(expected.length())).equals(expected) || raw.read() >= 0) {
                throw new Refusal("the backup is damaged: its checksum differs", file.toString());
            }
            return made;
        } catch (EOFException cut) {
            throw new Refusal("the backup is cut short", file.toString());
        }
    }

    private static void readPart(int type, DataInputStream in, Sink sink) throws IOException {
        Bytes name = exactly(in, in.readUnsignedShort(), KEY_BYTES_MAX);
        Bytes content = exactly(in, in.readInt(), type == FILE ? FILE_BYTES_MAX : VALUE_BYTES_MAX);
        if (type == ROW && name.length() > 0) {
            sink.row(name, content);
        } else if (type == FILE && NAME.matcher(name.utf8()).matches()) {
            sink.file(name.utf8(), content);
        } else {
            throw new Refusal("the backup is damaged: it holds what no backup holds", "");
        }
    }

    private static Bytes exactly(DataInputStream in, int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new Refusal("the backup is damaged: a length is out of bounds", "");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return Bytes.of(bytes);
    }
}
