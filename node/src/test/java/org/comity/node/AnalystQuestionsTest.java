package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions of views/README.md, asked as they stand there, have the answers that it shows. */
@Tag("slow")
class AnalystQuestionsTest {
    @TempDir Path folder;

    @Test
    void theReadmeOfViewsShowsWhatTheCommandsAnswer() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path shared = shared();
        Cli.Ran attack =
                Cli.run(
                        data,
                        "import",
                        shared.resolve("attack-enterprise-stix21.json.gz").toString(),
                        "--source",
                        "attack.mitre.org");
        assertTrue(attack.out().startsWith("24771 reported"), attack.out() + attack.err());
        Cli.Ran list = Cli.run(data, "import", shared.resolve("blackbook.csv").toString());
        assertTrue(list.out().contains("18151 claims"), list.out() + list.err());
        Path mail = Cli.mail(folder, "invoice", "www.acera.co.uk", "45.80.9.9");
        assertEquals(0, Cli.run(data, "import", mail.toString(), "--as", "spam").exit());
        List<String> readme = Files.readAllLines(readme());
        int asked = 0;
        String answer = "";
        for (String line : readme.subList(readme.indexOf("```text") + 1, readme.size())) {
            if (line.startsWith("$ comity ")) {
                asked++;
                answer = answer(data, line.substring("$ comity ".length()));
            } else if (line.equals("```")) {
                break;
            } else {
                for (String part : line.split("\\.\\.\\.", -1)) {
                    assertTrue(answer.contains(part), part + "\n" + answer);
                }
            }
        }
        assertEquals(5, asked);
    }

    private static String answer(Path data, String typed) {
        List<String> words =
                Pattern.compile("\"([^\"]*)\"|\\S+")
                        .matcher(typed)
                        .results()
                        .map(it -> it.group(1) == null ? it.group() : it.group(1))
                        .toList();
        Cli.Ran ran =
                Cli.run(
                        data,
                        words.getFirst(),
                        words.subList(1, words.size()).toArray(String[]::new));
        return ran.out();
    }

    private static Path readme() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("views/README.md"))) {
                return at.resolve("views/README.md");
            }
        }
        throw new IllegalStateException("no README of views");
    }

    private static Path shared() {
        String named = System.getenv("COMITY_SHARED");
        if (named != null) {
            return Path.of(named).resolve("data");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data");
            }
        }
        String missing = "no folder shared: the questions were not asked";
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        return Assumptions.abort(missing);
    }
}
