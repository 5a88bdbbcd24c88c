package org.comity.exchange;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.comity.value.Bytes;

/** The bytes that an HTTP message signature signs; RFC 9421 section 2.5. */
final class SignatureBase {
    private final SequencedMap<String, String> components = new LinkedHashMap<>();

    /** Values have been checked to hold no line break. */
    SignatureBase with(String component, String value) {
        components.put(component, value);
        return this;
    }

    /**
     * The inner list of Signature-Input without its parameters, such as {@code ("@method" "date")}.
     */
    String covered() {
        return components.keySet().stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(" ", "(", ")"));
    }

    /** One line for each component, and the last, without a line end, for the parameters. */
    Bytes bytes(String parameters) {
        var text = new StringBuilder();
        components.forEach((name, value) ->
                text.append('"').append(name).append("\": ").append(value).append('\n'));
        return Bytes.utf8(text + "\"@signature-params\": " + covered() + parameters);
    }
}
