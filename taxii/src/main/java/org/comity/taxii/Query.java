package org.comity.taxii;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/**
 * The filters of an address; TAXII 2.1 section 3.4. What is not known is left out of account; what
 * is known and malformed, or stands twice, is refused.
 *
 * @param limit empty: as many as the server likes
 * @param said all that was asked but {@code next}, in one spelling: pages of one walk have the same
 */
record Query(
        OptionalLong addedAfter,
        OptionalLong limit,
        Optional<String> next,
        Selection selection,
        String said) {
    private static final int VALUES_MAX = 256;
    private static final String ONCE = "each parameter at most once";
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]{1,250}");
    private static final Pattern LIMIT = Pattern.compile("0*[1-9][0-9]{0,15}");
    private static final List<String> KNOWN =
            List.of(
                    "added_after",
                    "limit",
                    "next",
                    "match[id]",
                    "match[type]",
                    "match[version]",
                    "match[spec_version]");

    /**
     * @param text what stands behind the question mark; empty for nothing
     */
    static Checked<Query> parse(String text) {
        Map<String, String> given = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                return Checked.refused("percent-encoding that is no UTF-8", "query");
            }
            if (KNOWN.contains(name.get()) && given.put(name.get(), value.get()) != null) {
                return Checked.refused(ONCE, name.get());
            }
        }
        return of(given);
    }

    private static Checked<Query> of(Map<String, String> given) {
        OptionalLong addedAfter = OptionalLong.empty();
        if (given.containsKey("added_after")) {
            addedAfter = TaxiiTime.parse(given.get("added_after"));
            if (addedAfter.isEmpty()) {
                return Checked.refused("not a timestamp", "added_after");
            }
        }
        OptionalLong limit = OptionalLong.empty();
        if (given.containsKey("limit")) {
            if (!LIMIT.matcher(given.get("limit")).matches()) {
                return Checked.refused("not a positive number", "limit");
            }
            limit = OptionalLong.of(Long.parseLong(given.get("limit")));
        }
        // A widespread client asks for its first page with an empty one.
        Optional<String> next =
                Optional.ofNullable(given.remove("next")).filter(it -> !it.isEmpty());
        OptionalLong after = addedAfter;
        OptionalLong most = limit;
        return selection(given)
                .map(selection -> new Query(after, most, next, selection, given.toString()));
    }

    private static Checked<Selection> selection(Map<String, String> given) {
        Optional<Checked.Refused<Selection>> wrong = wrong(given);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        SortedSet<Selection.VersionMatch> versions = new TreeSet<>();
        List<String> words = values(given, "match[version]");
        for (String word : given.containsKey("match[version]") ? words : List.of("last")) {
            Optional<Selection.VersionMatch> match = version(word);
            if (word.equals("all") && words.size() == 1) {
                break;
            }
            if (match.isEmpty() || !versions.add(match.get())) {
                return Checked.refused(
                        "versions are first, last and timestamps, each once, or all alone",
                        "match[version]");
            }
        }
        return Checked.good(
                new Selection(
                        new TreeSet<>(values(given, "match[id]")),
                        new TreeSet<>(values(given, "match[type]")),
                        versions,
                        new TreeSet<>(values(given, "match[spec_version]"))));
    }

    private static Optional<Checked.Refused<Selection>> wrong(Map<String, String> given) {
        for (String name : List.of("match[id]", "match[type]", "match[spec_version]")) {
            List<String> values = values(given, name);
            boolean good =
                    values.size() <= VALUES_MAX
                            && values.stream().allMatch(it -> isValue(name, it))
                            && (!given.containsKey(name) || !values.isEmpty());
            if (!good) {
                return Optional.of(new Checked.Refused<>("malformed, or too many", name));
            }
        }
        int versions = values(given, "match[version]").size();
        return versions > VALUES_MAX || (versions == 0 && given.containsKey("match[version]"))
                ? Optional.of(new Checked.Refused<>("none, or too many", "match[version]"))
                : Optional.empty();
    }

    private static boolean isValue(String name, String value) {
        return switch (name) {
            case "match[id]" -> isObjectId(value);
            case "match[type]" -> TYPE.matcher(value).matches();
            default -> value.matches("[0-9]{1,3}\\.[0-9]{1,3}");
        };
    }

    static boolean isObjectId(String text) {
        int end = text.indexOf("--");
        return end > 0
                && TYPE.matcher(text.substring(0, end)).matches()
                && UUID.matcher(text.substring(end + 2)).matches();
    }

    private static Optional<Selection.VersionMatch> version(String word) {
        return switch (word) {
            case "first" -> Optional.of(new Selection.First());
            case "last" -> Optional.of(new Selection.Last());
            default -> TaxiiTime.normal(word).map(Selection.Exactly::new);
        };
    }

    private static List<String> values(Map<String, String> given, String name) {
        String text = given.getOrDefault(name, "");
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    /** Empty for what is not well encoded; a plus stays a plus. */
    static Optional<String> decoded(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '%') {
                out.put(bytes[at]);
                continue;
            }
            int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
            int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            out.put((byte) (high * 16 + low));
            at += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
