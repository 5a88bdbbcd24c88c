package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.charter.LockedSecret;
import org.comity.store.SecretFile;
import org.comity.value.Bytes;

/**
 * The folder {@code keys}: secrets of 32 bytes in files that only their owner may read, as
 * hexadecimal digits or locked under a passphrase. Where the node's own key is locked, every secret
 * that is written is.
 */
final class KeyFolder {
    private final Path folder;
    private final Passphrase passphrase;
    private final SecureRandom random;
    // Guarded by this: derived once, since that takes long on purpose.
    private Optional<LockedSecret.Key> key = Optional.empty();

    KeyFolder(Path folder, Passphrase passphrase, SecureRandom random) {
        this.folder = folder;
        this.passphrase = passphrase;
        this.random = random;
    }

    Path path() {
        return folder;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    boolean holds(String name) {
        return Files.exists(path(name));
    }

    Bytes read(String name) throws IOException {
        Bytes content = SecretFile.read(path(name));
        Bytes text = LockedSecret.isLocked(content) ? open(name, content) : content;
        return SeedFile.parse(text, path(name));
    }

    private synchronized Bytes open(String name, Bytes content) throws IOException {
        Bytes salt = Refusal.orRefuse(LockedSecret.saltOf(content).in(path(name).toString()));
        LockedSecret.Key with = key(salt);
        Bytes text =
                Refusal.orRefuse(LockedSecret.open(content, name, with).in(path(name).toString()));
        key = Optional.of(with);
        return text;
    }

    private LockedSecret.Key key(Bytes salt) throws IOException {
        Optional<LockedSecret.Key> known = key.filter(it -> it.salt().equals(salt));
        return known.isPresent() ? known.get() : LockedSecret.derive(passphrase.read(), salt);
    }

    /** Replaces the file as a whole; locked where the node's key is. */
    void write(String name, Bytes secret) throws IOException {
        makePrivate(path(name).resolveSibling(""));
        SecretFile.write(path(name), isLocked() ? locked(name, secret) : SeedFile.render(secret));
    }

    private synchronized Bytes locked(String name, Bytes secret) throws IOException {
        if (key.isEmpty()) {
            var _ = read(NodeKeys.NODE);
        }
        return LockedSecret.lock(SeedFile.render(secret), name, key.orElseThrow(), random);
    }

    private boolean isLocked() throws IOException {
        return holds(NodeKeys.NODE) && LockedSecret.isLocked(SecretFile.read(path(NodeKeys.NODE)));
    }

    void draw(String name) throws IOException {
        byte[] secret = new byte[SeedFile.SEED_BYTES];
        random.nextBytes(secret);
        write(name, Bytes.of(secret));
    }

    /** Takes what one file holds in place of what another does. */
    void replace(String next, String name) throws IOException {
        write(name, read(next));
        Files.delete(path(next));
    }

    /** Every secret here, with those that wait. */
    List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (var inside = Files.walk(folder, 2)) {
            inside.filter(Files::isRegularFile)
                    .map(it -> folder.relativize(it).toString())
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }

    /** Whether each is locked. */
    boolean isLocked(String name) throws IOException {
        return LockedSecret.isLocked(SecretFile.read(path(name)));
    }

    /**
     * Locks every secret here under another passphrase, or under none. The node's own comes last,
     * since it says how the next ones are written; after a crash before that the same is done
     * again.
     */
    List<String> lockAll(Optional<Bytes> under) throws IOException {
        var names = new ArrayList<>(names());
        names.sort((a, b) -> Boolean.compare(a.equals(NodeKeys.NODE), b.equals(NodeKeys.NODE)));
        Optional<LockedSecret.Key> next =
                under.map(it -> LockedSecret.derive(it, LockedSecret.salt(random)));
        for (String name : names) {
            Bytes plain = SeedFile.render(readEither(name, under));
            SecretFile.write(
                    path(name),
                    next.isPresent() ? LockedSecret.lock(plain, name, next.get(), random) : plain);
        }
        return names;
    }

    /** A crash in {@link #lockAll} left some under the passphrase that was to come. */
    private Bytes readEither(String name, Optional<Bytes> under) throws IOException {
        Bytes content = SecretFile.read(path(name));
        Optional<Bytes> anew =
                under.flatMap(passphrase ->
                        LockedSecret.saltOf(content)
                                .then(salt ->
                                        LockedSecret.open(
                                                content,
                                                name,
                                                LockedSecret.derive(passphrase, salt)))
                                .optional());
        return anew.isPresent() ? SeedFile.parse(anew.get(), path(name)) : read(name);
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
