package org.comity.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.value.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads path, query and body of a call into what the operation is asked with, strictly: an unknown
 * name is refused, since a misspelt one would do nothing in silence.
 */
final class ApiAsked {
    private static final int VALUES_MAX = 10_000;
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final ApiRoute route;
    private final Map<String, ApiField> query = new TreeMap<>();
    private final Map<String, ApiField> body = new TreeMap<>();

    ApiAsked(ApiRoute route) {
        this.route = route;
        for (ApiField field : route.fields()) {
            switch (field.place()) {
                case QUERY -> query.put(field.name(), field);
                case BODY -> body.put(field.name(), field);
                case PATH -> {}
            }
        }
        if (route.manner().pages().isPresent()) {
            ApiPages.fields().forEach(it -> query.put(it.name(), it));
        }
    }

    /** Parts of a path, decoded. */
    static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (String part : path.substring(1).split("/", -1)) {
            segments.add(decoded(part.replace("+", "%2B"), "path"));
        }
        return segments;
    }

    /** What the operation is asked; throws {@link Refusal} with the place of what is wrong. */
    ObjectNode read(List<String> names, String queryText, Bytes sent) {
        ObjectNode with = route.fixed().deepCopy();
        List<String> pathNames = route.pathNames();
        for (int at = 0; at < names.size(); at++) {
            with.put(pathNames.get(at), names.get(at));
        }
        query(queryText)
                .forEach((name, values) -> {
                    ApiField field = Objects.requireNonNull(query.get(name));
                    put(with, field, texts(field, values));
                });
        if (route.manner().raw().isPresent()) {
            with.put(route.manner().raw().get(), sent.array());
        } else if (!body.isEmpty() || sent.length() > 0) {
            body(with, sent);
        }
        for (ApiField field : route.fields()) {
            if (field.required() && !with.has(field.into())) {
                throw new Refusal("is missing", field.name());
            }
        }
        return with;
    }

    private static JsonNode texts(ApiField field, List<String> values) {
        boolean many = field.type() == ApiField.Type.TEXTS;
        if (!many && values.size() > 1) {
            throw new Refusal("comes more than once", field.name());
        }
        return many ? Json.array(values) : Json.array(values).get(0);
    }

    /** Percent-encoded, as forms are; names in the order in which they come. */
    private Map<String, List<String>> query(String text) {
        var all = new LinkedHashMap<String, List<String>>();
        int count = 0;
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int is = pair.indexOf('=');
            String name = decoded(is < 0 ? pair : pair.substring(0, is), "query");
            if (!query.containsKey(name)) {
                throw new Refusal("no such parameter here", name);
            }
            String value = is < 0 ? "" : decoded(pair.substring(is + 1), name);
            all.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            if (++count > VALUES_MAX) {
                throw new Refusal("too many parameters", "query");
            }
        }
        return all;
    }

    /** Strict: what is no UTF-8 is refused, where the JDK's decoder would put another letter. */
    private static String decoded(String text, String where) {
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c == '+' ? ' ' : c).getBytes(UTF_8));
            } else if (isEscape(text, at)) {
                bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
                at += 2;
            } else {
                throw new Refusal("not percent-encoded UTF-8", where);
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException bad) {
            throw new Refusal("not percent-encoded UTF-8", where);
        }
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    private void body(ObjectNode with, Bytes sent) {
        JsonNode read = sent.length() == 0 ? Json.object() : parse(sent);
        if (!read.isObject()) {
            throw new Refusal("the body is not a JSON object", "/");
        }
        for (Map.Entry<String, JsonNode> one : read.properties()) {
            ApiField field = body.get(one.getKey());
            if (field == null) {
                throw new Refusal("no such member here", "/" + one.getKey());
            }
            put(with, field, one.getValue());
        }
    }

    private static JsonNode parse(Bytes sent) {
        try {
            return STRICT.readTree(sent.array());
        } catch (JacksonException bad) {
            TokenStreamLocation at = bad.getLocation();
            throw new Refusal(
                    "not JSON",
                    at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    private static void put(ObjectNode with, ApiField field, JsonNode value) {
        String where = (field.place() == ApiField.Place.BODY ? "/" : "") + field.name();
        switch (field.type()) {
            case TEXT -> with.put(field.into(), word(field, text(value, where), where));
            case NUMBER -> with.put(field.into(), number(value, where));
            case TRUTH -> with.put(field.into(), truth(value, where));
            case TIME -> with.put(field.into(), second(value, where));
            case TEXTS -> with.set(field.into(), many(value, field.most(), where));
            case BASE64 -> with.put(field.into(), base64(value, where));
            case FILES -> with.set(field.into(), files(value, where));
            case OBJECT -> with.set(field.into(), object(value, where));
            case NUMBERS -> with.set(field.into(), numbers(field, value, where));
            case LISTS -> with.set(field.into(), lists(value, where));
        }
    }

    private static String text(JsonNode value, String where) {
        if (!value.isString()) {
            throw new Refusal("is not text", where);
        }
        return value.asString();
    }

    private static JsonNode object(JsonNode value, String where) {
        if (!value.isObject()) {
            throw new Refusal("is not an object", where);
        }
        return value;
    }

    private static ObjectNode numbers(ApiField field, JsonNode value, String where) {
        ObjectNode numbers = Json.object();
        for (Map.Entry<String, JsonNode> one : object(value, where).properties()) {
            String place = where + "/" + one.getKey();
            numbers.put(word(field, one.getKey(), place), number(one.getValue(), place));
        }
        return numbers;
    }

    private static ObjectNode lists(JsonNode value, String where) {
        ObjectNode lists = Json.object();
        for (Map.Entry<String, JsonNode> one : object(value, where).properties()) {
            lists.set(one.getKey(), many(one.getValue(), VALUES_MAX, where + "/" + one.getKey()));
        }
        return lists;
    }

    private static byte[] base64(JsonNode value, String where) {
        return Bytes.parseBase64(text(value, where))
                .optional()
                .orElseThrow(() -> new Refusal("not base64", where))
                .array();
    }

    /** Their bytes come with the question: a path would be one on the node's machine. */
    private static ArrayNode files(JsonNode value, String where) {
        if (!value.isArray() || value.size() > Requesting.ATTACHMENTS_MAX) {
            throw new Refusal("is not a list of at most 8 files", where);
        }
        ArrayNode files = Json.array();
        for (int at = 0; at < value.size(); at++) {
            JsonNode file = value.get(at);
            String place = where + "/" + at;
            if (file.size() != 2 || !file.has("name") || !file.has("base64")) {
                throw new Refusal("is not an object of name and base64", place);
            }
            files.addObject()
                    .put("name", text(file.path("name"), place + "/name"))
                    .put("raw", base64(file.path("base64"), place + "/base64"));
        }
        return files;
    }

    private static String word(ApiField field, String text, String where) {
        if (!field.words().isEmpty() && !field.words().contains(text)) {
            throw new Refusal("is none of " + String.join(", ", field.words()), where);
        }
        return text;
    }

    private static ArrayNode many(JsonNode value, int most, String where) {
        if (!value.isArray()) {
            throw new Refusal("is not a list of texts", where);
        }
        if (value.size() > most) {
            throw new Refusal(String.format(Locale.ROOT, "more than %,d", most), where);
        }
        for (int at = 0; at < value.size(); at++) {
            text(value.get(at), where + "/" + at);
        }
        return (ArrayNode) value;
    }

    /** In a query it is text, in a body a number; small enough to add to. */
    private static long number(JsonNode value, String where) {
        String text = value.isNumber() || value.isString() ? value.asString() : "";
        if (!text.matches("[0-9]{1,9}")) {
            throw new Refusal("is not a whole number from 0 to 999999999", where);
        }
        return Long.parseLong(text);
    }

    private static boolean truth(JsonNode value, String where) {
        String text = value.isBoolean() || value.isString() ? value.asString() : "";
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refusal("is not true or false", where);
        };
    }

    private static long second(JsonNode value, String where) {
        String text = value.isNumber() || value.isString() ? value.asString() : "";
        if (text.matches("[0-9]{1,11}")) {
            return Long.parseLong(text);
        }
        Optional<Long> second = instant(text);
        return second.filter(it -> it >= 0 && it < 100_000_000_000L)
                .orElseThrow(
                        () -> new Refusal("is not a time such as 2026-11-24T10:00:00Z", where));
    }

    private static Optional<Long> instant(String text) {
        try {
            return Optional.of(Instant.parse(text).getEpochSecond());
        } catch (DateTimeParseException bad) {
            return Optional.empty(); // said by whoever knows where it stood
        }
    }
}
