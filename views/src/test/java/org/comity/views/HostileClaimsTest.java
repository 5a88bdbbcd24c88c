package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 200,000 claims that cost as much as can be, in a process of its own whose heap is small in
 * proportion; two million with {@code -Dmails=62500 -Dheap=400m}.
 */
@Tag("slow")
class HostileClaimsTest {
    @Test
    void allSignsStandTogetherInAllMails() throws IOException, InterruptedException {
        answer("shared");
    }

    @Test
    void groupsMeetAgainAndAgain() throws IOException, InterruptedException {
        answer("meeting");
    }

    @Test
    void noTwoNamesAreTheSame() throws IOException, InterruptedException {
        answer("distinct");
    }

    @Test
    void textsAreInTheWayOfAllOthersAndAlikeToNone() throws IOException, InterruptedException {
        answer("texts");
    }

    private static void answer(String sort) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + System.getProperty("heap", "48m"),
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HostileClaims.class.getName(),
                                System.getProperty("mails", "6250"),
                                sort)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(sort + ": " + said);
        assertEquals(0, process.waitFor(), said);
    }
}
