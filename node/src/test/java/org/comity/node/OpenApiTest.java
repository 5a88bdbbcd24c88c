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
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What openapi.json says, held against the standard, the table and the command line. */
final class OpenApiTest {
    /** A method that runs operations by name; an interface has none of it. */
    private static final Pattern RUN =
            Pattern.compile(
                    "JsonNode (run|others)\\([^)]*String name, JsonNode with[^)]*\\)[^;{]*\\{");

    private static final Pattern ASKED = Pattern.compile("\\.ask\\(\\s*\"([a-z-]+)\"");

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

    /** As the sources name them: in each class that runs them by name. */
    private static Set<String> operations() {
        var names = new TreeSet<String>();
        for (String source : sources()) {
            Matcher run = RUN.matcher(source);
            while (run.find()) {
                String method = source.substring(run.start());
                addCases(method.substring(0, method.indexOf("\n    }\n")), names);
            }
        }
        return names;
    }

    @Test
    void aProposalTakesAllThatItsCommandTakes() {
        var said = new TreeSet<String>();
        ApiTable.ROUTES.stream()
                .filter(it -> it.operation().equals("charter-propose"))
                .forEach(it -> it.fields().forEach(field -> said.add(field.name())));
        var command = new CommandLine(new CharterProposeCommand()).getCommandSpec();
        var common = new CommandLine(new CharterPolicyCommand()).getCommandSpec();
        for (CommandLine.Model.OptionSpec option : command.options()) {
            String name = option.longestName().substring(2).replace('-', '_');
            boolean isOfAll = common.findOption(option.longestName()) != null;
            assertTrue(isOfAll || said.contains(name) || said.contains(name + "s"), name);
        }
    }

    @Test
    void whatCommandsAskIsAmongTheOperationsThatAreFound() {
        var asked = new TreeSet<String>();
        for (String source : sources()) {
            ASKED.matcher(source).results().forEach(it -> asked.add(it.group(1)));
        }
        assertTrue(asked.size() > 50, "asked: " + asked);
        asked.removeAll(operations());
        assertEquals(Set.of(), asked, "this test does not see the class that runs them");
    }

    private static List<String> sources() {
        String folder = "node/src/main/java/org/comity/node";
        return Project.walk(Project.root().resolve(folder)).stream()
                .map(it -> Project.text(folder + "/" + it.getFileName()))
                .toList();
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
