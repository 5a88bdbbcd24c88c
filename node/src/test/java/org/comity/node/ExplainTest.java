package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why something is listed, now and at a time. */
class ExplainTest extends RunningNodes {
    @Test
    void atATimeOnlyWhatHadBeenStatedByThenCounts() throws Exception {
        Instant stated = Instant.parse("2026-01-06T10:00:00Z");
        Node desk = start(A, "NL", () -> stated);
        // Received on the 5th, reported on the 6th.
        Path mail = Cli.mail(folder, "late", "www.bad-campaign.com", "45.80.9.9");
        var with = Json.object().put("as", "spam");
        with.set("files", Json.array(List.of(mail)));
        desk.run("import", with);
        assertEquals("trusted", level(desk, stated));
        assertEquals("unknown", level(desk, Instant.parse("2026-01-05T12:00:00Z")));
        JsonNode lines = desk.run("explain", value("bad-campaign.com").asObject()).path("lines");
        assertTrue(
                lines.path(0).asString().startsWith("bad-campaign.com is listed for scoring"),
                lines.toString());
        assertTrue(lines.toString().contains("as much would follow from 1 claim alone"));
    }

    /** A file from one member, checked by a stranger who has nothing but this program. */
    @Test
    void aFileIsCheckedWithoutADirectoryAndAChangedOneFails() throws Exception {
        Instant first = Instant.parse("2026-01-06T10:00:00Z");
        var clock = new AtomicReference<>(first);
        Node desk = start(A, "NL", clock::get);
        Node other = start("isp.example", "BR", clock::get);
        join(desk, other);
        report(desk, "one", "45.80.9.9");
        clock.set(first.plusSeconds(7_200));
        report(other, "two", "45.80.9.10");
        await(desk, "check", values("bad-campaign.com"), it -> claimants(it).size() == 2);
        await(
                desk,
                "status",
                Json.object(),
                it ->
                        it.path("members")
                                .valueStream()
                                .allMatch(member -> member.path("cosigned_size").asLong() > 0));

        Path now = folder.resolve("now.txt");
        Cli.Ran made = explain("--out", now.toString());
        assertEquals(0, made.exit(), made.err());
        Cli.Ran good = verify(now);
        assertEquals(0, good.exit(), good.out() + good.err());
        assertTrue(good.out().startsWith("this verdict follows from what"), good.out());
        assertTrue(good.out().contains("rests on isp.example: malicious"), good.out());
        assertTrue(good.out().contains("not checked: that cert.example left nothing out"));

        Path then = folder.resolve("then.txt");
        String before = first.plusSeconds(3_600).toString();
        assertEquals(0, explain("--out", then.toString(), "--at", before).exit());
        Cli.Ran past = verify(then);
        assertEquals(0, past.exit(), past.out() + past.err());
        assertTrue(past.out().contains("rests on cert.example: malicious"), past.out());
        assertFalse(past.out().contains("rests on isp.example"), past.out());
        assertFalse(Files.readString(then).contains("isp.example/log#"));

        byte[] bytes = Files.readAllBytes(now);
        for (int at = 100; at < bytes.length; at += bytes.length / 12) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Path bad = Files.write(folder.resolve("bad.txt"), changed);
            assertEquals(Main.REFUSED, verify(bad).exit(), "byte " + at);
        }
    }

    /** Reports are TLP:GREEN unless told otherwise: a stranger's file has nothing of them. */
    @Test
    void aStrangersFileHasOnlyWhatEverybodyMaySee() throws Exception {
        Node desk = start(A, "NL");
        report(desk, "one", "45.80.9.9");
        Path file = folder.resolve("open.txt");
        Cli.Ran made = explain("--out", file.toString(), "--for", "stranger");
        assertEquals(0, made.exit(), made.err());
        assertTrue(
                made.out().contains("not in it, since the reader may not see them: statements, 1;"),
                made.out());
        Cli.Ran good = verify(file);
        assertEquals(0, good.exit(), good.out() + good.err());
        assertTrue(good.out().contains("is unknown, on no list"), good.out());
        assertFalse(Files.readString(file).contains("cert.example/log#"));
        assertFalse(Files.readString(file).contains("standing "), "of what is not in it");
        assertTrue(good.out().contains("by what everybody may see, and by nothing else:"));

        desk.run("claim", value("bad-campaign.com").asObject().put("marking", "clear"));
        assertEquals(0, explain("--out", file.toString(), "--for", "stranger").exit());
        Cli.Ran open = verify(file);
        assertTrue(open.out().contains("is trusted, tier score"), open.out());
        assertTrue(open.out().contains("TLP:CLEAR, as the strictest of what it encloses"));
        assertTrue(Files.readString(file).contains("standing cert.example\n"));
        assertTrue(open.out().contains("too few others cosigned: statement cert.example/log#"));
    }

    @Test
    void aCharterThatTheReaderKnowsIsCompared() throws Exception {
        Node desk = start(A, "NL");
        report(desk, "one", "45.80.9.9");
        Path file = folder.resolve("why.txt");
        assertEquals(0, explain("--out", file.toString()).exit());
        String note = desk.run("charter", Json.object()).path("note").asString();
        Path own = Files.writeString(folder.resolve("own.note"), note);
        assertEquals(0, verify(file, "--charter", own.toString()).exit());
        Node stranger = start("other.example", "FR");
        String foreign = stranger.run("charter", Json.object()).path("note").asString();
        Path theirs = Files.writeString(folder.resolve("theirs.note"), foreign);
        Cli.Ran ran = verify(file, "--charter", theirs.toString());
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.out().contains("wrong: by another charter"), ran.out());
    }

    @Test
    void whatIsNoExplanationIsSaidToBeNone() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("rubbish.txt"), "rubbish\n");
        Cli.Ran ran = verify(rubbish);
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.err().contains("neither a receipt nor an explanation"), ran.err());
        assertFalse(ran.err().contains("no Comity directory"), ran.err());

        Node desk = start(A, "NL");
        report(desk, "one", "45.80.9.9");
        Path file = folder.resolve("why.txt");
        Cli.Ran made = explain("--out", file.toString());
        assertTrue(made.out().contains("it is TLP:GREEN, as the strictest"), made.out());
        assertTrue(made.out().contains("K cannot be more: all that counts is of "), made.out());
        String good = Files.readString(file);
        Cli.Ran cut = verify(Files.writeString(file, good.substring(0, good.length() - 9)));
        assertEquals(Main.REFUSED, cut.exit());
        assertTrue(cut.err().contains("an attachment runs past the end"), cut.err());
        Cli.Ran other =
                verify(Files.writeString(file, good.replace("trusted score", "agreed block")));
        assertEquals(Main.REFUSED, other.exit());
        assertTrue(other.out().startsWith("this is not good:"), other.out());
        assertFalse(other.out().contains("not checked:"), other.out());
    }

    @Test
    void nobodySignsWhatWillBeAndUsageIsTold() throws Exception {
        Node desk = start(A, "NL");
        report(desk, "one", "45.80.9.9");
        Path file = folder.resolve("why.txt");
        Cli.Ran future = explain("--out", file.toString(), "--at", "2199-01-01T00:00:00Z");
        assertEquals(Main.REFUSED, future.exit());
        assertTrue(future.err().contains("nobody can sign what will be"), future.err());
        assertFalse(Files.exists(file));
        assertEquals(Main.USAGE, explain("--out", file.toString(), "--for", "nobody").exit());
        assertEquals(Main.USAGE, explain("--for", "stranger").exit());
        Cli.Ran nowhere = explain("--out", folder.resolve("no/such/why.txt").toString());
        assertEquals(Main.MACHINE, nowhere.exit());
        assertTrue(nowhere.err().contains("no such file or directory: "), nowhere.err());
    }

    private void report(Node node, String name, String address) throws Exception {
        Path mail = Cli.mail(folder, name, "www.bad-campaign.com", address);
        var with = Json.object().put("as", "spam");
        with.set("files", Json.array(List.of(mail)));
        node.run("import", with);
    }

    private Cli.Ran explain(String... args) {
        var all = new ArrayList<>(List.of("bad-campaign.com"));
        all.addAll(List.of(args));
        return Cli.run(directories.getFirst(), "explain", all.toArray(String[]::new));
    }

    private Cli.Ran verify(Path file, String... args) {
        var all = new ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(args));
        return Cli.run(folder.resolve("nothing-here"), "verify", all.toArray(String[]::new));
    }

    private static String level(Node desk, Instant at) throws Exception {
        JsonNode answer =
                desk.run(
                        "check",
                        values("bad-campaign.com").asObject().put("at", at.getEpochSecond()));
        return subject(answer).path("level").asString();
    }
}
