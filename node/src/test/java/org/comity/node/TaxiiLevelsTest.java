package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Json.Members;
import org.comity.statement.StixObservables;
import org.comity.taxii.TaxiiObjects;
import org.comity.taxii.TaxiiTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who pushes is told nothing of what stands above its level, and sees what it pushed. */
class TaxiiLevelsTest {
    private static final String MADE = "2024-01-01T00:00:00.000Z";
    private static final String AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";

    @TempDir Path folder;

    private static Members amber(Members object) {
        return object.with(
                "object_marking_refs", org.comity.statement.Json.Array.ofTexts(List.of(AMBER)));
    }

    /** Ids of observables follow from their values, so anybody can ask for one by pushing it. */
    private static Members observable() {
        return Members.NONE
                .with("type", "domain-name")
                .with("spec_version", "2.1")
                .with("id", "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7")
                .with("value", "example.com");
    }

    private static long nowSecond() {
        return Instant.now().getEpochSecond();
    }

    @Test
    void anObservableThatWasSaidToFewerHasTheTimeOfThePush() throws IOException {
        try (TaxiiNode node = TaxiiNode.start(folder)) {
            node.user("green", "own:rw", "TLP:GREEN");
            assertEquals(202, node.target().add(amber(observable())).status());
            String hidden =
                    node.target().in("manifest/").get().texts("objects", "version").getFirst();
            String answer = node.target("green").add(observable()).body().utf8();
            assertTrue(answer.contains("\"success_count\":1"), answer);
            assertFalse(answer.contains(hidden), answer);
            TaxiiTarget.Got seen = node.target("green").in("manifest/").get();
            assertEquals(1, seen.texts("objects", "version").size(), seen.body().utf8());
            assertTrue(answer.contains(seen.texts("objects", "version").getFirst()), answer);
        }
    }

    @Test
    void otherContentAtAStricterLevelIsNoReasonToRefuse() throws IOException {
        try (TaxiiNode node = TaxiiNode.start(folder)) {
            node.user("green", "own:rw", "TLP:GREEN");
            Members shown = TaxiiObjects.indicator(MADE);
            assertEquals(202, node.target().add(amber(shown.with("name", "secret"))).status());
            String answer = node.target("green").add(shown).body().utf8();
            assertTrue(answer.contains("\"failure_count\":0"), answer);
            assertEquals(
                    List.of(MADE),
                    node.target("green").in("objects/").get().texts("objects", "modified"));
            assertEquals(
                    2,
                    node.target()
                            .in("objects/?match%5Bversion%5D=all")
                            .get()
                            .texts("objects", "modified")
                            .size());
            String again = node.target("green").add(shown.with("name", "new")).body().utf8();
            assertTrue(again.contains("\"success_count\":1"), again);
            assertTrue(
                    again.contains(
                            "\"message\":\"stated before with other content and the same version;"
                                    + " both are kept\""),
                    again);
            // Taken out and pushed again it is there again.
            var gone = node.target("green").in("objects/" + shown.text("id").orElseThrow() + "/");
            assertEquals(200, gone.delete().status());
            assertEquals(202, node.target("green").add(shown, shown.with("name", "new")).status());
            assertEquals(
                    2,
                    node.target("green")
                            .in("objects/?match%5Bversion%5D=all")
                            .get()
                            .texts("objects", "modified")
                            .size());
            // Both in one envelope, and what is there already.
            Members other = shown.with("id", "indicator--00000000-0000-4000-8000-00000000000b");
            String both =
                    node.target("green")
                            .add(other, other.with("name", "b"), shown.with("name", "new"))
                            .body()
                            .utf8();
            assertTrue(both.contains("\"success_count\":3"), both);
            assertEquals(2, both.split("stated before with", -1).length, both);
        }
    }

    /** Whether there is a newer version that the user may not see changes nothing for it. */
    @Test
    void aDeletionTouchesAndTellsNothingOfAStricterLevel() throws IOException {
        var told = new ArrayList<List<String>>();
        for (boolean hidden : List.of(false, true)) {
            Path here = Files.createDirectory(folder.resolve("hidden-" + hidden));
            try (TaxiiNode node = TaxiiNode.start(here)) {
                node.user("green", "own:rw,exchange:r", "TLP:GREEN");
                Members shown =
                        TaxiiObjects.indicator(MADE)
                                .with("pattern", "[domain-name:value = 'pushed-one.com']")
                                .with("valid_from", StixObservables.time(nowSecond()));
                String id = shown.text("id").orElseThrow();
                assertEquals(202, node.target("green").add(shown).status());
                Members newer =
                        amber(shown.with("name", "secret"))
                                .with("modified", "2024-02-02T00:00:00.000Z");
                if (hidden) {
                    assertEquals(202, node.target().add(newer).status());
                }
                var at = node.target("green").in("objects/" + id + "/");
                assertEquals(200, at.delete().status());
                assertEquals(404, at.delete().status());
                told.add(
                        node.target("green")
                                .inRoot(
                                        "collections/"
                                                + node.collection("exchange")
                                                + "/objects/?match%5Bversion%5D=all")
                                .get()
                                .texts("objects", "type"));
                List<String> left =
                        node.target().in("objects/" + id + "/").get().texts("objects", "name");
                assertEquals(hidden ? List.of("secret") : List.of(), left);
                var values = Json.object();
                values.set("values", Json.array(List.of("pushed-one.com")));
                var checked = node.node().run("check", values).path("subjects").path(0);
                assertEquals(hidden ? "reported" : "unknown", checked.path("level").asString());
            }
        }
        assertEquals(told.get(0), told.get(1));
    }

    /** What was said to few is not said to all yet. */
    @Test
    void whatWasImportedForFewerIsStatedWhenItIsForMore() throws IOException {
        Path data = ScopeTest.exchange(folder);
        Path file =
                Files.writeString(
                        folder.resolve("x.json"),
                        "{\"type\":\"bundle\",\"id\":\"bundle--00000000-0000-4000-8000-000000000000\",\"objects\":["
                                + TaxiiObjects.indicator(MADE).canonical().utf8()
                                + "]}");
        List<List<String>> audiences =
                List.of(
                        List.of("--group", "banks"),
                        List.of("--marking", "TLP:AMBER"),
                        List.of("--marking", "TLP:GREEN"));
        for (List<String> to : audiences) {
            String[] args = new String[] {file.toString(), to.get(0), to.get(1)};
            String first = Cli.run(data, "import", args).out();
            assertTrue(first.startsWith("1 reported"), to + first);
        }
        for (List<String> to : audiences) {
            String[] args = new String[] {file.toString(), to.get(0), to.get(1)};
            String again = Cli.run(data, "import", args).out();
            assertTrue(again.startsWith("1 already"), to + again);
        }
    }
}
