package org.comity.node;

import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** By hand: what {@link WorldMutantTest} finds red is green as long as nothing is broken. */
@Tag("long")
final class WorldSeedsTest {
    @TestFactory
    List<DynamicTest> nothingIsWrong() {
        var worlds = new WorldSeeds();
        return List.of(
                green("rubbish", worlds::withRubbish),
                green("a fork", worlds::withAFork),
                green("crashes", worlds::withCrashes),
                green("a backup", worlds::withABackup),
                green("a newcomer", worlds::withANewcomer),
                green("a removal", worlds::withARemoval),
                green("a new key", worlds::withANewKey),
                green("a stolen key", worlds::withAStolenKey),
                green("an erasure", worlds::withAnErasure));
    }

    private static DynamicTest green(String name, Executable world) {
        return DynamicTest.dynamicTest(name, () -> Assertions.assertDoesNotThrow(world));
    }
}
