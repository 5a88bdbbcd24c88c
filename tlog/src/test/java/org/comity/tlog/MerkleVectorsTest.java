package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The proofs of transparency-dev/merkle, 6 good and 92 bad of each kind. */
final class MerkleVectorsTest {
    /**
     * Says that two 12-byte roots are consistent; a hash of ours has 32 bytes. The only exception.
     */
    private static final String TWELVE_BYTE_ROOTS =
            "additional/sizes-are-equal-one-and-proof-is-empty.json";

    @Test
    void judgesInclusionAsTheVectorsDo() {
        Path folder = Shared.vectors("rfc6962/inclusion");
        List<Path> files = Shared.jsonFiles(folder);
        assertEquals(98, files.size());
        for (Path file : files) {
            JsonNode vector = Shared.json(file);
            boolean proven =
                    hash(vector, "leafHash")
                            .then(leaf ->
                                    hash(vector, "root").then(root -> included(vector, leaf, root)))
                            .map(Proof.Proven.class::isInstance)
                            .optional()
                            .orElse(false);
            assertEquals(!vector.get("wantErr").asBoolean(), proven, file.toString());
        }
    }

    @Test
    void judgesConsistencyAsTheVectorsDoButForTwelveByteRoots() {
        Path folder = Shared.vectors("rfc6962/consistency");
        List<Path> files = Shared.jsonFiles(folder);
        assertEquals(98, files.size());
        for (Path file : files) {
            JsonNode vector = Shared.json(file);
            boolean proven =
                    hash(vector, "root1")
                            .then(one ->
                                    hash(vector, "root2").then(two -> consistent(vector, one, two)))
                            .map(Proof.Proven.class::isInstance)
                            .optional()
                            .orElse(false);
            boolean wanted =
                    !vector.get("wantErr").asBoolean() && !file.endsWith(TWELVE_BYTE_ROOTS);
            assertEquals(wanted, proven, file.toString());
        }
    }

    private static Checked<Proof> included(JsonNode vector, Hash leaf, Hash root) {
        return path(vector)
                .map(path ->
                        Merkle.check(
                                leaf,
                                new InclusionProof(number(vector, "leafIdx"), path),
                                new TreeHead(number(vector, "treeSize"), root)));
    }

    private static Checked<Proof> consistent(JsonNode vector, Hash one, Hash two) {
        return path(vector)
                .map(path ->
                        Merkle.check(
                                new TreeHead(number(vector, "size1"), one),
                                new TreeHead(number(vector, "size2"), two),
                                new ConsistencyProof(path)));
    }

    private static Checked<Hash> hash(JsonNode vector, String field) {
        return Hash.parseBase64(vector.get(field).asString());
    }

    private static Checked<List<Hash>> path(JsonNode vector) {
        Checked<List<Hash>> path = Checked.good(List.of());
        for (JsonNode each : vector.get("proof")) {
            path =
                    path.then(before ->
                            Hash.parseBase64(each.asString()).map(hash -> appended(before, hash)));
        }
        return path;
    }

    private static List<Hash> appended(List<Hash> before, Hash hash) {
        return Stream.concat(before.stream(), Stream.of(hash)).toList();
    }

    /** Two indexes are 2^64 - 1; as ours are signed, they read as -1. */
    private static long number(JsonNode vector, String field) {
        return new BigInteger(vector.get(field).asString()).longValue();
    }

    @Test
    void hashesAsRfc6962Says() {
        assertEquals(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                Merkle.leaf(Bytes.EMPTY).hex());
        assertEquals(
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", TreeHead.EMPTY.root().base64());
    }
}
