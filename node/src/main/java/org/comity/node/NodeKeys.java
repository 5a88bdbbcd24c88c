package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.comity.charter.MemberKeys;
import org.comity.charter.Sealing;
import org.comity.statement.MemberId;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * The member's secrets: {@code keys/member.seed} (signs charters; may be kept offline and absent
 * here), {@code keys/node.seed} (log and HTTP; the witness and the seal key are derived from it)
 * and {@code keys/exchange.key}. New seeds wait in {@code keys/next} until a charter lists them.
 * Nothing here is ever printed.
 */
final class NodeKeys {
    private static final String MEMBER = "member.seed";
    static final String NODE = "node.seed";
    private static final String FORMER = "former-node.seed";
    private static final String EXCHANGE = "exchange.key";
    private static final String NEXT = "next/";

    private final MemberId member;
    private final KeyFolder folder;
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

    // Read once: from then on no passphrase is asked for.
    private volatile Bytes exchangeKey;

    private NodeKeys(MemberId member, KeyFolder folder) throws IOException {
        this.member = member;
        this.folder = folder;
        this.held = OfNode.of(member, folder.read(NODE));
        this.exchangeKey = folder.read(EXCHANGE);
        if (folder.holds(FORMER)) {
            former = Optional.of(folder.read(FORMER));
        }
    }

    /** Draws new secrets; refuses to overwrite any. */
    static NodeKeys create(MemberId member, Path data, SecureRandom random) throws IOException {
        var folder = new KeyFolder(data.resolve("keys"), Passphrase.of(System.getenv()), random);
        for (String name : List.of(MEMBER, NODE, EXCHANGE)) {
            if (folder.holds(name)) {
                throw new IOException("a key is there already: " + folder.path(name));
            }
            folder.draw(name);
        }
        return new NodeKeys(member, folder);
    }

    static NodeKeys open(MemberId member, Path data) throws IOException {
        return open(member, data, Passphrase.of(System.getenv()));
    }

    static NodeKeys open(MemberId member, Path data, SecureRandom random) throws IOException {
        return open(member, data, Passphrase.of(System.getenv()), random);
    }

    static NodeKeys open(MemberId member, Path data, Passphrase passphrase) throws IOException {
        return open(member, data, passphrase, new SecureRandom());
    }

    private static NodeKeys open(
            MemberId member, Path data, Passphrase passphrase, SecureRandom random)
            throws IOException {
        return new NodeKeys(member, new KeyFolder(data.resolve("keys"), passphrase, random));
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

    /** What this node shows on TLS connections. */
    SSLContext tls() throws IOException {
        OfNode now = held;
        return TlsIdentity.server(now.seed(), ofLog(member.name() + "/log"));
    }

    SigningKey witness() {
        return held.witness();
    }

    Bytes sealSeed() {
        return held.sealSeed();
    }

    /** The member key; refused in words when it is kept elsewhere. */
    SigningKey memberKey() throws IOException {
        return memberKey(MEMBER);
    }

    private SigningKey memberKey(String name) throws IOException {
        if (!folder.holds(name)) {
            throw new Refusal(
                    "the member key is not on this machine; put it at "
                            + folder.path(name)
                            + " for this step",
                    "");
        }
        return SigningKey.of(
                member.name() + "/member", VerifierKey.Type.ED25519, folder.read(name));
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
    MemberKeys next(MemberKeys listed, Which which) throws IOException {
        if ((folder.holds(NEXT + MEMBER) && !which.member())
                || (folder.holds(NEXT + NODE) && !which.node())) {
            throw new Refusal(
                    "another new key waits in "
                            + folder.path(NEXT)
                            + " for a charter that lists it; ask for the same keys, or move it"
                            + " away if no proposal names it",
                    "");
        }
        for (String name : List.of(MEMBER, NODE)) {
            boolean asked = name.equals(MEMBER) ? which.member() : which.node();
            if (asked && !folder.holds(NEXT + name)) {
                folder.draw(NEXT + name);
            }
        }
        VerifierKey ofMember = which.member() ? nextMemberKey().verifierKey() : listed.member();
        return which.node()
                ? withNode(ofMember, OfNode.of(member, folder.read(NEXT + NODE)))
                : new MemberKeys(ofMember, listed.node(), listed.witness(), listed.seal());
    }

    /** The member key that is to follow. */
    SigningKey nextMemberKey() throws IOException {
        return memberKey(NEXT + MEMBER);
    }

    /**
     * Takes what waits in {@code keys/next} and is listed now in place of what was before; true
     * when the node's key is another. A crash in between leaves it to the next start.
     */
    boolean settle(MemberKeys listed) throws IOException {
        if (folder.holds(NEXT + MEMBER) && nextMemberKey().verifierKey().equals(listed.member())) {
            folder.replace(NEXT + MEMBER, MEMBER);
        }
        if (listed.node().equals(held.node().verifierKey())) {
            if (folder.holds(NEXT + NODE) && folder.read(NEXT + NODE).equals(held.seed())) {
                Files.delete(folder.path(NEXT + NODE)); // a crash left it after it was taken
            }
            return false;
        }
        OfNode waiting =
                waiting(listed)
                        .orElseThrow(() ->
                                new IOException(
                                        "the charter lists another node key than those in "
                                                + folder.path()));
        folder.write(FORMER, folder.read(NODE));
        folder.replace(NEXT + NODE, NODE);
        former = Optional.of(held.seed());
        held = waiting;
        return true;
    }

    /** Whether the secret of the listed node key is here, in use or waiting. */
    boolean has(MemberKeys listed) throws IOException {
        return listed.node().equals(held.node().verifierKey()) || waiting(listed).isPresent();
    }

    private Optional<OfNode> waiting(MemberKeys listed) throws IOException {
        return folder.holds(NEXT + NODE)
                ? Optional.of(OfNode.of(member, folder.read(NEXT + NODE)))
                        .filter(it -> it.node().verifierKey().equals(listed.node()))
                : Optional.empty();
    }

    Bytes exchangeKey() {
        return exchangeKey;
    }

    void replaceExchangeKey(Bytes key) throws IOException {
        folder.write(EXCHANGE, key);
        exchangeKey = key;
    }
}
