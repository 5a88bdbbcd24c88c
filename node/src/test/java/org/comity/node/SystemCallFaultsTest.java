package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real node, of which each system call that changes its directory fails once, or is the last: the
 * call is not done and the node is told EIO or ENOSPC, or it is killed there. After each, {@code
 * check-data} passes, what was acknowledged is there, what was erased is not, no head that was
 * shown was forked, and the next start goes on. A first run lists the calls; {@code -Dfaults=all}
 * goes through all of them, a build through some of each kind.
 */
@Tag("slow")
class SystemCallFaultsTest extends FoundedNodes {
    private static final List<String> HOW = List.of("error=EIO", "error=ENOSPC", "signal=KILL");
    private static final long SEED = Long.getLong("seed", 1);
    private static final String FAULTS = System.getProperty("faults", "6");
    private static final MemberId SELF = new MemberId("desk.example");
    private static final int QUIET_MILLIS = 400;

    /** How long a call may take to come after it was asked for, and a node to end after it. */
    private static final int FAULT_MILLIS_MAX = 2_000;

    private record Fault(int act, SystemCalls.Call call, String how) {
        @Override
        public String toString() {
            return ACTS.get(act).name() + ": " + call + ": " + how;
        }
    }

    /** What the node is asked for; each act is a window in which calls fail. */
    private record Act(String name, Step step) {
        interface Step {
            void run(Life life) throws IOException, InterruptedException;
        }
    }

    private static final List<Act> ACTS =
            List.of(
                    new Act("first statement and head", Life::state),
                    new Act("statement and head", Life::stateInAnotherSecond),
                    new Act("erasing", Life::erase),
                    new Act("two answers of a witness", Life::witness),
                    new Act("stopping", Life::stop));

    private Path fresh = Path.of("");
    private int lives;

    @BeforeEach
    void prepare() throws Exception {
        Logs.quiet();
        folder = folder.toRealPath(); // as the system names its files
        Optional<String> without = SystemCalls.unavailable(folder);
        if (without.isPresent()) {
            String words = "no system call was made to fail: " + without.get();
            assertNotEquals("true", System.getenv("CI"), words);
            assumeTrue(false, words);
        }
        directories("desk.example");
        absent(AskingOwner.NAME);
        found();
        fresh = directories.getFirst();
    }

    @Test
    void afterAnySystemCallThatFailsTheDataIsSoundAndNothingAcknowledgedIsMissing()
            throws Exception {
        List<List<SystemCalls.Call>> seen = record();
        List<Fault> all = faults(seen);
        List<Fault> chosen =
                FAULTS.equals("all")
                        ? all
                        : all.subList(0, Math.min(all.size(), Integer.parseInt(FAULTS)));
        int reached = 0;
        var unsound = new ArrayList<String>();
        for (Fault fault : chosen) {
            try {
                boolean came = let(fault);
                reached += came ? 1 : 0;
                if (!came) {
                    System.out.println("did not come about: " + fault);
                }
            } catch (AssertionError | IOException found) {
                unsound.add(fault + ": " + found);
                System.out.println(unsound.getLast());
            }
        }
        var sizes = new LinkedHashMap<String, Integer>();
        for (int act = 0; act < ACTS.size(); act++) {
            sizes.put(ACTS.get(act).name(), seen.get(act).size());
        }
        System.out.printf(
                "system calls seen: %s; of %d faults %d were tried and %d came about, %d did"
                        + " harm; seed %d%n",
                sizes, all.size(), chosen.size(), reached, unsound.size(), SEED);
        assertEquals(List.of(), unsound);
        assertTrue(reached > chosen.size() * 9 / 10, "only " + reached + " came about");
    }

    /** The calls of each act. */
    private List<List<SystemCalls.Call>> record() throws Exception {
        var seen = new ArrayList<List<SystemCalls.Call>>();
        try (var life = new Life()) {
            for (Act act : ACTS) {
                try (var calls = SystemCalls.seen(life.node.pid(), life.data)) {
                    act.step().run(life);
                    seen.add(calls.quiet(QUIET_MILLIS));
                }
                assertFalse(seen.getLast().isEmpty(), act.name());
            }
            life.assertSound("without a fault");
        }
        return seen;
    }

    /** In an order in which any beginning has something of each act and each kind of fault. */
    private static List<Fault> faults(List<List<SystemCalls.Call>> seen) {
        var groups = new ArrayList<List<Fault>>();
        var random = new Random(SEED);
        for (int at = 0; at < HOW.size() * ACTS.size(); at++) {
            int act = at % ACTS.size();
            String how = HOW.get((act + at / ACTS.size()) % HOW.size());
            var group = new ArrayList<Fault>();
            for (SystemCalls.Call call : seen.get(act)) {
                group.add(new Fault(act, call, how));
            }
            Collections.shuffle(group, random);
            groups.add(group);
        }
        var all = new ArrayList<Fault>();
        for (int at = 0; groups.stream().anyMatch(it -> !it.isEmpty()); at++) {
            List<Fault> group = groups.get(at % groups.size());
            if (!group.isEmpty()) {
                all.add(group.removeLast());
            }
        }
        return all;
    }

    /** Whether the call came. */
    private boolean let(Fault fault) throws Exception {
        try (var life = new Life()) {
            for (int act = 0; act < fault.act(); act++) {
                ACTS.get(act).step().run(life);
            }
            boolean came;
            try (var calls =
                    SystemCalls.failing(life.node.pid(), life.data, fault.call(), fault.how())) {
                ACTS.get(fault.act()).step().run(life);
                came = calls.failed(FAULT_MILLIS_MAX);
                if (came && !life.node.ends(FAULT_MILLIS_MAX)) {
                    life.state(); // a fault that it goes on after
                }
            }
            if (life.node.isAlive()) {
                life.stop();
            }
            life.assertSound(fault.toString());
            return came;
        }
    }

    /** One node in a directory of its own, and what it acknowledged and showed. */
    private final class Life implements AutoCloseable {
        private final Path data = folder.resolve("life-" + ++lives);
        private final NodeProcess node;
        private final HttpClient http = HttpClient.newHttpClient();
        private final String url;
        private final AskingOwner owner;
        private final List<StatementId> acknowledged = new ArrayList<>();
        private final List<TreeHead> shown = new ArrayList<>();
        private Optional<StatementId> erasing = Optional.empty();
        private boolean erased;
        private boolean asked;
        private int stated;

        Life() throws IOException {
            OwnHistoryTest.copyTree(fresh, data);
            url = Desk.config(data).http().url();
            VerifierKey witness = NodeKeys.open(SELF, data).witness().verifierKey();
            owner = new AskingOwner(url, witness);
            node = NodeProcess.start(List.of(), data, "--start-alone");
        }

        void state() {
            if (!node.isAlive()) {
                return; // else the command would work on the directory
            }
            Cli.Ran ran = Cli.run(data, "claim", "bad-" + stated++ + ".com", "--json");
            if (ran.exit() == 0) {
                String id = Json.parse(ran.out()).path("statements").path(0).asString();
                acknowledged.add(StatementId.parse(id).orThrow());
            }
            look();
        }

        void stateInAnotherSecond() {
            inAnotherSecond();
            state();
        }

        /** A head is remembered outside the store only once a second. */
        private void inAnotherSecond() {
            long now = System.currentTimeMillis();
            LockSupport.parkUntil((now / 1_000 + 1) * 1_000 + 1);
        }

        void erase() {
            if (acknowledged.isEmpty() || !node.isAlive()) {
                return;
            }
            inAnotherSecond();
            erasing = Optional.of(acknowledged.removeFirst());
            Cli.Ran ran = Cli.run(data, "erase", erasing.get().toString());
            erased = ran.exit() == 0;
            look();
        }

        void witness() throws IOException, InterruptedException {
            asked = true;
            if (owner.askForMore()) {
                boolean _ = owner.askForMore();
            }
        }

        void stop() throws IOException, InterruptedException {
            node.stop();
        }

        /** The head that it shows, if it still shows one. */
        private void look() {
            var asked = HttpRequest.newBuilder(URI.create(url + "/log/desk.example/checkpoint"));
            try {
                HttpResponse<byte[]> answer =
                        http.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    String text = Note.parse(Bytes.of(answer.body())).orThrow().text();
                    shown.add(Checkpoint.parse(text).orThrow().head());
                }
            } catch (IOException ended) {
                return; // it shows nothing any more
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        /** As it lies there, and after another start. */
        void assertSound(String fault) throws IOException, InterruptedException {
            Cli.Ran before = Cli.run(data, "check-data");
            assertEquals(0, before.exit(), () -> fault + "\n" + before.out() + before.err());
            Cli.Ran after = Cli.run(data, "claim", "bad-afterwards.com");
            assertEquals(0, after.exit(), () -> fault + "\n" + after.err());
            try (Desk desk = Desk.open(data, InstantSource.system())) {
                desk.recover();
                for (StatementId id : acknowledged) {
                    assertTrue(desk.payloads().statement(id).isPresent(), fault + ": lost " + id);
                }
                if (erased) {
                    assertTrue(
                            desk.payloads().statement(erasing.orElseThrow()).isEmpty(),
                            fault + ": still there");
                }
                for (TreeHead head : shown) {
                    assertTrue(BeforeSigning.holds(desk.logs().own(), head), fault + ": forked");
                }
                DataCheck.Outcome outcome = DataCheck.of(desk, _ -> {});
                assertTrue(outcome.isGood(), () -> fault + outcome.findings());
            }
            if (asked) {
                try (Node again = Node.start(data, InstantSource.system())) {
                    again.startAlone();
                    owner.assertKept(fault);
                }
            }
        }

        @Override
        public void close() throws IOException {
            node.close();
            http.close();
            owner.close();
            DemoCommand.deleteTree(data);
        }
    }
}
