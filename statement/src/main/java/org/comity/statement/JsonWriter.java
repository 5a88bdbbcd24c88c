package org.comity.statement;

import java.util.HexFormat;
import java.util.Map;

/** RFC 8785, section 3.2: no spaces, sorted members, shortest numbers, few escapes. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder(256);

    private JsonWriter() {}

    static String write(Json value) {
        var writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Json value) {
        switch (value) {
            case Json.Text(String text) -> text(text);
            case Json.Numeral(double number) -> out.append(EcmaNumber.print(number));
            case Json.Flag(boolean flag) -> out.append(flag);
            case Json.Null() -> out.append("null");
            case Json.Array array -> array(array);
            case Json.Members members -> members(members);
        }
    }

    private void array(Json.Array array) {
        out.append('[');
        String before = "";
        for (Json element : array.elements()) {
            out.append(before);
            value(element);
            before = ",";
        }
        out.append(']');
    }

    private void members(Json.Members members) {
        out.append('{');
        String before = "";
        for (Map.Entry<String, Json> member : members.byName().entrySet()) {
            out.append(before);
            text(member.getKey());
            out.append(':');
            value(member.getValue());
            before = ",";
        }
        out.append('}');
    }

    /** Section 3.2.2.2. */
    private void text(String text) {
        out.append('"');
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, from, at);
                escape(c);
                from = at + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
    }
}
