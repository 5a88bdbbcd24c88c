package org.comity.statement;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A JSON value (RFC 8259) within the limits of {@link CanonicalJson}: no duplicate names, no lone
 * surrogates, numbers that a double holds. Its members are sorted by UTF-16 code units, so that
 * printing it is canonical.
 */
public sealed interface Json {
    record Text(String value) implements Json {}

    /** Finite; anything else has no JSON form. */
    record Numeral(double value) implements Json {
        public Numeral {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a JSON number is finite");
            }
        }
    }

    record Flag(boolean value) implements Json {}

    record Null() implements Json {}

    record Array(List<Json> elements) implements Json {
        public Array {
            elements = List.copyOf(elements);
        }

        public static Array ofTexts(List<String> texts) {
            return new Array(texts.stream().<Json>map(Text::new).toList());
        }
    }

    /** A JSON object. */
    record Members(SortedMap<String, Json> byName) implements Json {
        public static final Members NONE = new Members(new TreeMap<>());

        public Members {
            // Through Map, so that the order is that of String.compareTo and not a foreign
            // comparator's.
            Map<String, Json> plain = byName;
            byName = Collections.unmodifiableSortedMap(new TreeMap<>(plain));
        }

        public Optional<Json> at(String name) {
            return Optional.ofNullable(byName.get(name));
        }

        /** Empty when absent and when not a text. */
        public Optional<String> text(String name) {
            return byName.get(name) instanceof Text(String value)
                    ? Optional.of(value)
                    : Optional.empty();
        }

        /** Empty when absent and when not a number without fraction within 2^53. */
        public Optional<Long> whole(String name) {
            return byName.get(name) instanceof Numeral(double value)
                            && value == Math.rint(value)
                            && Math.abs(value) <= CanonicalJson.WHOLE_MAX
                    ? Optional.of((long) value)
                    : Optional.empty();
        }

        /** The same with one member more; an existing one is replaced. */
        public Members with(String name, Json value) {
            Map<String, Json> more = new TreeMap<>(byName);
            more.put(name, value);
            return new Members(new TreeMap<>(more));
        }

        public Members with(String name, String value) {
            return with(name, new Text(value));
        }

        public Members with(String name, long value) {
            if (Math.abs(value) > CanonicalJson.WHOLE_MAX) {
                throw new IllegalArgumentException("a double cannot hold it");
            }
            return with(name, new Numeral(value));
        }
    }

    /** Any JSON text in UTF-8; refusals as in {@link CanonicalJson#canonicalise}. */
    static Checked<Json> parse(Bytes json) {
        return JsonReader.read(json);
    }

    /** As {@link #parse}, and the text must be an object. */
    static Checked<Members> parseMembers(Bytes json) {
        return parse(json).then(Json::asMembers);
    }

    /** Refused unless it is an object. */
    static Checked<Members> asMembers(Json value) {
        return value instanceof Members members
                ? Checked.good(members)
                : Checked.refused("not a JSON object", "");
    }

    /** RFC 8785. */
    default Bytes canonical() {
        return Bytes.utf8(JsonWriter.write(this));
    }
}
