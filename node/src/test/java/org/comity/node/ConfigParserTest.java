package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class ConfigParserTest {
    private static final String LEAST = "[member]\nid = \"desk.example\"\n";

    @Test
    void takesWhatInitWrites() {
        String toml =
                Founding.toml(
                        new MemberId("desk.example"),
                        new Founding.Sockets("127.0.0.1:1", "http://127.0.0.1:1", "off", "off"),
                        Tlp.AMBER,
                        List.of("192.0.2.0/24"));
        Config config = ConfigParser.parse(toml).orThrow();
        assertEquals(Tlp.AMBER, config.intake().marking());
        assertTrue(config.dns().listen().isEmpty());
        assertEquals(1, config.intake().ownRelays().size());
        assertEquals("exchange", config.lists().getFirst().name());
    }

    @Test
    void anUnknownKeyIsRefusedByName() {
        assertEquals(
                "unknown key in the configuration (http.lisen)",
                refusal(LEAST + "[http]\nlisen = \"127.0.0.1:1\"\n"));
        assertEquals(
                "unknown key in the configuration (htp)", refusal(LEAST + "[htp]\nlisten = 1\n"));
    }

    @Test
    void eachBadValueIsRefusedWithItsKey() {
        assertEquals("is missing (member.id)", refusal("[http]\n"));
        assertEquals(
                "must be text in quotes (http.listen)", refusal(LEAST + "[http]\nlisten = 5\n"));
        assertEquals(
                "a port is at most 65535 (http.listen)",
                refusal(LEAST + "[http]\nlisten = \"127.0.0.1:70000\"\n"));
        assertEquals(
                "must be address:port (dns.listen)",
                refusal(LEAST + "[dns]\nlisten = \"localhost:53\"\n"));
        assertEquals(
                "not a TLP level (intake.marking)",
                refusal(LEAST + "[intake]\nmarking = \"PINK\"\n"));
        assertEquals(
                "a duration is a number and s, m, h or d (intake.keep-raw)",
                refusal(LEAST + "[intake]\nkeep-raw = \"soon\"\n"));
        assertEquals(
                "at least 1s (exchange.poll-every)"
                        .replace("at least 1s", "a duration is a number and s, m, h or d"),
                refusal(LEAST + "[exchange]\npoll-every = \"0s\"\n"));
        assertTrue(refusal(LEAST + "[[list]]\nname = \"A B\"\n").contains("list.name"));
        // Else it would be taken for a list of all members, or for all of them.
        String list = LEAST + "[[list]]\nname = \"a\"\n";
        assertTrue(refusal(list + "scope = [\"public\"]\n").contains("list.scope"));
        assertTrue(refusal(list + "scope = \"\"\n").contains("list.scope"));
        assertTrue(refusal(list + "members = \"b.example\"\n").contains("list.members"));
    }

    @Test
    void beyondLoopbackTheUrlIsOfTlsOrTheStartIsRefused() {
        String listen = LEAST + "[http]\nlisten = \"192.0.2.1:8440\"\n";
        Config.Http http = ConfigParser.parse(listen).orThrow().http();
        assertEquals("https://192.0.2.1:8440", http.url());
        assertTrue(http.isTls());
        String why = "beyond loopback it begins with https:// (http.url)";
        assertEquals(why, refusal(listen + "url = \"http://192.0.2.1:8440\"\n"));
        assertEquals(why, refusal(listen + "url = \"http://127.0.0.1:8440\"\n"));
        String near = LEAST + "[http]\nlisten = \"[::1]:8440\"\n";
        assertEquals(
                "http://[0:0:0:0:0:0:0:1]:8440", ConfigParser.parse(near).orThrow().http().url());
        assertEquals(why, refusal(near + "url = \"http://127.example.com:8440\"\n"));
        assertTrue(refusal(near + "url = \"http://[bad:8440\"\n").contains("http.url"));
    }

    @Test
    void whatIsNoTomlIsRefusedWithItsLine() {
        assertEquals("not TOML (line 2)", refusal("[member]\nid =\n"));
    }

    private static String refusal(String toml) {
        return assertInstanceOf(Checked.Refused.class, ConfigParser.parse(toml)).toString();
    }
}
