package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalystQuestionsTest {
    @TempDir Path folder;

    @Test
    void x() throws IOException {
        Path shared = shared();
        Path data = Cli.init(folder, "desk.example", "NL");
        long t = System.nanoTime();
        for (List<String> one :
                List.of(
                        List.of(
                                "import",
                                shared.resolve("attack-enterprise-stix21.json.gz").toString(),
                                "--source",
                                "attack.mitre.org",
                                "--marking",
                                "TLP:CLEAR"),
                        List.of(
                                "import",
                                shared.resolve("blackbook.csv").toString(),
                                "--source",
                                "blackbook"),
                        List.of("check-data"),
                        List.of("trace", "APT29", "--hops", "1"),
                        List.of("trace", "--from", "APT28", "--to", "APT29"),
                        List.of("trace", "--from", "emotet", "--to", "lokibot"),
                        List.of("trace", "emotet", "--hops", "1"),
                        List.of("trace", "--from", "pony", "--to", "lokibot"),
                        List.of("trace", "--from", "trickbot", "--to", "Wizard Spider"),
                        List.of("trace", "--from", "Indrik Spider", "--to", "emotet"),
                        List.of("trace", "S0154", "--hops", "1"),
                        List.of("trace", "statsrvv.com", "--hops", "2"))) {
            Cli.Ran ran =
                    Cli.run(
                            data,
                            one.getFirst(),
                            one.subList(1, one.size()).toArray(String[]::new));
            System.out.println(
                    "$ "
                            + one
                            + " "
                            + (System.nanoTime() - t) / 1_000_000
                            + " ms exit "
                            + ran.exit());
            t = System.nanoTime();
            String out = ran.out();
            System.out.println(
                    out.length() > 4000
                            ? out.substring(0, 4000)
                                    + "..."
                                    + out.lines().count()
                                    + " lines\n"
                                    + out.substring(out.length() - 600)
                            : out);
            System.out.println(ran.err());
        }
    }

    private static Path shared() {
        String named = System.getenv("COMITY_SHARED");
        return Path.of(named).resolve("data");
    }
}
