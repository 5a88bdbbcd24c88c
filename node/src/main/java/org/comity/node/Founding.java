package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.Sector;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import org.comity.store.AtomicFile;
import org.comity.store.EmbeddedStore;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/** Makes a member's directory: keys, a charter of one, an empty store and the configuration. */
final class Founding {
    private static final int EXCHANGE_BYTES = 16;

    /** Who founds. */
    record Founder(MemberId id, Country country, Sector sector) {}

    /** Where the node listens and is reached, as in the configuration. */
    record Sockets(String http, String url, String dns, String mail) {
        /** The JSON API is on the socket of mail checks, which needs loopback for that. */
        String api() {
            return mail.startsWith("127.") || mail.startsWith("[::1]:") ? mail : "off";
        }
    }

    private Founding() {}

    static Charter found(Path data, Founder founder, String toml) throws IOException {
        Config config = Refusal.orRefuse(ConfigParser.parse(toml));
        if (Files.exists(data) && !isEmpty(data)) {
            throw new Refusal("the directory is not empty", data.toString());
        }
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        var random = new SecureRandom();
        NodeKeys keys = NodeKeys.create(founder.id(), data, random);
        var member =
                new Member(
                        founder.id(),
                        founder.country(),
                        founder.sector(),
                        keys.publicKeys(),
                        config.http().url(),
                        true);
        byte[] exchange = new byte[EXCHANGE_BYTES];
        random.nextBytes(exchange);
        Charter charter =
                Charter.found(
                        HexFormat.of().formatHex(exchange), GuardSet.shipped().hash(), member);
        Note note = Note.of(charter.text()).signedBy(keys.memberKey());
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), true)) {
            store.commit(CharterBook.founding(note, charter));
        }
        // Last: a directory without it is no node, so a crash before leaves nothing half made.
        AtomicFile.replace(Desk.configFile(data), Bytes.utf8(toml));
        return charter;
    }

    static boolean isEmpty(Path data) throws IOException {
        try (var inside = Files.list(data)) {
            return inside.findAny().isEmpty();
        }
    }

    static String toml(MemberId id, Sockets sockets, Tlp marking, List<String> ownRelays) {
        return """
        # Comity; docs/operate.md explains every key. An unknown key stops the start.
        [member]
        id = "%s"

        [http]
        listen = "%s"
        url = "%s"

        [dns]
        listen = "%s"
        zone = "comity.internal"
        clients = ["127.0.0.0/8", "::1"]

        [mail]
        listen = "%s"
        clients = ["127.0.0.0/8", "::1"]

        [api]
        listen = "%s"

        [intake]
        marking = "%s"
        own-relays = [%s]
        state-wanted = false
        keep-raw = "30d"

        [exchange]
        poll-every = "30s"

        [[list]]
        name = "exchange"
        """
                .formatted(
                        id.name(),
                        sockets.http(),
                        sockets.url(),
                        sockets.dns(),
                        sockets.mail(),
                        sockets.api(),
                        marking.word(),
                        String.join(
                                ", ",
                                ownRelays.stream().map(it -> '"' + it.strip() + '"').toList()));
    }
}
