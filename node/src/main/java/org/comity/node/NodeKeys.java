package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
 * and {@code keys/exchange.key}. New seeds wait in {@code keys/next} until a charter lists them.
 * Files are 0600; nothing here is ever printed.
 */
final class NodeKeys {
    private static final String MEMBER = "member.seed";
    private static final String NODE = "node.seed";
    private static final String FORMER = "former-node.seed";

    private final MemberId member;
    private final Path folder;
    // Replaced by the writer, when a charter lists new keys.
    private volatile OfNode held;
    // The one before it: whoever has not read yet that it was replaced can still follow the log.
    private volatile Optional<Bytes> former = Optional.empty();

    /**
     * What follows from the node's seed. Made once: making a key checks a point on the curve, which
     * costs as much as checking a signature.
     */
    private record OfNode(Bytes seed, SigningKey node, SigningKey witness) {
        static OfNode of(MemberId member, Bytes seed) {
            return new OfNode(
                    seed,
                    SigningKey.of(member.name() + "/log", VerifierKey.Type.ED25519, seed),
                    SigningKey.of(
                            member.name() + "/witness",
                            VerifierKey.Type.COSIGNATURE,
                            SigningKey.derive(seed, "comity/witness/v1")));
        }

        Bytes sealSeed() {
            return SigningKey.derive(seed, "comity/seal/v1");
        }
    }

    private NodeKeys(MemberId member, Path folder, Bytes nodeSeed) {
        this.member = member;
        this.folder = folder;
        this.held = OfNode.of(member, nodeSeed);
    }

    /** Draws new secrets; refuses to overwrite any. */
    static NodeKeys create(MemberId member, Path data, SecureRandom random) throws IOException {
        Path folder = data.resolve("keys");
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of(MEMBER, NODE, "exchange.key")) {
            if (Files.exists(folder.resolve(name))) {
                throw new IOException("a key is there already: " + folder.resolve(name));
            }
            draw(folder.resolve(name), random);
        }
        return open(member, data);
    }

    private static void draw(Path file, SecureRandom random) throws IOException {
        byte[] secret = new byte[SeedFile.SEED_BYTES];
        random.nextBytes(secret);
        SeedFile.write(file, Bytes.of(secret));
    }

    static NodeKeys open(MemberId member, Path data) throws IOException {
        Path folder = data.resolve("keys");
        var keys = new NodeKeys(member, folder, SeedFile.read(folder.resolve(NODE)));
        if (Files.exists(folder.resolve(FORMER))) {
            keys.former = Optional.of(SeedFile.read(folder.resolve(FORMER)));
        }
        return keys;
    }

    /** Signs checkpoints and HTTP requests. */
    SigningKey node() {
        return held.node();
    }

    /**
     * Sign the own log of this origin: the key in force, and the one before it if there was one.
     */
    List<SigningKey> ofLog(String origin) {
        return Stream.concat(Stream.of(held.seed()), former.stream())
                .map(seed -> SigningKey.of(origin, VerifierKey.Type.ED25519, seed))
                .toList();
    }

    SigningKey witness() {
        return held.witness();
    }

    Bytes sealSeed() {
        return held.sealSeed();
    }

    /** The member key; fails in words when it is kept elsewhere. */
    SigningKey memberKey() throws IOException {
        return memberKey(folder.resolve(MEMBER));
    }

    private SigningKey memberKey(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(
                    "the member key is not on this machine; put it at " + file + " for this step");
        }
        return SigningKey.of(member.name() + "/member", VerifierKey.Type.ED25519, SeedFile.read(file));
    }

    MemberKeys publicKeys() throws IOException {
        return withNode(memberKey().verifierKey(), held);
    }

    private static MemberKeys withNode(VerifierKey member, OfNode node) {
        return new MemberKeys(
                member,
                node.node().verifierKey(),
                node.witness().verifierKey(),
                Sealing.publicKey(node.sealSeed()));
    }

    /** Which secrets are to be new. */
    record Which(boolean member, boolean node) {}

    /**
     * The listed keys with new ones in place of some, whose secrets wait in {@code keys/next}:
     * drawn now, or by an earlier call whose charter did not come about. None is ever deleted,
     * since a charter that lists it may still be voted.
     */
    MemberKeys next(MemberKeys listed, Which which, SecureRandom random) throws IOException {
        Path next = folder.resolve("next");
        if ((Files.exists(next.resolve(MEMBER)) && !which.member())
                || (Files.exists(next.resolve(NODE)) && !which.node())) {
            throw new Refusal(
                    "another new key waits in "
                            + next
                            + " for a charter that lists it; ask for the same keys, or move it"
                            + " away if no proposal names it",
                    "");
        }
        Files.createDirectories(next);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of(MEMBER, NODE)) {
            boolean asked = name.equals(MEMBER) ? which.member() : which.node();
            if (asked && !Files.exists(next.resolve(name))) {
                draw(next.resolve(name), random);
            }
        }
        VerifierKey ofMember = which.member() ? nextMemberKey().verifierKey() : listed.member();
        return which.node()
                ? withNode(ofMember, OfNode.of(member, SeedFile.read(next.resolve(NODE))))
                : new MemberKeys(ofMember, listed.node(), listed.witness(), listed.seal());
    }

    /** The member key that is to follow. */
    SigningKey nextMemberKey() throws IOException {
        return memberKey(folder.resolve("next").resolve(MEMBER));
    }

    /**
     * Takes what waits in {@code keys/next} and is listed now in place of what was before; true
     * when the node's key is another. A crash in between leaves it to the next start.
     */
    boolean settle(MemberKeys listed) throws IOException {
        Path next = folder.resolve("next");
        if (Files.exists(next.resolve(MEMBER))
                && nextMemberKey().verifierKey().equals(listed.member())) {
            replace(next.resolve(MEMBER), folder.resolve(MEMBER));
        }
        if (listed.node().equals(held.node().verifierKey())) {
            if (Files.exists(next.resolve(NODE)) && SeedFile.read(next.resolve(NODE)).equals(held.seed())) {
                Files.delete(next.resolve(NODE)); // a crash left it after it was taken
            }
            return false;
        }
        OfNode waiting =
                waiting(listed)
                        .orElseThrow(() ->
                                new IOException(
                                        "the charter lists another node key than those in "
                                                + folder));
        SecretFile.write(folder.resolve(FORMER), SecretFile.read(folder.resolve(NODE)));
        replace(next.resolve(NODE), folder.resolve(NODE));
        former = Optional.of(held.seed());
        held = waiting;
        return true;
    }

    /** Whether the secret of the listed node key is here, in use or waiting. */
    boolean has(MemberKeys listed) throws IOException {
        return listed.node().equals(held.node().verifierKey()) || waiting(listed).isPresent();
    }

    private Optional<OfNode> waiting(MemberKeys listed) throws IOException {
        Path file = folder.resolve("next").resolve(NODE);
        return Files.exists(file)
                ? Optional.of(OfNode.of(member, SeedFile.read(file)))
                        .filter(it -> it.node().verifierKey().equals(listed.node()))
                : Optional.empty();
    }

    private static void replace(Path next, Path file) throws IOException {
        SecretFile.write(file, SecretFile.read(next));
        Files.delete(next);
    }

    Bytes exchangeKey() throws IOException {
        return SeedFile.read(folder.resolve("exchange.key"));
    }

    void replaceExchangeKey(Bytes key) throws IOException {
        SeedFile.write(folder.resolve("exchange.key"), key);
    }
}
