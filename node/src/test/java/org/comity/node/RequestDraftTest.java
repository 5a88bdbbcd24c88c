package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a trace to a request in another country. */
class RequestDraftTest extends RequestNodes {
    @Test
    void aTraceBecomesADraftToWhoHoldsEvidenceAbroadAndTellsNothingItMayNotSee() throws Exception {
        exchange();
        Node a = nodes.get(0);
        take(nodes.get(1), Cli.mail(folder.resolve("m"), "b", "www.bad-campaign.com", "45.80.7.7"));
        Path secret = Cli.mail(folder.resolve("m"), "a", "www.bad-campaign.com", "45.80.9.9");
        var told = PartyLogsTest.to("hidden-from-isp.com", C).put("evidence", secret.toString());
        nodes.get(0).run("claim", told);
        told.put("value", "bad-campaign.com");
        nodes.get(0).run("claim", told);
        await(a, "check", values("bad-campaign.com"), it -> claimants(it).contains(B));
        var without = Json.object().put("value", "nobody-knows.com").put("kind", "information");
        assertRefused("no other member holds evidence", a, "request-draft", without);
        Cli.Ran shown = ask("--from-trace", "bad-campaign.com");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().startsWith("To isp.example (BR): preservation of domain:bad"));
        assertTrue(shown.out().contains("45.80.7.7"), shown.out());
        assertTrue(shown.out().contains("about isp.example/log#"), shown.out());
        assertFalse(shown.out().contains("hidden-from-isp.com"), shown.out());
        assertTrue(a.run("trace", values("bad-campaign.com")).toString().contains("hidden-from"));
        assertTrue(shown.out().contains("left out"), shown.out());
        assertEquals(0, a.run("request-list", NONE).path("requests").size(), "a draft only");
        Cli.Ran sent = ask("--from-trace", "bad-campaign.com", "--send");
        assertEquals(0, sent.exit(), sent.err());
        await(
                nodes.get(1),
                "request-list",
                NONE,
                it -> it.path("requests").path(0).path("text").asString().contains("45.80.7.7"));
    }

    private Cli.Ran ask(String... more) {
        var all = new ArrayList<>(List.of("new", "--kind", "preservation"));
        all.addAll(List.of(more));
        return Cli.run(directories.get(0), "request", all.toArray(String[]::new));
    }

    @Test
    void aDraftHasItsBoundsHoweverMuchTheTraceFinds() throws Exception {
        exchange();
        var mails = Json.object();
        for (int at = 0; at < 80; at++) {
            Path mail =
                    Cli.mail(
                            folder.resolve("m"),
                            "b" + at,
                            "www.bad-campaign.com",
                            "45.80.7." + (at + 1));
            mails.withArray("mails").addObject().put("file", mail.toString()).put("as", "spam");
        }
        nodes.get(1).run("take", mails);
        await(
                nodes.get(0),
                "check",
                values("bad-campaign.com"),
                it -> subject(it).path("claims_in_all").asInt() >= 80);
        Cli.Ran sent = ask("--from-trace", "bad-campaign.com", "--send");
        assertEquals(0, sent.exit(), sent.err());
        String text =
                nodes.get(0)
                        .run("request-list", NONE)
                        .path("requests")
                        .path(0)
                        .path("text")
                        .asString();
        assertTrue(text.endsWith("...\n") && text.length() > 2_000, text);
    }

    /** The five commands of docs/operate.md, as they stand there. */
    @Test
    void theLiaisonsWalkIsFiveCommands() throws Exception {
        exchange();
        String host = "www.bank-login-check.com";
        take(nodes.get(1), Cli.mail(folder.resolve("m"), "b", host, "45.80.7.7"));
        Path mail = Cli.mail(folder.resolve("m"), "mail", host, "45.80.9.9");
        await(
                nodes.get(0),
                "check",
                values("bank-login-check.com"),
                it -> claimants(it).contains(B));
        String walk = Project.text("docs/operate.md").split("## The liaison's walk", 2)[1];
        List<String> commands =
                walk.split("```")[1].lines().filter(it -> it.startsWith("comity ")).toList();
        assertEquals(5, commands.size());
        var said = new StringBuilder();
        for (String command : commands) {
            Cli.Ran ran = typed(command.replace("mail.eml", mail.toString()));
            assertEquals(0, ran.exit(), command + ran.err());
            said.append(ran.out());
        }
        assertTrue(said.toString().contains("evidence held by: cert.example"), said.toString());
        await(
                nodes.get(1),
                "request-list",
                NONE,
                it -> {
                    JsonNode asked = it.path("requests").path(0);
                    return asked.path("kind").asString().equals("preservation")
                            && asked.path("legal_basis").asString().contains("article 29")
                            && asked.path("text").asString().contains("45.80.7.7");
                });
        String id =
                nodes.get(1)
                        .run("request-list", NONE)
                        .path("requests")
                        .path(0)
                        .path("request")
                        .asString();
        await(
                nodes.get(1),
                "request-show",
                Json.object().put("request", id),
                it -> it.path("attachments").size() == 1);
    }

    /** As a shell takes it apart, as far as the document needs. */
    private Cli.Ran typed(String command) {
        List<String> words =
                Pattern.compile("'([^']*)'|(\\S+)")
                        .matcher(command)
                        .results()
                        .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
                        .toList();
        return Cli.run(
                directories.get(0),
                words.get(1),
                words.subList(2, words.size()).toArray(String[]::new));
    }
}
