package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.comity.charter.MemberKeys;
import org.comity.charter.Sealing;
import org.comity.statement.MemberId;
import org.comity.store.SecretFile;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * The member's secrets: {@code keys/member.seed} (signs charters; may be kept offline and absent
 * here), {@code keys/node.seed} (log and HTTP; the witness and the seal key are derived from it)
 * and {@code keys/exchange.key}. Files are 0600; nothing here is ever printed.
 */
final class NodeKeys {
    private static final int SEED_BYTES = 32;
    private final MemberId member;
    private final Path folder;
    private final Bytes nodeSeed;
    // Made once: making a key checks a point on the curve, which costs as much as checking a
    // signature.
    private final SigningKey node;
    private final SigningKey witness;

    private NodeKeys(MemberId member, Path folder, Bytes nodeSeed) {
        this.member = member;
        this.folder = folder;
        this.nodeSeed = nodeSeed;
        this.node = SigningKey.of(member.name() + "/log", VerifierKey.Type.ED25519, nodeSeed);
        this.witness =
                SigningKey.of(
                        member.name() + "/witness",
                        VerifierKey.Type.COSIGNATURE,
                        SigningKey.derive(nodeSeed, "comity/witness/v1"));
    }

    /** Draws new secrets; refuses to overwrite any. */
    static NodeKeys create(MemberId member, Path data, SecureRandom random) throws IOException {
        Path folder = data.resolve("keys");
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        for (String name : new String[] {"member.seed", "node.seed", "exchange.key"}) {
            if (Files.exists(folder.resolve(name))) {
                throw new IOException("a key is there already: " + folder.resolve(name));
            }
            byte[] secret = new byte[SEED_BYTES];
            random.nextBytes(secret);
            SecretFile.write(folder.resolve(name), Bytes.utf8(Bytes.of(secret).hex() + "\n"));
        }
        return open(member, data);
    }

    static NodeKeys open(MemberId member, Path data) throws IOException {
        Path folder = data.resolve("keys");
        return new NodeKeys(member, folder, read(folder.resolve("node.seed")));
    }

    /** Signs checkpoints and HTTP requests. */
    SigningKey node() {
        return node;
    }

    /** Signs the log of our steps of requests with one other member. */
    SigningKey requestLog(MemberId other) {
        return SigningKey.of(
                member.name() + "/requests/" + other.name(), VerifierKey.Type.ED25519, nodeSeed);
    }

    SigningKey witness() {
        return witness;
    }

    Bytes sealSeed() {
        return SigningKey.derive(nodeSeed, "comity/seal/v1");
    }

    /** The member key; fails in words when it is kept elsewhere. */
    SigningKey memberKey() throws IOException {
        Path file = folder.resolve("member.seed");
        if (!Files.exists(file)) {
            throw new IOException(
                    "the member key is not on this machine; put it at " + file + " for this step");
        }
        return SigningKey.of(member.name() + "/member", VerifierKey.Type.ED25519, read(file));
    }

    MemberKeys publicKeys() throws IOException {
        return new MemberKeys(
                memberKey().verifierKey(),
                node().verifierKey(),
                witness().verifierKey(),
                Sealing.publicKey(sealSeed()));
    }

    Bytes exchangeKey() throws IOException {
        return read(folder.resolve("exchange.key"));
    }

    void replaceExchangeKey(Bytes key) throws IOException {
        SecretFile.write(folder.resolve("exchange.key"), Bytes.utf8(key.hex() + "\n"));
    }

    private static Bytes read(Path file) throws IOException {
        Bytes seed =
                Bytes.parseHex(SecretFile.read(file).utf8().strip()).optional().orElse(Bytes.EMPTY);
        if (seed.length() != SEED_BYTES) {
            throw new IOException("not 64 hexadecimal digits: " + file);
        }
        return seed;
    }
}
