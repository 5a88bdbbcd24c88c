package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAPI 3.1 of the API, made from the table that the routes answer by. */
final class OpenApi {
    private static final String SCHEMAS = "api-schemas.json";

    // Made once: the table does not change while the node runs.
    private static final JsonNode DOCUMENT = make();

    private OpenApi() {}

    static JsonNode document() {
        return DOCUMENT;
    }

    private static JsonNode make() {
        ObjectNode document = Json.object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Comity")
                .put("version", "1")
                .put("summary", "What the command line of a node does, for programs.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", ApiTable.ROOT);
        ObjectNode paths = document.putObject("paths");
        for (ApiRoute route : ApiTable.ROUTES) {
            ObjectNode path = paths.withObject("/" + route.path().replace("/", "~1"));
            path.set(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        paths.set("/events", events());
        paths.set("/openapi.json", itself());
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas());
        ObjectNode scheme = components.putObject("securitySchemes").putObject("token");
        scheme.put("type", "http").put("scheme", "bearer");
        scheme.put("description", "made by: comity token new");
        return document;
    }

    static JsonNode schemas() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream(SCHEMAS))) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static ObjectNode operation(ApiRoute route) {
        ObjectNode operation =
                Json.object().put("operationId", id(route)).put("summary", route.summary());
        secured(operation, route.scope());
        ArrayNode parameters = Json.array();
        for (ApiField field : route.fields()) {
            if (field.place() != ApiField.Place.BODY) {
                parameters.add(parameter(field));
            }
        }
        if (route.manner().pages().isPresent()) {
            ApiPages.fields().forEach(it -> parameters.add(parameter(it)));
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (route.hasBody()) {
            operation.set("requestBody", body(route));
        }
        ObjectNode responses = operation.putObject("responses");
        answer(responses, "200", "application/json", route.manner().answer());
        answer(responses, "default", ApiProblem.TYPE, "problem");
        return operation;
    }

    private static String id(ApiRoute route) {
        String path = route.path().replaceAll("[/{}-]+", "-").replaceAll("^-|-$", "");
        return route.method().toLowerCase(Locale.ROOT) + "-" + path;
    }

    private static void secured(ObjectNode operation, TokenScope scope) {
        operation.putArray("security").addObject().putArray("token").add(scope.word());
    }

    private static void answer(ObjectNode responses, String status, String type, String schema) {
        ObjectNode one = responses.putObject(status);
        one.put("description", status.equals("default") ? "why not" : "done");
        one.putObject("content")
                .putObject(type)
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }

    private static ObjectNode parameter(ApiField field) {
        boolean path = field.place() == ApiField.Place.PATH;
        ObjectNode parameter =
                Json.object()
                        .put("name", field.name())
                        .put("in", path ? "path" : "query")
                        .put("required", field.required())
                        .put("description", field.meaning());
        parameter.set("schema", schema(field));
        return parameter;
    }

    private static ObjectNode body(ApiRoute route) {
        ObjectNode body = Json.object().put("required", true);
        ObjectNode content = body.putObject("content");
        if (route.manner().raw().isPresent()) {
            content.putObject("application/octet-stream");
            return body;
        }
        ObjectNode schema = content.putObject("application/json").putObject("schema");
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (ApiField field : route.fields()) {
            if (field.place() == ApiField.Place.BODY) {
                properties.set(field.name(), schema(field).put("description", field.meaning()));
                if (field.required()) {
                    required.add(field.name());
                }
            }
        }
        return body;
    }

    private static ObjectNode schema(ApiField field) {
        ObjectNode schema = Json.object();
        switch (field.type()) {
            case TEXT -> schema.put("type", "string");
            case NUMBER -> schema.put("type", "integer").put("minimum", 0);
            case TRUTH -> schema.put("type", "boolean");
            case TIME -> {
                schema.putArray("type").add("string").add("integer");
                schema.put("format", "date-time");
            }
            case TEXTS -> {
                schema.put("type", "array").put("maxItems", field.most());
                schema.putObject("items").put("type", "string");
            }
            case OBJECT -> schema.put("type", "object");
            case NUMBERS -> {
                schema.put("type", "object").put("additionalProperties", false);
                ObjectNode properties = schema.putObject("properties");
                for (String name : field.words()) {
                    properties.putObject(name).put("type", "integer").put("minimum", 0);
                }
                return schema;
            }
            case LISTS -> {
                ObjectNode list = schema.put("type", "object").putObject("additionalProperties");
                list.put("type", "array").putObject("items").put("type", "string");
            }
            case BASE64 -> schema.put("type", "string").put("contentEncoding", "base64");
            case FILES -> files(schema);
        }
        if (!field.words().isEmpty()) {
            schema.set("enum", Json.array(field.words()));
        }
        return schema;
    }

    private static void files(ObjectNode schema) {
        schema.put("type", "array").put("maxItems", Requesting.ATTACHMENTS_MAX);
        ObjectNode file = schema.putObject("items").put("type", "object");
        file.put("additionalProperties", false);
        ObjectNode properties = file.putObject("properties");
        properties.putObject("name").put("type", "string");
        properties.putObject("base64").put("type", "string").put("contentEncoding", "base64");
        file.putArray("required").add("name").add("base64");
    }

    private static ObjectNode events() {
        ObjectNode path = Json.object();
        ObjectNode get = path.putObject("get").put("operationId", "get-events");
        get.put(
                "summary",
                "Server-sent events: list and alert for scope read, request for scope request;"
                        + " reset: read anew, something was missed");
        ArrayNode security = get.putArray("security");
        security.addObject().putArray("token").add(TokenScope.READ.word());
        security.addObject().putArray("token").add(TokenScope.REQUEST.word());
        ObjectNode lastId =
                get.putArray("parameters")
                        .addObject()
                        .put("name", "Last-Event-ID")
                        .put("in", "header")
                        .put("required", false)
                        .put("description", "goes on behind this event");
        lastId.putObject("schema").put("type", "string");
        ObjectNode responses = get.putObject("responses");
        ObjectNode done = responses.putObject("200").put("description", "goes on until closed");
        done.putObject("content")
                .putObject("text/event-stream")
                .putObject("schema")
                .put("type", "string");
        answer(responses, "default", ApiProblem.TYPE, "problem");
        return path;
    }

    private static ObjectNode itself() {
        ObjectNode path = Json.object();
        ObjectNode get = path.putObject("get").put("operationId", "get-openapi");
        get.put("summary", "This document; needs no token").putArray("security");
        ObjectNode done = get.putObject("responses").putObject("200").put("description", "done");
        done.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("type", "object");
        return path;
    }
}
