package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NetworkCommandTest {
    private static final String NETS =
            """
            inetnum: 192.0.2.0 - 192.0.2.255
            netname: EXAMPLE
            country: NL
            org: ORG-EX1

            inetnum: nonsense
            netname: X

            organisation: ORG-EX1
            org-name: Example B.V.
            abuse-c: EX1

            role: desk
            nic-hdl: EX1
            abuse-mailbox: abuse@example.net
            """;

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    @BeforeEach
    void aDesk() throws IOException {
        data = Cli.init(folder, "desk.example", "NL");
    }

    private Path gzip(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void whoHoldsAnAddressIsSaidTogetherFromAllSources() throws IOException {
        Cli.Ran made =
                Cli.run(data, "network", "import", "--as", "ripe", gzip("n.gz", NETS).toString());
        assertEquals(0, made.exit(), made.err());
        assertTrue(made.out().contains("ripe: 1 networks out of 4 entries, 1 refused"), made.out());
        assertTrue(made.out().contains("refused: not an address (n.gz, line 8)"), made.out());
        Path systems =
                Files.writeString(
                        folder.resolve("asn.csv"),
                        "network,autonomous_system_number,autonomous_system_organization\n"
                                + "192.0.0.0/16,64500,Transit\n");
        assertEquals(
                0, Cli.run(data, "network", "import", "--as", "asn", systems.toString()).exit());

        String shown = Cli.run(data, "network", "show", "192.0.2.7", "198.51.100.1").out();
        assertTrue(
                shown.startsWith(
                        "192.0.2.7: 192.0.2.0/24, NL, AS64500, EXAMPLE, abuse contact abuse@example.net\n"
                                + "  by ripe of 20"),
                shown);
        assertTrue(shown.endsWith("198.51.100.1: in no table here\n"), shown);
        String checked = Cli.run(data, "check", "192.0.2.7").out();
        assertTrue(checked.contains("  network: 192.0.2.0/24, NL, AS64500"), checked);
        assertTrue(Cli.run(data, "network", "list").out().contains("asn  1 networks, imported 20"));
        assertEquals(0, Cli.run(data, "network", "remove", "asn").exit());
        assertEquals(1, Cli.run(data, "network", "remove", "asn").exit());
        JsonNode json = Json.parse(Cli.run(data, "network", "show", "192.0.2.7", "--json").out());
        assertEquals(0, json.path("192.0.2.7").path("as").asLong());
    }

    @Test
    void whatGivesNoNetworkReplacesNothing() throws IOException {
        Path good = Files.writeString(folder.resolve("good"), "network,country\n192.0.2.0/24,NL\n");
        assertEquals(0, Cli.run(data, "network", "import", "--as", "a", good.toString()).exit());
        Path bad = Files.writeString(folder.resolve("bad"), "network,country\nx,NL\n");
        Path cut = gzip("cut.gz", NETS);
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 60));
        for (Path file : new Path[] {bad, cut, folder.resolve("gone"), folder}) {
            Cli.Ran ran = Cli.run(data, "network", "import", "--as", "a", file.toString());
            assertEquals(1, ran.exit(), ran.out() + ran.err());
        }
        assertEquals(1, Cli.run(data, "network", "import", "--as", "../a", good.toString()).exit());
        assertTrue(Cli.run(data, "network", "show", "192.0.2.1").out().contains("NL"));
        try (var left = Files.list(data.resolve("networks"))) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void aDamagedTableIsFoundAndSaid() throws IOException {
        Path good = Files.writeString(folder.resolve("good"), "network,country\n192.0.2.0/24,NL\n");
        assertEquals(0, Cli.run(data, "network", "import", "--as", "a", good.toString()).exit());
        assertEquals(0, Cli.run(data, "check-data").exit());
        Path table = new Networks(data).file("a");
        byte[] bytes = Files.readAllBytes(table);
        bytes[NetworkTablePlaces.NETWORK_OF_FIRST_SEGMENT] ^= 0x40;
        Files.write(table, bytes);
        Cli.Ran found = Cli.run(data, "check-data");
        assertEquals(1, found.exit());
        assertTrue(found.out().contains("comity network import"), found.out());
        assertEquals(1, Cli.run(data, "network", "show", "192.0.2.1").exit());
    }

    /** Where things stand in a table; docs/formats/networks.md. */
    private static final class NetworkTablePlaces {
        static final int NETWORK_OF_FIRST_SEGMENT = 32 + 16;
    }
}
