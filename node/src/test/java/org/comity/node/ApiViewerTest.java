package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a token sees that is for the eyes of others: nothing that one of them may not see. */
class ApiViewerTest extends RunningNodes {
    private static final String B = "isp.example";
    private static final String CLEAR = "clear-campaign.com";
    private static final List<String> HIDDEN =
            List.of("green-campaign.com", "amber-campaign.com", "told-campaign.com");
    private static final String ABSENT = "never-mentioned.com";

    private Node open(String member, String country) throws IOException {
        Path data = Cli.init(folder, member, country);
        Files.writeString(
                Desk.configFile(data),
                "\n[[list]]\nname = \"open\"\nscope = \"public\"\n",
                StandardOpenOption.APPEND);
        Node node = Node.start(data, InstantSource.system());
        nodes.add(node);
        directories.add(data);
        return node;
    }

    /** Each on a value of its own, and all on an address that they share. */
    private Node exchange() throws Exception {
        Node a = open(A, "NL");
        Node b = start(B, "FR");
        join(a, b);
        say(b, CLEAR, "TLP:CLEAR", "");
        say(b, HIDDEN.get(0), "TLP:GREEN", "");
        say(b, HIDDEN.get(1), "TLP:AMBER", "");
        say(b, HIDDEN.get(2), "TLP:RED", A);
        for (String host : HIDDEN) {
            await(a, "check", values(host), it -> claimants(it).contains(B));
        }
        a.run("want", value(HIDDEN.get(0)));
        inStep(List.of(a, b));
        return a;
    }

    private void say(Node node, String host, String marking, String to) throws IOException {
        var mails = new ArrayList<Path>();
        for (int at = 0; at < 3; at++) {
            mails.add(Cli.mail(folder, host + at, "www." + host, "45.80.9.9"));
        }
        var with = Json.object().put("as", "spam").put("marking", marking).put("to", to);
        with.put("arriving_now", true).set("files", Json.array(mails));
        assertEquals(3, node.run("import", with).path("inputs").path("reported").asInt(), marking);
    }

    @Test
    void whatAStrangerMayNotSeeIsAsIfItWereNot() throws Exception {
        Node a = exchange();
        long at = a.desk().nowSecond() + 60;
        try (ApiClient own = ApiClient.of(a, "read");
                ApiClient stranger = ApiClient.seeing(a, "public")) {
            for (String host : HIDDEN) {
                // The member itself sees it, so there is something to hide.
                assertTrue(own.get("/trace?value=" + host).toString().contains(B), host);
                assertEquals(answers(stranger, ABSENT, at), answers(stranger, host, at));
            }
            assertTrue(answers(stranger, CLEAR, at).contains(B));
            for (String path :
                    List.of(
                            "/trace?value=45.80.9.9&hops=4",
                            "/campaigns?by_machines=true",
                            "/bridges",
                            "/lists/open")) {
                String said = stranger.get(path).toString();
                HIDDEN.forEach(it -> assertFalse(said.contains(it), path + said));
                assertTrue(path.equals("/bridges") || said.contains(CLEAR), path + said);
            }
        }
    }

    /** With the value's own name taken out. */
    private static String answers(ApiClient client, String host, long at) throws IOException {
        var check = Json.object().put("list", "open").put("at", at);
        String said =
                client.post("/check", check.set("values", Json.array(List.of(host))))
                        + "\n"
                        + client.get("/explain?list=open&value=" + host + "&at=" + at)
                        + "\n"
                        + client.get("/trace?hops=4&value=" + host);
        return said.replace(host, "*");
    }

    /** Both are private; what the node serves follows them, and what strangers ask does not. */
    @Test
    void whatThisNodeWantsAndWhomItIgnoresChangesNoByteForAStranger() throws Exception {
        Node a = exchange();
        long at = a.desk().nowSecond() + 600;
        try (ApiClient own = ApiClient.of(a, "read");
                ApiClient stranger = ApiClient.seeing(a, "public")) {
            String before = answers(stranger, CLEAR, at) + stranger.get("/lists/open?at=" + at);
            assertTrue(listed(own).contains("\n" + CLEAR + "\t"));
            a.run("want", value(CLEAR));
            assertFalse(listed(own).contains("\n" + CLEAR + "\t"));
            assertEquals(
                    before, answers(stranger, CLEAR, at) + stranger.get("/lists/open?at=" + at));
            a.run("ignore", Json.object().put("member", B).put("from", 0));
            assertEquals(
                    before, answers(stranger, CLEAR, at) + stranger.get("/lists/open?at=" + at));
            HttpResponse<String> file =
                    stranger.call(
                            "GET", "/explain?list=open&file=true&for=members&value=" + CLEAR, "");
            assertEquals(422, file.statusCode(), file.body());
            assertTrue(
                    stranger.get("/explain?list=open&file=true&value=" + CLEAR)
                            .path("file")
                            .asString()
                            .contains("everybody"));
        }
    }

    private static String listed(ApiClient client) throws IOException {
        return client.get("/lists/open").path("text").asString();
    }

    @Test
    void itAsksNothingThatIsForTheMemberAlone() throws Exception {
        Node a = exchange();
        try (ApiClient stranger = ApiClient.seeing(a, "public")) {
            for (ApiRoute route : ApiTable.ROUTES) {
                String path = route.path().replaceAll("\\{[a-z]+}", "1");
                int status = stranger.call(route.method(), path, "").statusCode();
                assertEquals(!route.manner().forOthers(), status == 403, path + " " + status);
            }
            assertEquals(403, stranger.call("GET", "/events", "").statusCode());
            assertEquals(404, stranger.call("GET", "/lists/exchange", "").statusCode());
            assertEquals(
                    422,
                    stranger.call("GET", "/explain?list=exchange&value=a.com", "").statusCode());
        }
    }

    @Test
    void forAllMembersItShowsWhatAllMembersMaySee() throws Exception {
        Node a = exchange();
        try (ApiClient members = ApiClient.seeing(a, "members")) {
            String said = members.get("/trace?value=45.80.9.9&hops=4").toString();
            assertTrue(said.contains(HIDDEN.get(0)) && said.contains(CLEAR), said);
            assertFalse(said.contains("\"wanted_here\""), said);
            var check = Json.object().set("values", Json.array(List.of(HIDDEN.get(2))));
            // These two are all members: told to both is told to all.
            assertEquals(1, members.post("/check", check).path("subjects").size());
        }
    }

    @Test
    void whoSeesForOthersOnlyChecksAndReads() throws Exception {
        Node a = start(A, "NL");
        for (String scope : List.of("claim", "request", "admin")) {
            var refused =
                    org.junit.jupiter.api.Assertions.assertThrows(
                            Refusal.class, () -> ApiClient.token(a, "public", "read", scope));
            assertTrue(refused.getMessage().contains("only check and read"), refused.getMessage());
        }
    }
}
