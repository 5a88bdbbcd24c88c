package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What openapi.json says, held against the standard, the table and the command line. */
final class OpenApiTest {
    private static final Pattern NAMED = Pattern.compile("\"([a-z]+(-[a-z]+)*)\"[,)]");

    @Test
    void theDocumentIsOpenApiAsItsMakersPublishIt() {
        var schemas = new ApiSchemas();
        assertEquals(List.of(), schemas.wrong(OpenApi.document()));
        ObjectNode bad = (ObjectNode) OpenApi.document().deepCopy();
        bad.putObject("paths").putObject("/x").putObject("get").put("responses", "none");
        assertFalse(schemas.wrong(bad).isEmpty(), "the published schema refuses what is none");
    }

    @Test
    void everyCommandOfANodeIsReachableOrLeftOutForAReason() {
        var reached = new TreeSet<String>();
        ApiTable.ROUTES.forEach(it -> reached.add(it.operation()));
        var all = operations();
        assertTrue(all.size() > 60, "operations found: " + all);
        var missing = new TreeSet<>(all);
        missing.removeAll(reached);
        missing.removeAll(ApiTable.LEFT_OUT.keySet());
        assertEquals(Set.of(), missing, "give them a row in ApiTable, or a reason");
        var unknown = new TreeSet<>(reached);
        unknown.addAll(ApiTable.LEFT_OUT.keySet());
        unknown.removeAll(all);
        assertEquals(Set.of(), unknown, "no such operations");
        var both = new TreeSet<>(reached);
        both.retainAll(ApiTable.LEFT_OUT.keySet());
        assertEquals(Set.of(), both);
    }

    /** As the sources name them: in the switches that run them, and in the set of decisions. */
    private static Set<String> operations() {
        var names = new TreeSet<String>();
        for (String file : List.of("Operations", "AmendingOperations", "NoticeOperations")) {
            String source = source(file);
            String run = source.substring(source.indexOf("JsonNode run(String name"));
            addCases(run.substring(0, run.indexOf("\n    }\n")), names);
            if (file.equals("Operations")) {
                String others = source.substring(source.indexOf("JsonNode others(String name"));
                addCases(others.substring(0, others.indexOf("\n    }\n")), names);
            }
        }
        String deciding = source("DecidingOperations");
        int from = deciding.indexOf("NAMES =");
        Matcher named = NAMED.matcher(deciding.substring(from, deciding.indexOf(";", from)));
        while (named.find()) {
            names.add(named.group(1));
        }
        return names;
    }

    private static void addCases(String source, Set<String> names) {
        for (String part : source.split("\\bcase ", -1)) {
            int arrow = part.indexOf("->");
            if (arrow > 0 && part.startsWith("\"")) {
                for (String name : part.substring(0, arrow).split(",", -1)) {
                    names.add(name.strip().replace("\"", ""));
                }
            }
        }
    }

    private static String source(String name) {
        return Project.text("node/src/main/java/org/comity/node/" + name + ".java");
    }

    @Test
    void everyRouteHasASchemaAndEverySchemaARoute() {
        JsonNode schemas = OpenApi.schemas();
        var used = new TreeSet<String>();
        used.add("problem");
        for (ApiRoute route : ApiTable.ROUTES) {
            assertTrue(schemas.has(route.manner().answer()), route.path());
            used.add(route.manner().answer());
        }
        Matcher named =
                Pattern.compile("#/components/schemas/([a-z-]+)").matcher(Json.line(schemas));
        while (named.find()) {
            assertTrue(schemas.has(named.group(1)), named.group(1));
            used.add(named.group(1));
        }
        assertEquals(used, new TreeSet<>(schemas.propertyNames()));
    }

    @Test
    void pathsNamesAndPagesAreOfOnePiece() {
        var ids = new ArrayList<String>();
        OpenApi.document()
                .path("paths")
                .forEach(path -> path.forEach(it -> ids.add(it.path("operationId").asString())));
        assertEquals(ids.size(), new TreeSet<>(ids).size(), "each has an id of its own");
        assertEquals(ApiTable.ROUTES.size() + 2, ids.size());
        for (ApiRoute route : ApiTable.ROUTES) {
            assertFalse(route.summary().isEmpty(), route.path());
            boolean body =
                    route.fields().stream().anyMatch(it -> it.place() == ApiField.Place.BODY);
            assertFalse(route.isRead() && route.hasBody(), route.path());
            assertFalse(body && route.manner().raw().isPresent(), route.path());
            assertFalse(route.manner().forOthers() && !TokenScope.READ.includes(route.scope()));
        }
    }
}
