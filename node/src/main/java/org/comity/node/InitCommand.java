package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a directory that is at once a useful node for one desk. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Make a node for one desk: keys, charter, configuration, empty log.",
        footer = {"", "Example:  comity init --member desk.example --country NL --sector private"})
final class InitCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--member",
            required = true,
            paramLabel = "NAME",
            description = "this member's name, such as cert.example")
    String member = "";

    @Option(
            names = "--country",
            required = true,
            paramLabel = "CC",
            description = "ISO 3166 code of two letters")
    String country = "";

    @Option(
            names = "--sector",
            defaultValue = "private",
            paramLabel = "SECTOR",
            description =
                    "government, law-enforcement, private, civil or academic (default: ${DEFAULT-VALUE})")
    String sector = "";

    @Option(
            names = "--http",
            defaultValue = "127.0.0.1:8440",
            paramLabel = "ADDRESS:PORT",
            description = "where the node listens for members (default: ${DEFAULT-VALUE})")
    String http = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "as other members reach it (default: from --http)")
    Optional<String> url = Optional.empty();

    @Option(
            names = "--dns",
            defaultValue = "127.0.0.1:5453",
            paramLabel = "ADDRESS:PORT",
            description = "where the lists are asked, or off (default: ${DEFAULT-VALUE})")
    String dns = "";

    @Option(
            names = "--marking",
            defaultValue = "TLP:GREEN",
            paramLabel = "TLP",
            description = "marking of what this member says (default: ${DEFAULT-VALUE})")
    String marking = "";

    @Option(
            names = "--own-relays",
            split = ",",
            paramLabel = "RANGE",
            description = "addresses of own mail relays, whose Received lines are believed")
    String[] ownRelays = {};

    @Override
    public Integer call() throws IOException {
        Path data = common.data();
        MemberId id = Refusal.orRefuse(MemberId.parse(member).in("--member"));
        Country land = Refusal.orRefuse(Country.parse(country).in("--country"));
        Sector of = Sector.ofWord(sector).orElseThrow(() -> new Refusal("unknown sector", sector));
        Tlp tlp = Tlp.ofWord(marking).orElseThrow(() -> new Refusal("not a TLP level", marking));
        String toml = toml(id, tlp);
        Config config = Refusal.orRefuse(ConfigParser.parse(toml));
        if (Files.exists(data) && !isEmpty(data)) {
            throw new Refusal("the directory is not empty", data.toString());
        }
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        NodeKeys keys = NodeKeys.create(id, data, new SecureRandom());
        var founder = new Member(id, land, of, keys.publicKeys(), config.http().url(), true);
        byte[] exchange = new byte[16];
        new SecureRandom().nextBytes(exchange);
        Charter charter =
                Charter.found(
                        HexFormat.of().formatHex(exchange), GuardSet.shipped().hash(), founder);
        Note note = Note.of(charter.text()).signedBy(keys.memberKey());
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), true)) {
            store.commit(CharterBook.founding(note, charter));
        }
        // Last, since a directory without it is no node: a crash before leaves nothing half made.
        AtomicFile.replace(Desk.configFile(data), Bytes.utf8(toml));
        common.show(
                Json.object()
                        .put("data", data.toString())
                        .put("member", id.name())
                        .put("charter", charter.hash().hex()),
                answer -> words(data, id));
        return 0;
    }

    private void words(Path data, MemberId id) {
        common.out()
                .printf(
                        "%s is ready in %s%n%n"
                                + "  comity node                     run it%n"
                                + "  comity import junk.mbox --as spam%n"
                                + "  comity check 192.0.2.1          what is known of a value%n"
                                + "  comity join                     invite the first peer%n%n"
                                + "Keep keys/member.seed offline once you have joined others: it signs charters.%n",
                        id, data);
    }

    private static boolean isEmpty(Path data) throws IOException {
        try (var inside = Files.list(data)) {
            return inside.findAny().isEmpty();
        }
    }

    private String toml(MemberId id, Tlp tlp) {
        String reached = url.orElse("http://" + http);
        var relays = new StringBuilder();
        for (String relay : ownRelays) {
            relays.append(relays.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(relay.strip())
                    .append('"');
        }
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
                .formatted(id.name(), http, reached, dns, tlp.word(), relays);
    }
}
