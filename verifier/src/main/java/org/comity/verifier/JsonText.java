package org.comity.verifier;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Facts as JSON. Small enough to be read with the jar, which so needs no library that maps. */
final class JsonText {
    private JsonText() {}

    static String of(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case List<?> list -> {
                var all = new StringJoiner(",", "[", "]");
                list.forEach(it -> all.add(of(it)));
                yield all.toString();
            }
            case Map<?, ?> map -> {
                var all = new StringJoiner(",", "{", "}");
                map.forEach((name, it) -> all.add(quoted(name.toString()) + ":" + of(it)));
                yield all.toString();
            }
            default -> throw new IllegalArgumentException("no fact: " + value.getClass());
        };
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char at = text.charAt(index);
            // Lone surrogates and what a terminal might obey are written as numbers.
            if (at < ' ' || Character.isSurrogate(at) || (at >= 0x7f && at < 0xa0)) {
                out.append("\\u%04x".formatted((int) at));
            } else {
                out.append(at == '"' || at == '\\' ? "\\" : "").append(at);
            }
        }
        return out.append('"').toString();
    }
}
