package org.comity.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Values for laws, and spellings of one value that differ in order, spaces and escapes. */
final class RandomJson {
    private static final int[] CHARACTERS = {
        'a', 'Z', '0', '"', '\\', '/', '\n', '\t', 1, 0x7f, 0x80, 0xf6, 0x20ac, 0xfb33, 0x1f600, ' '
    };

    private RandomJson() {}

    static Json of(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> new Json.Null();
            case 1 -> new Json.Flag(random.nextBoolean());
            case 2 -> new Json.Numeral(random.nextInt(-1_000_000, 1_000_000) / 1000.0);
            case 3 -> new Json.Numeral(random.nextLong(-(1L << 53), 1L << 53));
            case 4 -> new Json.Text(text(random));
            case 5 -> {
                List<Json> elements = new ArrayList<>();
                for (int at = random.nextInt(5); at > 0; at--) {
                    elements.add(of(random, depth - 1));
                }
                yield new Json.Array(elements);
            }
            default -> {
                var members = new TreeMap<String, Json>();
                for (int at = random.nextInt(6); at > 0; at--) {
                    members.put(text(random), of(random, depth - 1));
                }
                yield new Json.Members(members);
            }
        };
    }

    static String print(Json value, RandomGenerator random) {
        String space = " ".repeat(random.nextInt(2));
        return space
                + switch (value) {
                    case Json.Text(String text) -> quote(text, random);
                    case Json.Numeral(double number) ->
                            number == Math.rint(number)
                                    ? Long.toString((long) number)
                                    : Double.toString(number);
                    case Json.Flag(boolean flag) -> Boolean.toString(flag);
                    case Json.Null() -> "null";
                    case Json.Array(List<Json> elements) ->
                            elements.stream()
                                    .map(element -> print(element, random))
                                    .collect(Collectors.joining(",", "[", space + "]"));
                    case Json.Members members -> {
                        List<Map.Entry<String, Json>> entries =
                                new ArrayList<>(members.byName().entrySet());
                        Collections.shuffle(entries, new Random(random.nextLong()));
                        yield entries.stream()
                                .map(entry ->
                                        quote(entry.getKey(), random)
                                                + space
                                                + ":"
                                                + print(entry.getValue(), random))
                                .collect(Collectors.joining(",", "{", "}" + space));
                    }
                };
    }

    private static String text(RandomGenerator random) {
        var text = new StringBuilder();
        for (int at = random.nextInt(8); at > 0; at--) {
            text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private static String quote(String text, RandomGenerator random) {
        var out = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean mustEscape = c < ' ' || c == '"' || c == '\\';
            out.append(
                    mustEscape || (random.nextInt(4) == 0 && !Character.isSurrogate(c))
                            ? "\\u%04x".formatted((int) c)
                            : String.valueOf(c));
        }
        return out.append('"').toString();
    }
}
