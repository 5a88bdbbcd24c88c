package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import tools.jackson.databind.JsonNode;

/** What members of a world say and have erased later, wherever it went meanwhile. */
final class WorldErasures {
    private static final long MINUTE = 60_000;

    /** A word that was said, and is to be nowhere at last. */
    private final class One {
        final WorldNode by;
        final String word;
        final Set<MemberId> whom;
        List<StatementId> said = List.of();
        boolean asked;
        final Set<WorldNode> searched = new HashSet<>();

        One(WorldNode by, String word, Set<MemberId> whom) {
            this.by = by;
            this.word = word;
            this.whom = whom;
        }

        void erase() {
            if (said.isEmpty() || asked) {
                return;
            }
            by.act(node -> {
                Desk desk = node.desk();
                if (isErased(desk)) {
                    asked = true; // the answer was lost in a crash
                } else {
                    new Said(desk).erase(said, "said too much");
                    asked = true;
                }
            });
        }

        /**
         * Whoever says that it is gone has it nowhere, at once and not only when files are full.
         */
        void look(List<WorldNode> nodes) {
            for (WorldNode node : nodes) {
                if (asked && node.isHonest() && node.isUp() && !searched.contains(node)) {
                    look(node);
                }
            }
            if (searched.size() < nodes.size()) {
                in(1_000, () -> look(nodes));
            }
        }

        private void look(WorldNode node) {
            try {
                var due = new ArrayList<StatementId>();
                Desk desk = node.desk();
                desk.store().scan(RowKeys.SHRED, (key, _) -> due.add(said.getFirst()));
                if (isErased(desk) && due.isEmpty()) {
                    searched.add(node);
                    spy.searchErased(node, word);
                }
            } catch (IOException stopping) {
                in(1_000, () -> look(node));
            }
        }

        boolean isErased(Desk desk) throws IOException {
            return desk.store().value(RowKeys.erased(said.getFirst())).isPresent();
        }
    }

    private final WorldTime time;
    private final WorldSpy spy;
    private final List<One> all = new ArrayList<>();

    WorldErasures(WorldTime time, WorldSpy spy) {
        this.time = time;
        this.spy = spy;
    }

    /**
     * Says it, and erases it a while later.
     *
     * @param nodes the first says it
     * @param told with the word, whom it is for
     */
    void begin(List<WorldNode> nodes, WorldSayings.Told told, long from, long rest) {
        WorldNode by = nodes.getFirst();
        var one = new One(by, told.word(), told.whom());
        all.add(one);
        in(from, () -> by.act(node -> one.said = told.saying().by(node.desk())));
        for (long at = from + rest; at < from + rest + 60 * MINUTE; at += MINUTE) {
            in(at, one::erase);
        }
        in(from + rest, () -> one.look(nodes));
    }

    private void in(long millis, Runnable what) {
        time.in(millis, new WorldTime.Life(), what);
    }

    /** How many were asked for. */
    long asked() {
        return all.stream().filter(it -> it.asked).count();
    }

    boolean has(StatementId id) {
        return all.stream().anyMatch(it -> it.asked && it.said.contains(id));
    }

    /** What has still to come: each honest member has erased it and says so. */
    void differences(List<WorldNode> honest, List<String> found) throws IOException {
        for (One one : all) {
            if (!one.asked || !honest.contains(one.by) || isLost(one)) {
                continue;
            }
            spy.erased(one.word);
            StatementId id = one.said.getFirst();
            for (WorldNode node : honest) {
                if (node.desk().payloads().statement(id).isPresent()) {
                    found.add(node.id() + " has " + id + " though it was erased");
                }
            }
            Desk desk = one.by.desk();
            for (JsonNode asked : desk.logs().erasures().json(desk.charters().others())) {
                for (WorldNode node : honest) {
                    if (asked.path("waits_for")
                            .valueStream()
                            .anyMatch(it -> it.asString().equals(node.id().name()))) {
                        found.add(node.id() + " has not confirmed that " + id + " is erased");
                    }
                }
            }
        }
    }

    /** What a broken disk held alone no backup brings back. */
    private static boolean isLost(One one) throws IOException {
        return one.by.timesPutBack() > 0
                && (one.by.desk().logs().leaf(one.said.getFirst()).isEmpty()
                        || !one.isErased(one.by.desk()));
    }
}
