package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.comity.exchange.Step;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node that is fed the same statements in whatever order, batches and doubles, with restarts in
 * between and a rebuild after it, says the same of itself byte by byte.
 */
class AnyOrderTest extends VotingNodes {
    private static final int TRIALS = 12;
    private volatile Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final InstantSource clock = () -> now;

    @Override
    Node start(String member, String country) throws IOException {
        return start(member, country, clock);
    }

    /** One log as it stood in the end. */
    private record Told(Note head, List<Bytes> leaves, TreeMap<Long, Statement> statements) {
        Step.Advanced part(int from, int until) {
            var reached = new TreeHead(until, Hash.ZERO);
            return new Step.Advanced(head, reached, leaves.subList(from, until), from);
        }
    }

    @Test
    void whatANodeSaysFollowsFromTheStatementsAlone() throws Exception {
        List<Node> all = new ArrayList<>(exchange("cert.example", "isp.example", "bank.example"));
        settle(all);
        all.get(2).close();
        Path early = copy(directories.get(2), "early");
        all.set(2, Node.start(directories.get(2), clock));
        nodes.set(2, all.get(2));
        long before = all.get(2).desk().logs().own().tree().size();

        speak(all.get(0), all.get(1));
        inStep(all);
        assertEquals(before, all.get(2).desk().logs().own().tree().size(), "the reader spoke");
        var told = new TreeMap<String, Told>();
        for (Node speaker : all.subList(0, 2)) {
            Log log = speaker.desk().logs().own();
            told.put(log.origin(), told(all.get(2).desk(), log.origin()));
        }
        now = now.plusSeconds(60);
        for (Node node : all) {
            node.close();
        }
        nodes.clear();
        String lived = said(directories.get(2));
        assertTrue(lived.contains("list exchange "), lived);
        for (int seed = 1; seed <= TRIALS; seed++) {
            Path data = copy(early, "fed-" + seed);
            var random = new SplittableRandom(seed);
            assertEquals(lived, feed(data, told, random), "as it was fed, seed " + seed);
            if (random.nextBoolean()) {
                try (Desk desk = Desk.open(data, clock)) {
                    desk.recover();
                    desk.writer().callLong(() -> Rebuild.run(desk));
                }
            }
            assertEquals(lived, said(data), "seed " + seed);
        }
    }

    private void speak(Node a, Node b) throws Exception {
        for (int at = 0; at < 8; at++) {
            String host = "www.campaign-" + at % 5 + ".com";
            take(at % 2 == 0 ? a : b, Cli.mail(folder, "m" + at, host, "45.80.9." + at));
        }
        b.run("claim", value("campaign-1.com"));
        a.run("claim", value("campaign-2.com").asObject().put("benign", true));
        b.run("claim", value("campaign-3.com").asObject().put("benign", true));
        b.run("retract", value("campaign-3.com"));
        a.run("claim", value("campaign-4.com"));
        a.run("retract", value("campaign-4.com"));
        ObjectNode motion = value("campaign-0.com").asObject().put("stance", "benign");
        motion.put("reason", "a shop").put("until", now.getEpochSecond() + 86_400);
        String moved = a.run("motion", motion).path("motion").asString();
        await(b, "motion-list", NONE, it -> !it.path("motions").isEmpty());
        b.run("motion-vote", Json.object().put("motion", moved).put("vote", "for"));
    }

    private static Told told(Desk desk, String origin) throws IOException {
        Log log = desk.logs().log(origin).orElseThrow();
        var leaves = new ArrayList<Bytes>();
        var statements = new TreeMap<Long, Statement>();
        for (long at = 0; at < log.tree().size(); at++) {
            var id = new StatementId(origin, at);
            leaves.add(desk.logs().leaf(id).orElseThrow().bytes());
            statements.put(at, desk.payloads().statement(id).orElseThrow());
        }
        return new Told(log.checkpoint().orElseThrow(), leaves, statements);
    }

    /** All of it, somehow; what the node says then. */
    private String feed(Path data, TreeMap<String, Told> told, RandomGenerator random)
            throws IOException {
        Desk desk = open(data);
        try {
            var missing = new ArrayList<StatementId>();
            var kept = new ArrayList<StatementId>();
            while (true) {
                List<Log> behind =
                        desk.logs().all().stream()
                                .filter(it -> told.containsKey(it.origin()))
                                .filter(it -> it.tree().size() < size(told, it))
                                .toList();
                if (behind.isEmpty() && missing.isEmpty()) {
                    break;
                }
                if (random.nextInt(8) == 0) {
                    desk.close();
                    desk = open(data);
                } else if (!behind.isEmpty() && (missing.isEmpty() || random.nextInt(3) == 0)) {
                    Log log = behind.get(random.nextInt(behind.size()));
                    missing.addAll(accept(desk, log, told.get(log.origin()), random));
                } else {
                    StatementId next = missing.remove(random.nextInt(missing.size()));
                    kept.add(next);
                    keep(desk, next, told);
                    keep(desk, kept.get(random.nextInt(kept.size())), told); // once more
                }
            }
            for (Told one : told.values()) {
                cosigned(desk, one);
                cosigned(desk, one);
            }
            return said(desk);
        } finally {
            desk.close();
        }
    }

    private Desk open(Path data) throws IOException {
        Desk desk = Desk.open(data, clock);
        desk.recover();
        desk.loadLists(desk.config().lists());
        return desk;
    }

    private static long size(TreeMap<String, Told> told, Log log) {
        return told.get(log.origin()).leaves().size();
    }

    private static List<StatementId> accept(Desk desk, Log log, Told told, RandomGenerator random)
            throws IOException {
        int from = (int) log.tree().size();
        int until = Math.min(told.leaves().size(), from + 1 + random.nextInt(5));
        return desk.writer()
                .call(() -> {
                    desk.ledger().accept(log, told.part(from, until));
                    var ids = new ArrayList<StatementId>();
                    for (int at = from; at < until; at++) {
                        ids.add(new StatementId(log.origin(), at));
                    }
                    return ids;
                });
    }

    private static void keep(Desk desk, StatementId id, TreeMap<String, Told> told)
            throws IOException {
        Log log = desk.logs().log(id.origin()).orElseThrow();
        Statement statement = told.get(id.origin()).statements().get(id.index());
        desk.writer()
                .call(() -> {
                    desk.ledger().keep(log, Ledger.fold(log.author(), id, statement));
                    return true;
                });
    }

    private static void cosigned(Desk desk, Told told) throws IOException {
        String origin = told.head().text().lines().findFirst().orElseThrow();
        Log log = desk.logs().log(origin).orElseThrow();
        desk.writer()
                .call(() -> {
                    desk.ledger().heads().cosigned(log, told.head());
                    return true;
                });
    }

    private String said(Path data) throws IOException {
        Desk desk = open(data);
        try {
            return said(desk);
        } finally {
            desk.close();
        }
    }

    /** The list's root, the heads, who is in standing. */
    private String said(Desk desk) throws IOException {
        return desk.writer()
                .callLong(() -> {
                    assertEquals(List.of(), DataCheck.of(desk, _ -> {}).findings());
                    return Communiques.of(desk, desk.lists(), now.getEpochSecond()).body();
                });
    }

    private Path copy(Path from, String name) throws IOException {
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
