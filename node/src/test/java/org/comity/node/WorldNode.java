package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.comity.exchange.WitnessRequest;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** A member's machine in a world: its disk, and the processes that run on it one after another. */
final class WorldNode {
    private static final long BEGIN = Instant.parse("2026-01-05T10:00:00Z").getEpochSecond();
    private static final int DOWN_MILLIS_MAX = 120_000;
    private static final int LOOK_MILLIS = 2_000;
    private static final int RECOVERED_TIMES_MAX = 8;

    private final WorldTime time;
    private final WorldNet net;
    private final SplittableRandom random;
    private final Path data;
    private final MemberId id;
    private final WorldManner manner;
    private final List<StatementId> promised = new ArrayList<>();
    private final Set<TreeHead> shown = new LinkedHashSet<>();
    private final Map<String, Set<TreeHead>> cosigned = new TreeMap<>();
    private final long clockOffSeconds;
    private Optional<WorldNode> twin = Optional.empty();
    private Set<MemberId> shownTwin = Set.of();
    private SimulatedStore disk;
    private WorldTime.Life life = new WorldTime.Life();
    private Node node;
    private NodeRoutes routes;
    private WorldWriter writer;
    private int crashes;
    private int timesPutBack;
    private boolean recovered;
    private boolean asks = true;
    private String lastFailure = "";
    private Predicate<WorldNode> mayStart = _ -> true;

    /** What a machine stands in. */
    record Place(WorldTime time, WorldNet net, SplittableRandom random) {}

    WorldNode(Place place, Path data, WorldManner manner, SimulatedStore disk) {
        this.time = place.time();
        this.net = place.net();
        this.random = place.random();
        this.data = data;
        this.id = new MemberId(data.getFileName().toString());
        this.manner = manner;
        this.disk = disk;
        this.clockOffSeconds = random.nextInt(41) - 20;
    }

    MemberId id() {
        return id;
    }

    String address() {
        return "192.0.2." + (1 + Integer.parseInt(id.name(), 1, id.name().indexOf('.'), 10));
    }

    boolean isUp() {
        return routes != null && !life.isOver();
    }

    WorldTime.Life life() {
        return life;
    }

    SimulatedStore disk() {
        return disk;
    }

    Node node() {
        return node;
    }

    Desk desk() {
        return node.desk();
    }

    List<StatementId> promised() {
        return promised;
    }

    int timesPutBack() {
        return timesPutBack;
    }

    int crashes() {
        return crashes;
    }

    boolean isHonest() {
        return manner.isHonest();
    }

    WorldManner manner() {
        return manner;
    }

    /** The process begins, and with it another life. */
    void start() {
        var its = new WorldTime.Life();
        life = its;
        routes = null;
        if (!mayStart.test(this)) {
            return;
        }
        var machine =
                new Machine(
                        clock(),
                        new SeededRandom(random.nextLong()),
                        steps -> {
                            writer = new WorldWriter(steps, time, its, random.split());
                            return writer;
                        },
                        disk::guard,
                        new WorldPace(time, its, random.split()),
                        net.wire(this, its));
        time.in(1, its, () -> begin(machine));
    }

    InstantSource clock() {
        return () -> Instant.ofEpochMilli(1_000 * (BEGIN + clockOffSeconds) + time.now());
    }

    /** From now on its operator looks at the directory before each start. */
    void checkedBefore(Predicate<WorldNode> mayStart) {
        this.mayStart = mayStart;
    }

    private void begin(Machine machine) {
        try {
            node = Node.of(Desk.open(data, Desk.config(data), disk.open(), machine));
            node.begin();
            routes = node.routes();
            node.goOn();
            node.startClock();
            look(life);
        } catch (IOException | RuntimeException failed) { // as a process that does not start
            failed(failed);
            crash();
        }
    }

    /** From now on there are two that go by its name; these members see the other. */
    WorldNode fork(Set<MemberId> these) {
        var place = new Place(time, net, random.split());
        var other = new WorldNode(place, data, manner, disk.copy(random));
        twin = Optional.of(other);
        shownTwin = these;
        other.start();
        return other;
    }

    /**
     * Somebody runs a copy of it on a machine of his own, and these members reach him in its place.
     */
    WorldNode stolen(Set<MemberId> these, Path copy) {
        var place = new Place(time, net, random.split());
        var manner = new WorldManner(WorldManner.Kind.FORKS, random.split());
        var thief = new WorldNode(place, copy, manner, disk.copy(random));
        thief.asks = false;
        twin = Optional.of(thief);
        shownTwin = these;
        thief.start();
        return thief;
    }

    /** All reach this machine again. */
    void shakeOff() {
        twin.ifPresent(it -> time.end(it.life));
        shownTwin = Set.of();
    }

    /** Whether it asks others anything. */
    boolean asks() {
        return asks;
    }

    Path data() {
        return data;
    }

    Optional<WorldNode> twin() {
        return twin;
    }

    /** Which of the two one sees. */
    WorldNode face(WorldNode from) {
        return twin.isPresent() && shownTwin.contains(from.id()) ? twin.get() : this;
    }

    /** The machine is as it was then: a backup was put back, which its member knows. */
    void putBack(SimulatedStore backup) {
        time.end(life);
        routes = null;
        disk = backup;
        try (Store store = disk.open()) {
            store.commit(List.of(new Change.Put(HistoryCheck.RESTORED, Bytes.EMPTY)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        timesPutBack++;
        recovered = false;
        start();
        recoverIn(60_000, 1);
    }

    /** What its operator does then, until nothing is lacking or it has been tried often enough. */
    private void recoverIn(long millis, int times) {
        time.in(
                millis,
                new WorldTime.Life(),
                () -> {
                    if (!recovered && times < RECOVERED_TIMES_MAX) {
                        if (isUp()) {
                            recover(times > 2);
                        }
                        recoverIn(millis, times + 1);
                    }
                });
    }

    void recover(boolean anyway) {
        time.in(
                0,
                life,
                () -> {
                    try {
                        var answer = node.new Live().recover(Json.object().put("anyway", anyway));
                        recovered =
                                answer.path("payloads_missing").isEmpty()
                                        && answer.path("may_lack").isEmpty();
                    } catch (IOException | Refusal notNow) {
                        failed(notNow);
                    }
                });
    }

    /** As whoever watches over a process does: one that ended is begun again. */
    private void look(WorldTime.Life its) {
        if (node.health().path("status").asString().equals("failing")) {
            crash();
        } else {
            time.in(LOOK_MILLIS, its, () -> look(its));
        }
    }

    /** The machine stops where it is; a while later it begins again. */
    void crash() {
        crashes++;
        time.end(life);
        routes = null;
        disk = random.nextBoolean() ? disk.afterPowerLoss(random) : disk.afterProcessDeath(random);
        life = new WorldTime.Life();
        time.in(1_000 + random.nextInt(DOWN_MILLIS_MAX), life, this::start);
    }

    /** One of its next writes fails, and the process ends of it. */
    void failSoon() {
        disk.failIn(1 + random.nextInt(60), random.nextBoolean());
    }

    /** Somebody says something here; it is promised once it is acknowledged. */
    interface Saying {
        List<StatementId> by(Desk desk) throws IOException;
    }

    void say(Saying saying) {
        act(it -> promised.addAll(saying.by(it.desk())));
    }

    /** What people do at a running node. */
    interface Act {
        void on(Node node) throws IOException;
    }

    /** Does it if the node is up; what is refused is not done. */
    void act(Act act) {
        if (!isUp()) {
            return;
        }
        time.in(
                0,
                life,
                () -> {
                    try {
                        act.on(node);
                    } catch (IOException | Refusal notNow) {
                        failed(notNow);
                    }
                });
    }

    private void failed(Exception why) {
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        lastFailure = root.toString();
    }

    String lastFailure() {
        return lastFailure;
    }

    Wire.Reply answer(HttpServer.Asked asked, WorldNode from) {
        try {
            HttpServer.Answered answered = answered(manner.asked(asked, from));
            var honest = new Wire.Reply(answered.status(), answered.body());
            if (isHonest() && asked.path().equals("/log/" + id + "/checkpoint")) {
                note(answered.body());
            }
            if (asked.path().endsWith("/add-checkpoint") && answered.status() == 200) {
                WitnessRequest.parse(asked.body())
                        .then(it -> Checkpoint.parse(it.checkpoint().text()))
                        .optional()
                        .ifPresent(it ->
                                cosigned.computeIfAbsent(it.origin(), _ -> new LinkedHashSet<>())
                                        .add(it.head()));
            }
            return manner.answered(asked, honest);
        } catch (IOException failed) {
            return new Wire.Reply(500, Bytes.EMPTY);
        }
    }

    private HttpServer.Answered answered(HttpServer.Asked asked) throws IOException {
        int most = routes.bodyBytesMax(asked.method(), asked.path());
        return asked.body().length() > most
                ? HttpServer.Answered.text(413, "too much")
                : HttpServer.answered(routes, asked);
    }

    /** What was once shown must not be taken back. */
    private void note(Bytes checkpoint) {
        if (Note.parse(checkpoint).then(it -> Checkpoint.parse(it.text()))
                instanceof Checked.Good<Checkpoint>(Checkpoint good)) {
            shown.add(good.head());
        }
    }

    /** What it cosigned of each log. */
    Map<String, Set<TreeHead>> cosigned() {
        return cosigned;
    }

    Set<TreeHead> shown() {
        return shown;
    }

    int waitedMost() {
        return writer.waitedMost;
    }
}
