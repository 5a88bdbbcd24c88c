package org.comity.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.EntryBundle;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TileId;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The reference for appending: a log that is nothing but its tiles (C2SP tlog-tiles), each a file
 * of its own, as Tessera's POSIX driver keeps one. Every batch writes the entry bundles and tiles
 * that grew and then the checkpoint, each to a temporary file with synchronous writes, renames it
 * into its place and syncs the folder. Hashing and signing are Comity's own, so that only the way
 * to the disk differs.
 */
final class TileFiles {
    private final Path root;
    private final SigningKey key;
    private final MerkleTree tree = new MerkleTree();

    /** From the first entry of the bundle that is not full yet. */
    private final List<Bytes> entries = new ArrayList<>();

    private long firstEntry;
    private long written;

    TileFiles(Path root, SigningKey key) {
        this.root = root;
        this.key = key;
    }

    /** Not durable before {@link #force()}. */
    long add(Bytes entry) {
        entries.add(entry);
        return tree.append(Merkle.leaf(entry));
    }

    void force() throws IOException {
        long size = tree.size();
        if (size == written) {
            return;
        }
        for (TileId id : TileId.between(TileId.ENTRIES, written, size)) {
            int from = (int) (id.index() * TileId.FULL - firstEntry);
            write(id.path(), EntryBundle.bytes(entries.subList(from, from + id.width())));
        }
        boolean grew = true;
        for (int level = 0; grew; level++) {
            List<TileId> tiles = TileId.between(level, written, size);
            for (TileId id : tiles) {
                List<Hash> hashes = tree.tile(id).orElseThrow();
                write(
                        id.path(),
                        Bytes.join(hashes.stream().map(Hash::bytes).toArray(Bytes[]::new)));
            }
            grew = !tiles.isEmpty();
        }
        String text = new Checkpoint(key.verifierKey().name(), tree.head()).text();
        write("checkpoint", Note.of(text).signedBy(key).bytes());
        written = size;
        long full = size - size % TileId.FULL;
        entries.subList(0, (int) (full - firstEntry)).clear();
        firstEntry = full;
    }

    private void write(String name, Bytes content) throws IOException {
        Path folder = folder(name.substring(0, name.lastIndexOf('/') + 1));
        Path temporary = root.resolve(name + ".new");
        try (FileChannel out =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC)) {
            for (ByteBuffer left = content.buffer(); left.hasRemaining(); ) {
                out.write(left);
            }
        }
        Files.move(temporary, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
    }

    /** Every folder on the way there is made, and durable in the one that holds it. */
    private Path folder(String path) throws IOException {
        Path above = root;
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            Path folder = root.resolve(path.substring(0, end));
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
                syncFolder(above);
            }
            above = folder;
        }
        return above;
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }
}
