package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comity.charter.Charter;
import org.comity.charter.LockedSecret;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.store.SecretFile;
import org.comity.store.StoreReader;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The files beside the store: configuration, keys against the charters, rights, what is left over.
 */
final class FileCheck {
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rwx------");

    private static final Set<String> KNOWN =
            Set.of("comity.toml", "keys", "signed", "store", "control.sock", Networks.FOLDER);

    private static final Set<String> SEEDS =
            Set.of("member.seed", "node.seed", "former-node.seed", "exchange.key");

    private final Path data;
    private final Findings findings;
    private final KeyFolder locked;

    FileCheck(Path data, Findings findings) {
        this.data = data;
        this.findings = findings;
        this.locked =
                new KeyFolder(
                        data.resolve("keys"), Passphrase.of(System.getenv()), new SecureRandom());
    }

    /** Rights and names; returns whose directory it is, if the configuration says so. */
    Optional<Config> names(boolean running) throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(it -> !isOfStore(it)).sorted().toList()) {
                name(file, running);
            }
        }
        if (!Files.exists(Desk.configFile(data))) {
            findings.add("comity.toml is missing", Remedy.CONFIGURATION);
            return Optional.empty();
        }
        try {
            return Optional.of(Desk.config(data));
        } catch (Refusal refused) {
            findings.add("comity.toml: " + refused.words(), Remedy.CONFIGURATION);
        } catch (java.nio.charset.CharacterCodingException notText) {
            findings.add("comity.toml is not UTF-8", Remedy.CONFIGURATION);
        }
        return Optional.empty();
    }

    /** The store and the signing guards are looked after elsewhere. */
    private boolean isOfStore(Path file) {
        return Stream.of("store", "signed")
                .map(data::resolve)
                .anyMatch(it -> file.startsWith(it) && !file.equals(it));
    }

    private void name(Path file, boolean running) throws IOException {
        Path place = data.relativize(file);
        String name = place.toString();
        boolean secret =
                file.equals(data) || name.equals("keys") || file.startsWith(data.resolve("keys"));
        if (secret
                && !OWNER.containsAll(
                        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
            findings.add("others than its owner may read it: " + file, Remedy.PERMISSIONS);
        }
        boolean table =
                !file.equals(data.resolve(Networks.FOLDER))
                        && file.startsWith(data.resolve(Networks.FOLDER));
        if (table && !Networks.isSound(file)) {
            findings.add("no sound table of networks: " + file, Remedy.IMPORT_NETWORKS);
        }
        boolean known =
                file.equals(data)
                        || table
                        || file.startsWith(data.resolve("signed"))
                        || KNOWN.contains(name)
                        || name.equals("keys/next")
                        || (secret && SEEDS.contains(file.getFileName().toString()));
        if (!known) {
            findings.add("left over, or not of Comity: " + file, Remedy.HARMLESS);
        }
        if (name.equals("control.sock") && !running) {
            findings.add("a node that was killed left its socket", Remedy.NEXT_START);
        }
    }

    /** That the configuration is the one that the node last started with. */
    void settings(StoreReader store) throws IOException {
        Optional<Bytes> last = store.value(Desk.SETTINGS);
        if (last.isPresent() && !last.get().equals(settings(data))) {
            findings.add("comity.toml is not as at the last start", Remedy.LOOK);
        }
    }

    /** The row by which a later check tells, where it is not there yet. */
    static List<Change> noted(StoreReader store, Path data) throws IOException {
        if (!Files.exists(Desk.configFile(data))) {
            return List.of(); // a simulated machine has no files
        }
        Bytes now = settings(data);
        return store.value(Desk.SETTINGS).equals(Optional.of(now))
                ? List.of()
                : List.of(new Change.Put(Desk.SETTINGS, now));
    }

    private static Bytes settings(Path data) throws IOException {
        return Hash.digest(Files.readAllBytes(Desk.configFile(data))).bytes();
    }

    /** Keys against the charters, the one in force last. */
    void keys(MemberId self, List<Charter> charters) {
        Path folder = data.resolve("keys");
        Optional<Member> listed =
                charters.isEmpty() ? Optional.empty() : charters.getLast().member(self);
        if (!charters.isEmpty() && listed.isEmpty()) {
            findings.add(
                    "the charter in force knows no " + self + ", which comity.toml says we are",
                    Remedy.CONFIGURATION);
        }
        if (!Files.exists(folder.resolve("node.seed"))) {
            findings.add("keys/node.seed is missing", Remedy.KEY);
        }
        if (!Files.exists(folder.resolve("exchange.key"))) {
            findings.add("keys/exchange.key is missing", Remedy.EXCHANGE_KEY);
        }
        seed(folder.resolve("exchange.key"), Remedy.EXCHANGE_KEY);
        Optional<Bytes> node = seed(folder.resolve("node.seed"), Remedy.KEY);
        Optional<Bytes> member = seed(folder.resolve("member.seed"), Remedy.KEY);
        Optional<Bytes> former = seed(folder.resolve("former-node.seed"), Remedy.KEY);
        Optional<Bytes> nextNode = seed(folder.resolve("next/node.seed"), Remedy.KEY);
        Optional<Bytes> nextMember = seed(folder.resolve("next/member.seed"), Remedy.KEY);
        if (listed.isPresent()) {
            Bytes nodeKey = listed.get().keys().node().publicKey();
            compare("keys/node.seed", List.of(node, nextNode), nodeKey);
            Bytes memberKey = listed.get().keys().member().publicKey();
            if (member.isPresent()) {
                compare("keys/member.seed", List.of(member, nextMember), memberKey);
            }
        }
        if (former.isPresent() && !wasListed(self, charters, publicKey(former.get()))) {
            findings.add("keys/former-node.seed is in no charter here", Remedy.HARMLESS);
        }
    }

    /** A charter that lists a key which waits is settled by the next start. */
    private void compare(String file, List<Optional<Bytes>> candidates, Bytes listed) {
        Optional<Bytes> held = candidates.getFirst().map(FileCheck::publicKey);
        if (held.isEmpty() || held.get().equals(listed)) {
            return;
        }
        boolean waits =
                candidates.getLast().map(FileCheck::publicKey).filter(listed::equals).isPresent();
        findings.add(
                file + " is not the key that the charter lists",
                waits ? Remedy.NEXT_START : Remedy.KEY);
    }

    private static boolean wasListed(MemberId self, List<Charter> charters, Bytes key) {
        return charters.stream()
                .flatMap(it -> it.member(self).stream())
                .anyMatch(it -> it.keys().node().publicKey().equals(key));
    }

    private static Bytes publicKey(Bytes seed) {
        return SigningKey.of("check", VerifierKey.Type.ED25519, seed).verifierKey().publicKey();
    }

    private Optional<Bytes> seed(Path file, Remedy remedy) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (LockedSecret.isLocked(SecretFile.read(file))) {
                return Optional.of(locked.read(data.resolve("keys").relativize(file).toString()));
            }
            if (SeedFile.isUnchecked(file)) {
                findings.add(
                        "a changed bit in it could not be told, it carries no check: " + file,
                        Remedy.LOOK);
            }
            return Optional.of(SeedFile.read(file));
        } catch (IOException bad) {
            findings.add(Main.reason(bad), remedy);
            return Optional.empty();
        } catch (Refusal closed) {
            findings.add("not read: " + closed.words(), Remedy.LOOK);
            return Optional.empty();
        }
    }
}
