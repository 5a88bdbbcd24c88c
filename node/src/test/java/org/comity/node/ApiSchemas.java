package org.comity.node;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of openapi.json, taken at their word: here an answer may have no member that they do
 * not name, so that none comes in unsaid.
 */
final class ApiSchemas {
    private static final String AT = "https://test.invalid/openapi.json";
    private static final String OAS = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
    private final SchemaRegistry registry;

    ApiSchemas() {
        JsonNode document = OpenApi.document().deepCopy();
        tighten(document.path("components").path("schemas"));
        String text = Json.line(document);
        registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        it -> it.schemas(name -> name.equals(AT) ? text : published(name)));
    }

    private static @Nullable String published(String name) {
        String file = "/spec.openapis.org/" + name.replaceFirst("https://spec.openapis.org/", "");
        try (InputStream in = ApiSchemas.class.getResourceAsStream(file)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void tighten(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")
                && object.path("type").isString()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ApiSchemas::tighten);
    }

    /** What is wrong with an answer of this schema. */
    List<String> wrong(String schema, JsonNode answer) {
        return wrong(
                registry.getSchema(SchemaLocation.of(AT + "#/components/schemas/" + schema)),
                answer);
    }

    /** What is wrong with the document, by the published schema of OpenAPI 3.1. */
    List<String> wrong(JsonNode document) {
        return wrong(registry.getSchema(SchemaLocation.of(OAS)), document);
    }

    private static List<String> wrong(Schema schema, JsonNode json) {
        return schema
                .validate(
                        Json.line(json),
                        InputFormat.JSON,
                        context -> context.executionConfig(it -> it.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
