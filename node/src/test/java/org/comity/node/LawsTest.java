package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of laws, attacks and clauses names tests that exist, and for every property one. */
final class LawsTest {
    private static final String PAGE = "docs/laws.md";
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+Test)\\.(\\w+)`");

    @Test
    void everyTestThatIsNamedExists() {
        var found = new TreeSet<String>();
        int named = 0;
        Matcher name = NAMED.matcher(Project.text(PAGE));
        while (name.find()) {
            named++;
            if (!exists(name.group(1), name.group(2), name.group(3))) {
                found.add(name.group());
            }
        }
        assertTrue(named > 90, "named: " + named);
        assertEquals(new TreeSet<>(), found);
    }

    @Test
    void everyPropertyHasATestInItsRow() {
        List<String> properties = new ArrayList<>();
        for (List<String> row : rows("## Properties")) {
            properties.add(row.getFirst());
        }
        assertEquals(IntStream.rangeClosed(1, 20).mapToObj(it -> "P" + it).toList(), properties);
    }

    @Test
    void everyRowNamesTests() {
        var found = new TreeSet<String>();
        for (String part : List.of("## Properties", "## Attacks", "## Clauses")) {
            for (List<String> row : rows(part)) {
                if (!NAMED.matcher(row.getLast()).find()) {
                    found.add(row.getFirst());
                }
            }
        }
        assertEquals(new TreeSet<>(), found);
    }

    /** The rows of the table under a heading, without its head. */
    private static List<List<String>> rows(String heading) {
        String page = Project.text(PAGE);
        int from = page.indexOf(heading + "\n");
        int until = page.indexOf("\n## ", from + 1);
        List<List<String>> rows = new ArrayList<>();
        for (String line : page.substring(from, until < 0 ? page.length() : until).split("\n")) {
            if (line.startsWith("| ") && line.contains("`")) {
                String[] cells = line.substring(2, line.length() - 2).split(" \\| ");
                rows.add(List.of(cells));
            }
        }
        return rows;
    }

    /** As a test of its own, or as one that a table of its class runs. */
    private static boolean exists(String room, String type, String method) {
        String file = room + "/src/test/java/org/comity/" + room + "/" + type + ".java";
        if (!Project.exists(file)) {
            return false;
        }
        String text = Project.text(file);
        return Pattern.compile("@Test\\s+(@Tag\\(\"\\w+\"\\)\\s+)?void " + method + "\\(")
                        .matcher(text)
                        .find()
                || text.contains(type + "::" + method + ")");
    }
}
