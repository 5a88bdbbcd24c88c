package org.comity.taxii;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A media type or range with its parameters (RFC 9110, sections 8.3.1 and 12.5.1): spaces, quotes
 * and the case of names make no difference.
 */
record MediaType(String type, Map<String, String> parameters) {
    static final String TAXII = "application/taxii+json";
    static final String TAXII_21 = "application/taxii+json;version=2.1";
    static final String STIX = "application/stix+json";
    static final List<String> STIX_VERSIONS = List.of("2.0", "2.1");

    MediaType {
        parameters = new TreeMap<>(parameters);
    }

    /** Of the objects, the newest first. */
    static List<String> stix() {
        return STIX_VERSIONS.reversed().stream().map(MediaType::stix).toList();
    }

    static String stix(String version) {
        return STIX + ";version=" + version;
    }

    static Optional<MediaType> parse(String text) {
        List<String> parts = split(text, ';');
        String type = parts.getFirst().strip().toLowerCase(Locale.ROOT);
        if (!type.matches("[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+")) {
            return Optional.empty();
        }
        var parameters = new TreeMap<String, String>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (part.isBlank()) {
                continue;
            }
            if (equals < 0) {
                return Optional.empty();
            }
            String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            parameters.put(name, unquoted(part.substring(equals + 1).strip()));
        }
        return Optional.of(new MediaType(type, parameters));
    }

    /** Whether one of the ranges of an Accept header takes TAXII 2.1, or the other type named. */
    static boolean accepts(String header, boolean alsoStix) {
        List<MediaType> ranges =
                split(header, ',').stream().flatMap(it -> parse(it).stream()).toList();
        return header.isBlank()
                || takes(ranges, TAXII)
                        .orElseGet(() -> alsoStix && takes(ranges, STIX).orElse(false));
    }

    /** As the most specific range has it; empty when none covers that type. */
    private static Optional<Boolean> takes(List<MediaType> ranges, String name) {
        int most = ranges.stream().mapToInt(it -> it.covers(name)).max().orElse(0);
        return most == 0
                ? Optional.empty()
                : Optional.of(
                        ranges.stream().anyMatch(it -> it.covers(name) == most && !it.isRefused()));
    }

    /** How specifically; 0 for not at all. */
    private int covers(String name) {
        if (is(name)) {
            return parameters.containsKey("version") ? 4 : 3;
        }
        return type.equals("application/*") ? 2 : type.equals("*/*") ? 1 : 0;
    }

    /** TAXII 2.1, or TAXII of no version, which is the newest (section 3.1). */
    boolean isTaxii() {
        return is(TAXII);
    }

    boolean isUtf8() {
        String charset = parameters.getOrDefault("charset", "utf-8").toLowerCase(Locale.ROOT);
        return List.of("utf-8", "utf8", "us-ascii").contains(charset);
    }

    private boolean is(String name) {
        return type.equals(name) && parameters.getOrDefault("version", "2.1").equals("2.1");
    }

    /** Weight 0: "not acceptable". */
    private boolean isRefused() {
        return parameters.getOrDefault("q", "1").matches("0(\\.0{0,3})?");
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1")
                : text;
    }

    /** At separators outside of quotes. */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                at++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
