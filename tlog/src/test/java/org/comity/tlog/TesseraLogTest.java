package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** A small real log that another implementation wrote: 15 entries, a checkpoint at each size. */
final class TesseraLogTest {
    private static final int SIZE = 15;

    /** Published beside the log. */
    private static final VerifierKey KEY =
            VerifierKey.parse(
                            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
                    .orThrow();

    private final Path log = Shared.vectors("tlog-tessera/log");

    @Test
    void opensEveryCheckpointAndRecomputesItsRoot() {
        MerkleTree tree = grown();
        for (int size = 0; size <= SIZE; size++) {
            assertEquals(tree.headAt(size), checkpoint("checkpoint." + size).head());
        }
        assertEquals(tree.head(), checkpoint("checkpoint").head());
    }

    @Test
    void hasTheSameTilesAndBundlesAtEverySize() {
        MerkleTree tree = grown();
        List<Bytes> entries = entries(SIZE);
        for (int size = 1; size <= SIZE; size++) {
            TileId tile = TileId.between(0, size - 1, size).getFirst();
            assertEquals(file(tile), joined(tree.tile(tile).orElseThrow()));
            TileId bundle = TileId.between(TileId.ENTRIES, size - 1, size).getFirst();
            assertEquals(file(bundle), EntryBundle.bytes(entries.subList(0, size)));
            assertEquals(entries.subList(0, size), entries(size));
        }
    }

    @Test
    void provesEachCheckpointFromEachBefore() {
        MerkleTree tree = grown();
        for (int size = 1; size <= SIZE; size++) {
            for (int older = 0; older <= size; older++) {
                assertInstanceOf(
                        Proof.Proven.class,
                        Merkle.check(
                                checkpoint("checkpoint." + older).head(),
                                checkpoint("checkpoint." + size).head(),
                                tree.proveConsistency(older, size)));
            }
        }
    }

    private MerkleTree grown() {
        return NaiveTree.grown(entries(SIZE));
    }

    private List<Bytes> entries(int size) {
        Bytes bundle = file(new TileId(TileId.ENTRIES, 0, size));
        return EntryBundle.parse(bundle, size).orThrow();
    }

    private Checkpoint checkpoint(String name) {
        Bytes bytes = Shared.bytes(log.resolve(name));
        Note note = Note.parse(bytes).orThrow();
        assertEquals(bytes, note.bytes());
        return Checkpoint.open(note, KEY).orThrow();
    }

    private Bytes file(TileId id) {
        return Shared.bytes(log.resolve(id.path()));
    }

    private static Bytes joined(List<Hash> hashes) {
        List<Bytes> parts = new ArrayList<>();
        hashes.forEach(hash -> parts.add(hash.bytes()));
        ByteBuffer out = ByteBuffer.allocate(hashes.size() * Hash.LENGTH);
        parts.forEach(part -> out.put(part.buffer()));
        return Bytes.of(out.array());
    }
}
