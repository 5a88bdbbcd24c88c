package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes on three machines: what is stated on both sides of a cut meets again, and who
 * lost the wire to one member gets its log through another. The machines are network namespaces.
 */
@Tag("slow")
class CutWiresTest {
    private static final int SECONDS_MAX = 240;
    @TempDir Path folder;

    @Test
    void cutOffMembersMeetAgainAndALogComesThroughAThird() throws Exception {
        String without = "";
        for (List<String> own : List.of(List.of("unshare", "-n"), List.of("unshare", "-rn"))) {
            String said = inNetworkNamespace(own);
            if (said.contains(CutWiresSteps.WIRED)) {
                System.out.println("cut wires: " + said.lines().toList().getLast());
                return;
            }
            without += String.join(" ", own) + ": " + said.strip() + "; ";
        }
        String words = "no real node was cut off from another: " + without;
        assertNotEquals("true", System.getenv("CI"), words);
        assumeTrue(false, words);
    }

    /** What the steps said; without their first words where such namespaces are refused. */
    private String inNetworkNamespace(List<String> own) throws Exception {
        Path said = folder.resolve("said");
        Path data = Files.createTempDirectory(folder.toRealPath(), "members");
        var command = new ArrayList<String>(own);
        command.addAll(List.of(BadDiskSteps.java(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(CutWiresSteps.class.getName(), data.toString()));
        Process steps;
        try {
            steps =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
        } catch (IOException absent) {
            return String.valueOf(absent.getMessage());
        }
        boolean ended = steps.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        if (!ended) {
            steps.descendants().forEach(ProcessHandle::destroyForcibly);
            steps.destroyForcibly();
        }
        String all = Files.readString(said);
        if (all.contains(CutWiresSteps.WIRED)) {
            assertEquals(0, ended ? steps.exitValue() : -1, all);
        }
        return all;
    }
}
