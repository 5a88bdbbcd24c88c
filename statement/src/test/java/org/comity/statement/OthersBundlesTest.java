package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** STIX that others wrote, read from beside the project. */
final class OthersBundlesTest {
    /** 45 MB of JSON. */
    @Test
    @Tag("slow")
    void readsAllOfAttackInBundlesOf64AndFindsNoClaim() throws IOException {
        int bundles = 0;
        List<String> objects = new ArrayList<>();
        for (JsonNode object : attack().get("objects")) {
            objects.add(object.toString());
            if (objects.size() == Bundles.OBJECTS_MAX) {
                assertEquals(
                        Checked.good(List.of()),
                        Stix.read(Stix.bundle(objects.toArray(String[]::new))));
                objects.clear();
                bundles++;
            }
        }
        assertTrue(bundles > 100, "bundles read: " + bundles);
    }

    @Test
    void readsTheStixVectorsWithoutException() throws IOException {
        int claims = 0;
        for (Path file : vectors()) {
            String text = new ObjectMapper().readTree(file.toFile()).path("input").toString();
            String bundle = text.contains("\"type\":\"bundle\"") ? text : Stix.bundle(text);
            Checked<List<Claim>> read = Bundles.read(Bytes.utf8(bundle));
            Bundles.marking(Bytes.utf8(bundle));
            claims += read.optional().map(List::size).orElse(0);
        }
        assertTrue(claims > 10, "claims found: " + claims);
    }

    private static List<Path> vectors() throws IOException {
        try (Stream<Path> files = Files.walk(Shared.path("vectors/stix"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static JsonNode attack() throws IOException {
        try (InputStream in =
                new GZIPInputStream(
                        Files.newInputStream(
                                Shared.path("data/attack-enterprise-stix21.json.gz")))) {
            return new ObjectMapper().readTree(in);
        }
    }
}
