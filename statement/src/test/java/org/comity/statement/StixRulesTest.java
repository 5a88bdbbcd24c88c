package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.comity.statement.StixFinding.Level;
import org.junit.jupiter.api.Test;

/** stix-rules.txt, line by line. */
class StixRulesTest {
    /** Found by their own tests, which the page names. */
    private static final String HELD = "held";

    private static final List<List<String>> LINES = StixFixtures.lines("stix-rules.txt");

    @Test
    void everyRuleHasWhatKeepsItAndWhatBreaksIt() {
        var kinds = new TreeMap<String, Set<String>>();
        for (List<String> line : LINES) {
            kinds.computeIfAbsent(line.get(0), _ -> new TreeSet<>()).add(line.get(1));
        }
        assertEquals(
                new TreeSet<>(IntStream.rangeClosed(1, 20).mapToObj(it -> "S" + it).toList()),
                new TreeSet<>(kinds.keySet()));
        kinds.forEach((rule, of) ->
                assertTrue(
                        of.equals(Set.of(HELD)) || (of.contains("good") && of.size() > 1),
                        rule + " " + of));
    }

    @Test
    void eachLineIsFoundAsItSays() {
        var wrong = new ArrayList<String>();
        for (List<String> line : LINES) {
            if (!line.get(1).equals(HELD)) {
                List<StixFinding> found = found(line);
                boolean asSaid =
                        line.get(1).equals("good")
                                ? found.stream().allMatch(it -> it.level() == Level.WARNING)
                                : found.stream().anyMatch(it -> isAsSaid(it, line));
                if (!asSaid) {
                    wrong.add(line + " " + found);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static boolean isAsSaid(StixFinding found, List<String> line) {
        return found.level() == Level.valueOf(line.get(1).toUpperCase(Locale.ROOT))
                && found.where().equals(line.get(4))
                && found.rule().equals(line.get(5))
                && !found.section().isEmpty();
    }

    /** The short check finds the same as the long one: what is unusable, and nothing else. */
    @Test
    void theShortCheckFindsWhatIsUnusable() {
        for (List<String> line : LINES) {
            if (!line.get(1).equals(HELD)) {
                Json object = StixFixtures.parse(StixFixtures.object(line.get(2), line.get(3)));
                boolean isBundle =
                        object instanceof Json.Members(var byName)
                                && new Json.Text("bundle").equals(byName.get("type"));
                boolean unusable =
                        found(line).stream().anyMatch(it -> it.level() == Level.UNUSABLE);
                assertEquals(
                        unusable || isBundle,
                        StixValidator.unusable(object).isPresent(),
                        line.toString());
            }
        }
    }

    private static List<StixFinding> found(List<String> line) {
        String object = StixFixtures.object(line.get(2), line.get(3));
        return StixValidator.check(StixFixtures.parse(object));
    }

    @Test
    void whatIsHeldElsewhereIsHeldThere() throws IOException {
        for (List<String> line : LINES) {
            if (line.get(1).equals(HELD)) {
                String[] name = line.get(2).split("\\.");
                Path source =
                        Path.of("..", name[0], "src", "test", "java", "org", "comity", name[0])
                                .resolve(name[1] + ".java");
                assertTrue(Files.readString(source).contains("void " + name[2] + "("), line.get(2));
            }
        }
    }

    @Test
    void everyRequiredPropertyIsMissedBySection() {
        var all = new TreeMap<>(StixFixtures.GOOD);
        all.putAll(StixFixtures.OBSERVABLES);
        all.forEach((type, own) -> {
            Json.Members good = StixFixtures.members(StixFixtures.object(type, own));
            StixSchema.Shape shape = StixSchema.shipped().object(type).orElseThrow();
            for (String name : shape.required()) {
                if (!List.of("type", "id").contains(name)) {
                    var less = new TreeMap<>(good.byName());
                    less.remove(name);
                    List<StixFinding> found = StixValidator.check(new Json.Members(less));
                    assertTrue(
                            found.stream()
                                    .anyMatch(it ->
                                            it.level() == Level.ERROR
                                                    && it.value().equals(name)
                                                    && it.section().equals(shape.section())),
                            type + " without " + name + ": " + found);
                }
            }
        });
    }
}
