package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class NetworkParserTest {
    private static final String RIPE =
            """
            % a comment

            inetnum:        192.0.2.0 - 192.0.2.127
            netname:        EXAMPLE-NET
            descr:          Example hosting
            country:        NL # in the main
            org:            ORG-EX1-RIPE
            mnt-by:         EX-MNT
            remarks:        much
                            more: of it
            +               and 192.0.2.0

            route:          192.0.2.0/24
            origin:         AS64500

            organisation:   ORG-EX1-RIPE
            org-name:       Example B.V.
            abuse-c:        ex1-ripe

            role:           Abuse desk
            nic-hdl:        EX1-RIPE
            abuse-mailbox:  abuse@example.net

            mntner:         EX-MNT
            """;

    @Test
    void registryStatisticsSayInWhichCountryANetworkIs() throws IOException {
        String text =
                """
                2|ripencc|20261129|4|19830705|20261128|+0000
                ripencc|*|ipv4|*|2|summary
                ripencc|NL|ipv4|192.0.2.0|384|20001231|allocated|a1
                ripencc|DE|ipv6|2001:db8::|32|20001231|assigned|a2
                ripencc|DE|asn|64500|1|20001231|allocated|a3
                ripencc||ipv4|198.51.100.0|256||available|
                ripencc|FR|ipv4|198.51.100.0|many|20001231|allocated
                ripencc|FR|ipv4|198.51.100.0
                ripencc|ZZ|ipv4|203.0.113.0|256|20001231|assigned
                """;
        assertEquals(
                List.of(
                        "192.0.2.0 - 192.0.3.127 NL 0  ",
                        "2001:db8::/32 DE 0  ",
                        "the value is no number (line 7)",
                        "fewer than 7 fields (line 8)",
                        "203.0.113.0/24  0  "),
                said(text));
    }

    @Test
    void objectsOfARegistryLeadFromANetworkToItsAbuseMailbox() throws IOException {
        assertEquals(
                List.of(
                        "192.0.2.0/25 NL 0 Example hosting  see [ORG-EX1-RIPE]",
                        "192.0.2.0/24  64500   see [AS64500]",
                        "ORG-EX1-RIPE:  0 Example B.V.  see [EX1-RIPE]",
                        "EX1-RIPE:  0  abuse@example.net"),
                said(RIPE));
        assertEquals("abuse@example.net", found(RIPE, "192.0.2.9").contact());
        assertEquals(64_500, found(RIPE, "192.0.2.9").autonomousSystem());
        assertEquals("NL", found(RIPE, "192.0.2.9").country());
        assertEquals("", found(RIPE, "192.0.2.200").contact(), "outside of the smaller network");
    }

    @Test
    void arinsWordsAreReadToo() throws IOException {
        String arin =
                """
                NetHandle:      NET-192-0-2-0-1
                OrgID:          EXAMP
                NetName:        EXAMP-1
                NetRange:       192.0.2.0 - 192.0.2.255
                OriginAS:       AS64501, AS64502

                OrgID:          EXAMP
                OrgName:        Example Inc.
                Country:        US
                OrgAbuseHandle: ABUSE7-ARIN

                POCHandle:      ABUSE7-ARIN
                Mailbox:        abuse@example.com
                """;
        NetworkFacts facts = found(arin, "192.0.2.1");
        assertEquals(new NetworkFacts("US", 64_501, "EXAMP-1", "abuse@example.com"), facts);
    }

    @Test
    void csvInTheWordsOfIntelMqOfMaxMindAndPlainOnes() throws IOException {
        assertEquals(
                List.of("192.0.2.0/24 NL 64500 Example abuse@example.net see [AS64500]"),
                said(
                        """
                        source.network,source.asn,source.as_name,source.geolocation.cc,source.abuse_contact
                        192.0.2.0/24,64500,"Example",NL,"abuse@example.net,other@example.net"
                        """));
        assertEquals(
                List.of(
                        "2001:db8::/32  64500 Example, Inc.  see [AS64500]",
                        "not an address (line 3)"),
                said(
                        """
                        network,autonomous_system_number,autonomous_system_organization
                        2001:db8::/32,64500,"Example, Inc."
                        nonsense,1,x
                        """));
        String blocks = "network,geoname_id\n192.0.2.0/24,2750405\n";
        String places = "geoname_id,locale_code,country_iso_code\n2750405,en,NL\n";
        assertEquals("NL", found(List.of(blocks, places), "192.0.2.7").country());
        String systems = "asn;contact\nAS64500;abuse@example.net\n";
        String routes = "route: 192.0.2.0/24\norigin: AS64500\n";
        assertEquals("abuse@example.net", found(List.of(routes, systems), "192.0.2.7").contact());
        assertEquals(
                List.of("192.0.2.0 - 192.0.2.9 NL 0  "),
                said("start_ip\tend_ip\tcountry\n192.0.2.0\t192.0.2.9\tnl\n"));
    }

    @Test
    void whatIsNoDumpIsRefusedAndWhatCannotBeSaidIsLeftOut() throws IOException {
        assertEquals(
                List.of(
                        "neither statistics or objects of a registry, nor CSV with a header that names networks (line 2)"),
                said("# head\nhello world\n192.0.2.0/24\n"));
        assertEquals(
                List.of("wider than anybody's network (line 2)"),
                said("inetnum: 0.0.0.0 - 255.255.255.255\n\n"));
        assertEquals(
                List.of("192.0.2.0/24  0 twice written "),
                said(
                        "network,country,name,contact,asn\n192.0.2.0/24,Holland,twice\u202e"
                                + " written,\"a@b\\r\\nBcc: c@d\",AS99999999999\n"));
        assertEquals(
                List.of("line longer than 16384 bytes (line 2)", "192.0.2.0/24 NL 0  "),
                said("network,country\n" + "x".repeat(20_000) + "\n192.0.2.0/24,NL\n"));
        assertTrue(said("").isEmpty());
    }

    private static NetworkFacts found(String dump, String address) throws IOException {
        return found(List.of(dump), address);
    }

    private static NetworkFacts found(List<String> dumps, String address) throws IOException {
        var builder = new NetworkTableBuilder();
        for (String dump : dumps) {
            entries(dump).forEach(it -> builder.add(it.optional().orElseThrow()));
        }
        return NetworkTableTest.table(builder)
                .find(org.comity.statement.Ip.parse(address).optional().orElseThrow())
                .optional()
                .orElseThrow()
                .orElseThrow()
                .facts();
    }

    private static List<Checked<NetworkEntry>> entries(String text) throws IOException {
        var all = new ArrayList<Checked<NetworkEntry>>();
        var parser =
                NetworkParser.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        for (Optional<Checked<NetworkEntry>> next = parser.next();
                next.isPresent();
                next = parser.next()) {
            all.add(next.get());
        }
        return all;
    }

    private static List<String> said(String text) throws IOException {
        return entries(text).stream()
                .map(it ->
                        switch (it) {
                            case Checked.Good<NetworkEntry>(NetworkEntry entry) -> words(entry);
                            case Checked.Refused<NetworkEntry> refused -> refused.toString();
                        })
                .toList();
    }

    private static String words(NetworkEntry entry) {
        String name =
                switch (entry) {
                    case NetworkEntry.Network network ->
                            NetworkText.text(network.first(), network.last());
                    case NetworkEntry.Holder holder -> holder.handle() + ":";
                };
        NetworkFacts facts = entry.facts();
        return name
                + " "
                + facts.country()
                + " "
                + facts.autonomousSystem()
                + " "
                + facts.holder()
                + " "
                + facts.contact()
                + (entry.see().isEmpty() ? "" : " see " + entry.see());
    }
}
