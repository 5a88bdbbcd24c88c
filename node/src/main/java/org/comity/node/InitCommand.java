package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
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
            names = "--mail",
            defaultValue = "127.0.0.1:8441",
            paramLabel = "ADDRESS:PORT",
            description =
                    "where your mail server asks about mails, or off (default: ${DEFAULT-VALUE})")
    String mail = "";

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
        MemberId id = Refusal.orRefuse(MemberId.parse(member).in("--member"));
        Country land = Refusal.orRefuse(Country.parse(country).in("--country"));
        Sector of = Sector.ofWord(sector).orElseThrow(() -> new Refusal("unknown sector", sector));
        Tlp tlp = Tlp.ofWord(marking).orElseThrow(() -> new Refusal("not a TLP level", marking));
        String reached = url.orElse(http.equals("off") ? "" : ConfigParser.reached(http));
        var sockets = new Founding.Sockets(http, reached, dns, mail);
        String toml = Founding.toml(id, sockets, tlp, List.of(ownRelays));
        Charter charter = Founding.found(common.data(), new Founding.Founder(id, land, of), toml);
        common.show(
                Json.object()
                        .put("data", common.data().toString())
                        .put("member", id.name())
                        .put("charter", charter.hash().hex()),
                answer -> words(common.data(), id));
        return 0;
    }

    private void words(Path data, MemberId id) {
        common.out()
                .printf(
                        "%s is ready in %s%n%n"
                                + "  comity node                            run it%n"
                                + "  comity import junk.mbox --as spam      report what you got%n"
                                + "  comity check 192.0.2.1                 what is known of a value%n"
                                + "  comity join                            invite the first peer%n%n"
                                + "Keep keys/member.seed offline once you have joined others: it signs charters.%n",
                        id, data);
    }
}
