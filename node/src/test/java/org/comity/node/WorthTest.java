package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.comity.agreement.LocalTrust;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What another member's statements are worth to a node, and when it stops believing it alone. */
class WorthTest extends RunningNodes {
    private static final String B = "isp.example";
    private final Clock clock = new Clock();
    private int mails;
    private Node a;
    private Node b;

    /** The machine's, and ahead of it by what a test lets pass. */
    private static final class Clock implements InstantSource {
        private volatile Duration passed = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(passed);
        }

        void passes(Duration more) {
            passed = passed.plus(more);
        }
    }

    @BeforeEach
    void twoMembers() throws Exception {
        a = start(A, "NL", clock);
        b = start(B, "FR", clock);
        join(a, b);
    }

    @Test
    void countsWhatTheOtherStoppedBeforeTheOwnClaimsAndKeepsItOverRestartAndRebuild()
            throws Exception {
        takes(b, "bad-campaign.com", "spam");
        follows("bad-campaign.com");
        assertEquals("0 0 0 0 0 0", counts());
        takes(a, "bad-campaign.com", "spam");
        assertEquals("1 0 1 1 0 0", counts(), "the other's claims alone would have stopped it");
        takes(a, "bad-campaign.com", "spam");
        assertEquals("2 1 1 2 0 0", counts(), "by now its own would have, too");
        takes(a, "never-seen-before.com", "spam");
        assertEquals("3 1 1 2 0 0", counts());
        takes(a, "bad-campaign.com", "wanted");
        assertEquals("3 1 1 2 1 1", counts());
        takes(a, "unclaimed-shop.com", "wanted");
        assertEquals("3 1 1 2 2 1", counts());
        a.run("rebuild", Json.object());
        assertEquals("3 1 1 2 2 1", counts());
        restart();
        assertEquals("3 1 1 2 2 1", counts());
        JsonNode checked = a.run("check-data", Json.object());
        assertEquals(0, checked.path("findings").size(), checked.toString());
    }

    @Test
    void aMailOfOneBatchCountsTheClaimsOfTheOneBeforeIt() throws Exception {
        ObjectNode with = Json.object();
        for (int at = 0; at < 3; at++) {
            String file =
                    Cli.mail(folder, "batch" + at, "one-host.com", "45.80.1." + at).toString();
            with.withArray("mails").addObject().put("file", file).put("as", "spam");
        }
        a.run("take", with);
        assertEquals("3 2 0 0 0 0", counts());
    }

    @Test
    void whatIsOnlyMentionedCountsForNothing() throws Exception {
        b.run("claim", value("only-mentioned.com"));
        follows("only-mentioned.com");
        String mail =
                Cli.mail("m", "other-host.com", "45.80.7.7") + "As for only-mentioned.com, no.\n";
        var file = folder.resolve("mention.eml");
        Files.writeString(file, mail);
        take(a, file);
        assertEquals("1 0 0 0 0 0", counts());
    }

    @Test
    void aMemberThatListsWantedNamesIsNoLongerBelievedAloneHereAndEverywhereElseAsBefore()
            throws Exception {
        for (int at = 1; at <= 6; at++) {
            b.run("claim", value("wanted-shop-" + at + ".com"));
        }
        follows("wanted-shop-6.com");
        takes(a, "wanted-shop-1.com", "wanted");
        takes(a, "wanted-shop-2.com", "wanted");
        assertTrue(isListedHere("wanted-shop-6.com"), "two are no habit");
        assertTrue(standing().path("believed_here").asBoolean());
        takes(a, "wanted-shop-2.com", "wanted");
        assertTrue(isListedHere("wanted-shop-6.com"), "the same name again does no harm");
        takes(a, "wanted-shop-3.com", "wanted");
        assertFalse(isListedHere("wanted-shop-6.com"));
        assertEquals("trusted", level(a, "wanted-shop-6.com"), "the verdict is everybody's");
        assertEquals("trusted", level(b, "wanted-shop-6.com"));
        assertTrue(export(a).contains("wanted-shop-6.com"));
        assertTrue(same(a, b));
        assertTrue(
                standing()
                        .path("words")
                        .toString()
                        .contains(
                                "here: not believed alone: of the last 3 own mails that its word"
                                        + " alone decided, it was wrong with 3"),
                standing().toString());
        assertTrue(of(B).path("here").asString().contains("wrong with 3"), of(B).toString());
        restart();
        assertFalse(isListedHere("wanted-shop-6.com"), "after a restart, too");
        a.run("claim", value("wanted-shop-6.com"));
        await(a, "check", values("wanted-shop-6.com"), it -> claimants(it).size() == 2);
        assertTrue(isListedHere("wanted-shop-6.com"), "its own word counts");
    }

    @Test
    void oneWantedMailThatNamesSixValuesIsOneErrorAlsoAfterARestart() throws Exception {
        var links = new StringBuilder(Cli.mail("m", "wanted-shop-1.com", "45.80.9.9"));
        for (int at = 1; at <= 6; at++) {
            b.run("claim", value("wanted-shop-" + at + ".com"));
            links.append("http://wanted-shop-").append(at).append(".com/ ");
        }
        follows("wanted-shop-6.com");
        var file = Files.writeString(folder.resolve("many.eml"), links + "\n");
        takes(a, file, "wanted");
        assertEquals(1, met().size());
        for (int at = 7; at <= 8; at++) {
            b.run("claim", value("wanted-shop-" + at + ".com"));
        }
        follows("wanted-shop-8.com");
        takes(a, "wanted-shop-7.com", "wanted");
        List<LocalTrust.Met> before = met();
        restart();
        assertEquals(before, met());
        assertTrue(standing().path("believed_here").asBoolean());
        takes(a, "wanted-shop-8.com", "wanted");
        assertFalse(standing().path("believed_here").asBoolean());
    }

    @Test
    void aListedMailThatNamesSomethingWantedIsTakenForWantedUntilItsUserSaysWhatItIs()
            throws Exception {
        takes(a, "wanted-shop-0.com", "wanted");
        var files = new ArrayList<Path>();
        for (int at = 1; at <= 3; at++) {
            b.run("claim", value("phish-" + at + ".com"));
            String mail = Cli.mail("m" + at, "phish-" + at + ".com", "45.80.8." + at);
            files.add(
                    Files.writeString(
                            folder.resolve("phish-" + at), mail + "http://wanted-shop-0.com/\n"));
        }
        follows("phish-3.com");
        for (Path it : files) {
            a.run("check-mail", Json.object().put("file", it.toString()));
        }
        assertFalse(standing().path("believed_here").asBoolean());
        assertFalse(isListedHere("phish-3.com"));
        takes(a, files.getFirst(), "spam");
        assertTrue(standing().path("believed_here").asBoolean(), "two that may be wrong");
        assertTrue(isListedHere("phish-3.com"));
        assertEquals(3, met().size());
    }

    @Test
    void whatWasMetIsForgottenWithItsRowsAfterNinetyDays() throws Exception {
        b.run("claim", value("bad-campaign.com"));
        follows("bad-campaign.com");
        takes(a, "bad-campaign.com", "wanted");
        assertEquals(1, metRows());
        clock.passes(Duration.ofDays(91));
        b.run("claim", value("other-campaign.com"));
        follows("other-campaign.com");
        takes(a, "other-campaign.com", "wanted");
        assertEquals(1, met().size());
        assertEquals(1, metRows());
    }

    @Test
    void aMemberThatIsMostlyRightIsBelievedHoweverOftenItWasWrongLongAgo() throws Exception {
        for (int at = 1; at <= 4; at++) {
            b.run("claim", value("wanted-shop-" + at + ".com"));
        }
        for (int at = 0; at <= LocalTrust.MET_MAX; at++) {
            b.run("claim", value("bad-host-" + at + ".com"));
        }
        follows("bad-host-25.com");
        takes(a, "wanted-shop-1.com", "wanted");
        takes(a, "wanted-shop-2.com", "wanted");
        var spam = Json.object();
        for (int at = 0; at < LocalTrust.MET_MAX; at++) {
            String file =
                    Cli.mail(folder, "s" + at, "bad-host-" + at + ".com", "45.81.1.1").toString();
            spam.withArray("mails").addObject().put("file", file).put("as", "spam");
        }
        a.run("take", spam);
        takes(a, "wanted-shop-3.com", "wanted");
        takes(a, "wanted-shop-4.com", "wanted");
        assertTrue(isListedHere("bad-host-25.com"));
    }

    private void takes(Node node, String host, String as) throws IOException {
        mails++;
        String address = "45.80." + (mails / 250 + 2) + "." + (mails % 250 + 1);
        takes(node, Cli.mail(folder, "m" + mails, host, address), as);
    }

    private static void takes(Node node, Path mail, String as) throws IOException {
        ObjectNode with = Json.object();
        with.putArray("mails").addObject().put("file", mail.toString()).put("as", as);
        node.run("take", with);
    }

    private List<LocalTrust.Met> met() throws IOException {
        Worth worth = a.desk().reporter().worth();
        return a.desk().writer().callLong(() -> worth.met(new MemberId(B)));
    }

    private int metRows() throws IOException {
        var count = new int[1];
        a.desk()
                .store()
                .scan(
                        RowKeys.MET,
                        (_, _) -> {
                            count[0]++;
                            return true;
                        });
        return count[0];
    }

    private void follows(String value) throws IOException {
        await(a, "check", values(value), it -> claimants(it).contains(B));
        long end = System.nanoTime() + 10_000_000_000L;
        while (!isListedHere(value)) {
            assertTrue(System.nanoTime() < end, "listed here");
            Thread.onSpinWait();
        }
    }

    private boolean isListedHere(String value) {
        return a.desk()
                .lists()
                .all()
                .getFirst()
                .listings()
                .on(Observables.recognise(value).orThrow())
                .isPresent();
    }

    /** Spam, by own, beyond own by the other, in all by the other; wanted, hit by the other. */
    private String counts() throws IOException {
        JsonNode month = a.run("value", Json.object()).path("months").path(0);
        JsonNode other = of(B);
        return String.join(
                " ",
                month.path("spam").asString(),
                month.path("spam_stopped_by_own").asString(),
                other.path("spam_beyond_own").asString(),
                other.path("spam_stopped").asString(),
                month.path("wanted").asString(),
                other.path("wanted_hit").asString());
    }

    private JsonNode of(String member) throws IOException {
        for (JsonNode it : a.run("value", Json.object()).path("months").path(0).path("members")) {
            if (it.path("member").asString().equals(member)) {
                return it;
            }
        }
        throw new AssertionError("no row of " + member);
    }

    private JsonNode standing() throws IOException {
        return a.run("standing", Json.object().put("member", B)).path("members").path(0);
    }

    private void restart() throws IOException {
        a.close();
        a = Node.start(directories.getFirst(), clock);
        nodes.set(0, a);
    }

    private static String level(Node node, String value) throws IOException {
        return subject(node.run("check", values(value))).path("level").asString();
    }
}
