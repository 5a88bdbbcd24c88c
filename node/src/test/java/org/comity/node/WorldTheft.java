package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.comity.statement.MemberId;
import org.comity.tlog.TreeHead;
import tools.jackson.databind.JsonNode;

/**
 * Somebody copies a node's directory, without the member key, and the way to that node for some of
 * the others: to them he states in its name. He asks nobody anything; but they hand on what he
 * said, and where a quorum cosigns it before the member says more, it stands.
 */
final class WorldTheft {
    private static final long MINUTE = 60_000;
    private static final String VALUE = "thief-";
    private static final int VALUES = 3;

    private final WorldTime time;
    private final WorldForks forks;
    private final WorldSayings sayings;
    private final SplittableRandom random;
    private List<WorldNode> others = List.of();
    private Optional<WorldNode> owner = Optional.empty();
    private Optional<TreeHead> cosigned = Optional.empty();
    private int said;
    private boolean noticed;
    private long stands;

    WorldTheft(WorldEvents.Around around, SplittableRandom random) {
        this.time = around.time();
        this.forks = around.forks();
        this.sayings = around.sayings();
        this.random = random;
    }

    /**
     * @param all the first is the one whose key is stolen
     * @param these are shown what he says
     */
    void begin(List<WorldNode> all, Set<MemberId> these, long from, long until) {
        WorldNode owner = all.getFirst();
        others = List.copyOf(all.subList(1, all.size()));
        time.in(
                from,
                new WorldTime.Life(),
                () -> {
                    if (owner.isUp()) {
                        steal(owner, these);
                    } else if (from + MINUTE < until) {
                        begin(all, these, MINUTE, until - from);
                    }
                });
        time.in(until, new WorldTime.Life(), owner::shakeOff);
    }

    private void steal(WorldNode from, Set<MemberId> these) {
        owner = Optional.of(from);
        Log own = from.desk().logs().own();
        cosigned = Optional.of(own.tree().headAt(own.cosignedSize()));
        WorldNode thief;
        try {
            thief = from.stolen(these, copy(from.data()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        forks.add(from, thief);
        for (int at = 0; at < VALUES; at++) {
            WorldNode.Saying saying = sayings.clear(VALUE + at);
            WorldNode.Saying honest = sayings.clear("open-" + at);
            long wait = MINUTE / 4 + random.nextLong(2 * MINUTE);
            in(wait, () -> thief.act(it -> said += saying.by(it.desk()).size()));
            if (random.nextBoolean()) {
                in(wait, () -> from.say(honest));
            }
        }
        in(0, () -> look(thief));
    }

    /** Its member hears of it, from whoever was shown the other form. */
    private void look(WorldNode thief) {
        WorldNode node = owner.orElseThrow();
        if (thief.isUp()) {
            Log his = thief.desk().logs().own();
            for (WorldNode other : others) {
                Optional<Log> log =
                        other.isUp() ? other.desk().logs().log(his.origin()) : Optional.empty();
                if (log.isPresent() && his.holds(log.get().tree().head())) {
                    stands = Math.max(stands, log.get().cosignedSize());
                }
            }
        }
        if (node.isUp()) {
            LogBook logs = node.desk().logs();
            noticed |=
                    !node.desk().ledger().heads().history().isNewest()
                            || !logs.faults().of(logs.own()).isEmpty();
        }
        in(MINUTE / 6, () -> look(thief));
    }

    private void in(long millis, Runnable what) {
        time.in(millis, new WorldTime.Life(), what);
    }

    /** He waits for nobody's word. */
    private static Path copy(Path data) throws IOException {
        Path to =
                Files.createDirectories(data.resolveSibling("stolen")).resolve(data.getFileName());
        try (var all = Files.walk(data)) {
            for (Path file : all.toList()) {
                Files.copy(
                        file,
                        to.resolve(data.relativize(file)),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Path config = Desk.configFile(to);
        String text = Files.readString(config);
        Files.writeString(
                config, text.replace("[exchange]", "[exchange]\nstart-alone-after = \"1s\""));
        Files.delete(to.resolve("keys/member.seed"));
        return to;
    }

    boolean isOf(WorldNode node) {
        return owner.filter(node::equals).isPresent();
    }

    /**
     * Under the new key the log goes on from what a quorum had cosigned; else nothing of his
     * counts.
     */
    List<String> wrong(WorldNode node) throws IOException {
        var wrong = new ArrayList<String>();
        if (owner.isEmpty()) {
            return wrong;
        }
        String origin = owner.get().id() + "/log";
        if (forks.seen().contains(origin) && !noticed) {
            wrong.add(owner.get().id() + " does not notice that somebody has its key");
        }
        if (!node.desk().logs().log(origin).orElseThrow().holds(cosigned.orElseThrow())) {
            wrong.add(node.id() + " lacks what was cosigned of " + origin + " before the theft");
        }
        var asked = Json.object();
        var values = asked.putArray("values");
        for (int at = 0; at < VALUES; at++) {
            values.add(VALUE + at + ".com");
        }
        for (JsonNode subject : node.node().run("check", asked).path("subjects")) {
            for (JsonNode claim : subject.path("claims")) {
                String id = claim.path("statement").asString();
                if (Long.parseLong(id.substring(id.indexOf('#') + 1)) >= stands) {
                    wrong.add(node.id() + " believes the thief: " + subject);
                }
            }
        }
        return wrong;
    }

    @Override
    public String toString() {
        return owner.map(it ->
                        "the key of "
                                + it.id()
                                + " stolen, "
                                + said
                                + " said with it, up to "
                                + stands
                                + " cosigned, ")
                .orElse("");
    }
}
