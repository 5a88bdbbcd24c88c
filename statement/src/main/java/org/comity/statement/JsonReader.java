package org.comity.statement;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * The one place where JSON text from outside becomes {@link Json}; limits stand in {@link
 * CanonicalJson}.
 */
final class JsonReader {
    /** Digits and signs of one number; a double needs fewer than 25. */
    private static final int NUMBER_LENGTH_MAX = 1_000;

    /** What Java puts where bytes are not UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    /** From here on the canonical form has an exponent (ECMA-262, Number::toString). */
    private static final double EXPONENT_FROM = 1e21;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(CanonicalJson.DEPTH_MAX)
                                    .maxNameLength(CanonicalJson.BYTES_MAX)
                                    .maxStringLength(CanonicalJson.BYTES_MAX)
                                    .maxNumberLength(NUMBER_LENGTH_MAX)
                                    .build())
                    // Its name table is shared between texts and gives up on collisions: what one
                    // text says
                    // must not decide whether another one is read.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .build();

    private final JsonParser parser;
    private final boolean mayHoldSurrogates;

    private JsonReader(JsonParser parser, boolean mayHoldSurrogates) {
        this.parser = parser;
        this.mayHoldSurrogates = mayHoldSurrogates;
    }

    static Checked<Json> read(Bytes json) {
        if (json.length() > CanonicalJson.BYTES_MAX) {
            return Checked.refused("JSON over 1 MiB", "");
        }
        // A decoding that replaced nothing was exact; only the doubtful is decoded again, strictly.
        String text = json.utf8();
        if (text.indexOf(REPLACEMENT) >= 0) {
            ByteBuffer bytes = json.buffer();
            try {
                text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException malformed) {
                return Checked.refused("not UTF-8", "byte " + bytes.position());
            }
        }
        if (text.startsWith("\ufeff")) {
            return Checked.refused("starts with a byte order mark", "byte 0");
        }
        return read(text);
    }

    private static Checked<Json> read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            // UTF-8 holds no surrogates, so only escapes can make a lone one.
            var reader = new JsonReader(parser, text.contains("\\u"));
            Json value = reader.value(parser.nextToken());
            return parser.nextToken() == null
                    ? Checked.good(value)
                    : Checked.refused("more after the JSON text", reader.line());
        } catch (Refusal refusal) {
            return Checked.refused(refusal.why, refusal.where);
        } catch (StreamConstraintsException beyond) {
            return Checked.refused(
                    "JSON nested over 100 levels or a number over 1000 digits", line(beyond));
        } catch (JacksonException malformed) {
            return Checked.refused("not JSON", line(malformed));
        }
    }

    private Json value(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Json.Text(checked(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> new Json.Flag(true);
            case VALUE_FALSE -> new Json.Flag(false);
            case VALUE_NULL -> new Json.Null();
            case null -> throw new Refusal("no JSON text", "");
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new Refusal("not JSON", line());
        };
    }

    private Json.Members members() {
        var byName = new TreeMap<String, Json>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            checked(name);
            if (byName.put(name, value(parser.nextToken())) != null) {
                throw new Refusal("duplicate name", pointer());
            }
        }
        return new Json.Members(byName);
    }

    private Json.Array array() {
        List<Json> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            elements.add(value(token));
        }
        return new Json.Array(elements);
    }

    private Json.Numeral number() {
        double value = Double.parseDouble(parser.getString());
        double size = Math.abs(value);
        if (Double.isInfinite(value)) {
            throw new Refusal("number beyond a double", pointer());
        }
        if ((size > CanonicalJson.WHOLE_MAX && size < EXPONENT_FROM) || isWholeBeyond(size)) {
            throw new Refusal("whole number beyond 2^53", pointer());
        }
        return new Json.Numeral(value);
    }

    /** 2^53 + 1 reads as the double 2^53; only its text tells. */
    private boolean isWholeBeyond(double size) {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && size >= CanonicalJson.WHOLE_MAX
                && Math.abs(
                                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                        ? Long.MAX_VALUE
                                        : parser.getLongValue())
                        > CanonicalJson.WHOLE_MAX;
    }

    private String checked(String text) {
        if (mayHoldSurrogates && hasLoneSurrogate(text)) {
            throw new Refusal("lone surrogate", pointer());
        }
        return text;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private String pointer() {
        return parser.streamReadContext().pathAsPointer().toString();
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "line %d, column %d",
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr());
    }

    private static String line(JacksonException refused) {
        return refused.getLocation() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "line %d, column %d",
                        refused.getLocation().getLineNr(),
                        refused.getLocation().getColumnNr());
    }

    /** Ends the recursion, as Jackson's own exceptions do; never leaves {@link #read}. */
    private static final class Refusal extends RuntimeException {
        final String why;
        final String where;

        Refusal(String why, String where) {
            super(why, null, false, false);
            this.why = why;
            this.where = where;
        }
    }
}
