package org.comity.node;

import static org.comity.charter.Mutant.passes;
import static org.comity.charter.Mutant.returns;
import static org.comity.charter.Mutant.takes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Held;
import org.comity.charter.Mutant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the world is for: production code that is broken on purpose, in memory, and seen. Each break
 * turns a world red that is green without it.
 */
final class WorldMutantTest {
    private static final String ROOMS = "org.comity.";

    static final List<Held> TABLE =
            List.of(
                    held(
                            returns(
                                    "a payload goes only to whom may see it",
                                    "node.Payloads",
                                    "maySee",
                                    1),
                            "withCrashes"),
                    held(
                            takes(
                                    "what is acknowledged was forced to the disk",
                                    "store.Journal.append",
                                    "force",
                                    0),
                            "withCrashes"),
                    held(
                            takes(
                                    "entries must give the root that was signed",
                                    "exchange.LogFollower.verify",
                                    "equals",
                                    1),
                            "withRubbish"),
                    held(
                            passes(
                                    "a tree that does not go on from another is a fork",
                                    "exchange.ForkSearch",
                                    "result",
                                    1),
                            "withAFork"),
                    held(
                            returns(
                                    "a backup states nothing before it has what it lacks",
                                    "node.OwnHistory",
                                    "requireNewest",
                                    0),
                            "withABackup"),
                    held(
                            returns(
                                    "anchors are read anew under a new charter",
                                    "node.AnchorsAnew",
                                    "read",
                                    0),
                            "withANewcomer"),
                    held(
                            takes(
                                    "who is left out goes by no charter without itself",
                                    "node.CharterBook.amend",
                                    "isEmpty",
                                    0),
                            "withARemoval"),
                    held(
                            returns(
                                    "a node takes the key that the charter lists",
                                    "node.NodeKeys",
                                    "settle",
                                    0),
                            "withANewKey"),
                    held(
                            returns(
                                    "what its author erases all erase",
                                    "node.Controls",
                                    "forget",
                                    0),
                            "withAnErasure"),
                    held(
                            takes(
                                    "what is erased leaves the disk before anybody says so",
                                    "store.Engine.compact",
                                    "trim",
                                    0),
                            "withAnErasure"));

    private static Held held(Mutant mutant, String worlds) {
        return new Held(mutant, "node.WorldSeeds", worlds);
    }

    /** In each build. */
    private static final int FIRST = 6;

    @Test
    @Tag("slow")
    void theFirstBreaksAreSeen() throws ReflectiveOperationException {
        areSeen(TABLE.subList(0, FIRST));
    }

    /** By hand: three quarters of a minute each on a slow machine. */
    @Test
    @Tag("long")
    void theOthersAreSeen() throws ReflectiveOperationException {
        areSeen(TABLE.subList(FIRST, TABLE.size()));
    }

    private static void areSeen(List<Held> breaks) throws ReflectiveOperationException {
        var unseen = new ArrayList<String>();
        for (Held each : breaks) {
            long begin = System.nanoTime();
            boolean seen = each.mutant().isSeenIn(ROOMS, each.testClass(), each.testMethod());
            System.out.println(
                    (seen ? "seen: " : "NOT SEEN: ")
                            + each.mutant().clause()
                            + ", "
                            + each.testMethod()
                            + ", "
                            + (System.nanoTime() - begin) / 1_000_000
                            + " ms");
            if (!seen) {
                unseen.add(each.mutant().clause());
            }
        }
        assertEquals(List.of(), unseen);
    }
}
