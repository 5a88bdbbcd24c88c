package org.comity.node;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.comity.intake.MaxMindNetworks;
import org.comity.intake.NetworkEntry;
import org.comity.intake.NetworkParser;
import org.comity.intake.NetworkTableBuilder;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Makes one source's table of networks out of its files, and puts it in place of the old one. */
final class NetworkImport {
    private static final int REFUSALS_SHOWN = 10;
    private static final int END_BYTES = 128 << 10;
    private static final int TOLD_EVERY = 100_000;

    private final NetworkTableBuilder builder = new NetworkTableBuilder();
    private final List<String> shown = new ArrayList<>();
    private final LongConsumer progress;
    private long entries;
    private long refused;

    /**
     * @param refused how many lines or objects; the first of them are shown with why and where
     */
    record Made(int networks, long entries, long refused, List<String> shown) {}

    private NetworkImport(LongConsumer progress) {
        this.progress = progress;
    }

    /** Nothing is replaced unless there is at least one network. */
    static Made run(List<Path> files, Path table, LongConsumer progress) throws IOException {
        var its = new NetworkImport(progress);
        for (Path file : files) {
            its.read(file);
        }
        if (its.builder.count() == 0) {
            throw new Refusal(
                    "no network in it",
                    its.shown.isEmpty() ? files.toString() : its.shown.getFirst());
        }
        its.write(table);
        return new Made(its.builder.count(), its.entries, its.refused, List.copyOf(its.shown));
    }

    private void read(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (MaxMindNetworks.isEndOfOne(end(file))) {
            maxMind(file, name);
            return;
        }
        try (InputStream in = unpacked(file)) {
            var parser = NetworkParser.open(in);
            for (Optional<Checked<NetworkEntry>> next = parser.next();
                    next.isPresent();
                    next = parser.next()) {
                take(next.get(), name);
            }
        } catch (java.util.zip.ZipException | java.io.EOFException cut) {
            throw new Refusal("the packed file is cut off or damaged", file.toString());
        }
    }

    private void maxMind(Path file, String name) throws IOException {
        if (Files.size(file) > MaxMindNetworks.DATABASE_BYTES_MAX) {
            throw new Refusal("larger than 512 MiB", file.toString());
        }
        var networks = Refusal.orRefuse(MaxMindNetworks.open(Files.readAllBytes(file)).in(name));
        for (Optional<Checked<NetworkEntry>> next = networks.next();
                next.isPresent();
                next = networks.next()) {
            take(next.get(), name);
        }
    }

    private void take(Checked<NetworkEntry> one, String name) {
        if (++entries % TOLD_EVERY == 0) {
            progress.accept(entries);
        }
        switch (one) {
            case Checked.Good<NetworkEntry>(NetworkEntry entry) -> {
                if (!builder.add(entry)) {
                    throw new Refusal(
                            "more networks than a table may have",
                            NetworkTableBuilder.NETWORKS_MAX + "");
                }
            }
            case Checked.Refused<NetworkEntry> why -> {
                refused++;
                if (shown.size() < REFUSALS_SHOWN) {
                    shown.add(why.in(name).toString());
                }
            }
        }
    }

    private static InputStream unpacked(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return packed ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static Bytes end(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("no such file", file.toString());
        }
        try (var all = new RandomAccessFile(file.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(END_BYTES, all.length())];
            all.seek(all.length() - end.length);
            all.readFully(end);
            return Bytes.of(end);
        }
    }

    private void write(Path table) throws IOException {
        Path folder = table.toAbsolutePath().getParent();
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = Files.createTempFile(folder, "new-", ".part");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
                    OutputStream out =
                            new BufferedOutputStream(
                                    java.nio.channels.Channels.newOutputStream(channel), 1 << 16)) {
                builder.write(out);
                channel.force(true);
            }
            Files.move(fresh, table, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
