package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.value.Bytes;

/**
 * Patterns as feeds have them, mostly of one equality, and bundles as sensors send them, of ten
 * observations of some traffic each; few of them hit. Both ways of matching are here, since they
 * are of this package alone.
 */
public final class PatternSides {
    public static final int OBSERVATIONS_EACH = 10;

    private static final List<String> WORDS =
            List.of("login", "update", "secure", "mail", "cdn", "shop", "bank", "files");

    private final Random random;
    private final SortedMap<String, String> patterns = new TreeMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<PatternMatcher> matchers = new ArrayList<>();
    private final PatternIndex index;
    private long made;

    /**
     * @param count of patterns
     */
    public PatternSides(int count, long seed) {
        random = new Random(seed);
        for (int at = 0; at < count; at++) {
            patterns.put("pattern-%05d".formatted(at), pattern(at));
        }
        index = PatternIndex.of(patterns);
        patterns.forEach((name, pattern) -> {
            names.add(name);
            matchers.add(PatternParser.parse(pattern).then(PatternMatcher::of).orThrow());
        });
    }

    /** Of a hundred: 86 of one equality, 4 of several, 4 of several observations, 6 of others. */
    private String pattern(int number) {
        int bad = random.nextInt(5_000);
        return switch (number % 100) {
            case 0 -> "[domain-name:value LIKE '%%.%s-%d.example']".formatted(word(bad), bad);
            case 1 ->
                    "[url:value MATCHES '^https?://%s-%d\\\\.example/[a-z]+/gate\\\\.php$']"
                            .formatted(word(bad), bad);
            case 2 -> "[ipv4-addr:value ISSUBSET '203.%d.%d.0/24']".formatted(bad % 256, bad % 199);
            case 3 -> "[url:value LIKE 'http://%s-%d.example/%%']".formatted(word(bad), bad);
            case 4 ->
                    "[file:size > 90000000 AND file:name = '%s-%d.exe']".formatted(word(bad), bad);
            case 5 ->
                    "[network-traffic:dst_port = 4444 AND network-traffic:dst_ref.value = '%s']"
                            .formatted(address(bad));
            case 6 ->
                    "[ipv4-addr:value = '%s'] FOLLOWEDBY [domain-name:value = '%s'] WITHIN 300 SECONDS"
                            .formatted(address(bad), domain(bad));
            case 7 ->
                    "[domain-name:value = '%s'] REPEATS 2 TIMES WITHIN 600 SECONDS"
                            .formatted(domain(bad));
            case 8 ->
                    "[ipv4-addr:value = '%s'] AND [url:value = '%s']"
                            .formatted(address(bad), url(bad));
            case 9 ->
                    "[file:hashes.'SHA-256' = '%s'] FOLLOWEDBY [ipv4-addr:value = '%s']"
                            .formatted(hash(bad), address(bad));
            case 10, 11 ->
                    "[domain-name:value IN ('%s', '%s', '%s')]"
                            .formatted(domain(bad), domain(bad + 1), domain(bad + 2));
            case 12, 13 ->
                    "[ipv4-addr:value = '%s' OR domain-name:value = '%s']"
                            .formatted(address(bad), domain(bad));
            default ->
                    switch (number % 4) {
                        case 0 -> "[ipv4-addr:value = '%s']".formatted(address(bad));
                        case 1 -> "[domain-name:value = '%s']".formatted(domain(bad));
                        case 2 -> "[url:value = '%s']".formatted(url(bad));
                        default -> "[file:hashes.'SHA-256' = '%s']".formatted(hash(bad));
                    };
        };
    }

    private static String word(int number) {
        return WORDS.get(number % WORDS.size());
    }

    private static String address(int number) {
        return "203.%d.%d.%d".formatted(number % 256, number % 199, number % 251);
    }

    private static String domain(int number) {
        return "www.%s-%d.example".formatted(word(number), number);
    }

    private static String url(int number) {
        return "http://%s-%d.example/%s/gate.php".formatted(word(number), number, word(number / 8));
    }

    private static String hash(int number) {
        return "%064x".formatted(number);
    }

    /** One bundle more, read, so that reading is not measured. */
    private List<Observation> bundle() {
        var objects = new ArrayList<String>();
        for (int at = 0; at < OBSERVATIONS_EACH; at++) {
            long number = ++made;
            // One in forty is something bad; the others nobody has a pattern of.
            int what =
                    random.nextInt(40) == 0
                            ? random.nextInt(5_000)
                            : 5_000 + random.nextInt(1_000_000);
            String time = "2026-01-01T00:%02d:00Z".formatted(at);
            objects.add(
                    """
                    {"type":"observed-data","id":"observed-data--%d","number_observed":1,"first_observed":"%s","last_observed":"%s",\
                    "object_refs":["ipv4-addr--%d","domain-name--%d","network-traffic--%d","%s--%d"]}\
                    """
                            .formatted(
                                    number,
                                    time,
                                    time,
                                    number,
                                    number,
                                    number,
                                    number % 2 == 0 ? "url" : "file",
                                    number));
            objects.add(
                    "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--%d\",\"value\":\"%s\"}"
                            .formatted(number, address(what)));
            objects.add(
                    "{\"type\":\"domain-name\",\"id\":\"domain-name--%d\",\"value\":\"%s\",\"resolves_to_refs\":[\"ipv4-addr--%d\"]}"
                            .formatted(number, domain(what), number));
            objects.add(
                    "{\"type\":\"network-traffic\",\"id\":\"network-traffic--%d\",\"dst_ref\":\"ipv4-addr--%d\",\"dst_port\":%d,\"protocols\":[\"tcp\"]}"
                            .formatted(number, number, number % 3 == 0 ? 4444 : 443));
            objects.add(
                    number % 2 == 0
                            ? "{\"type\":\"url\",\"id\":\"url--%d\",\"value\":\"%s\"}"
                                    .formatted(number, url(what))
                            : "{\"type\":\"file\",\"id\":\"file--%d\",\"name\":\"%s-%d.exe\",\"size\":%d,\"hashes\":{\"SHA-256\":\"%s\"}}"
                                    .formatted(number, word(what), what, what * 100L, hash(what)));
        }
        String json = "{\"type\":\"bundle\",\"objects\":[" + String.join(",", objects) + "]}";
        return Observation.of(Json.parseMembers(Bytes.utf8(json)).orThrow());
    }

    /** The bundles of so many observations. */
    public Seen more(int observations) {
        var bundles = new ArrayList<List<Observation>>();
        for (int at = 0; at < observations; at += OBSERVATIONS_EACH) {
            bundles.add(bundle());
        }
        return new Seen(bundles);
    }

    /** Some bundles; of each way the names of what matched, bundle after bundle. */
    public final class Seen {
        private final List<List<Observation>> bundles;

        private Seen(List<List<Observation>> bundles) {
            this.bundles = bundles;
        }

        public List<SortedSet<String>> byIndex() {
            return bundles.stream().map(index::matching).toList();
        }

        public List<SortedSet<String>> oneByOne() {
            return bundles.stream().map(this::oneByOne).toList();
        }

        private SortedSet<String> oneByOne(List<Observation> observations) {
            var matching = new TreeSet<String>();
            for (int at = 0; at < matchers.size(); at++) {
                if (matchers.get(at).matches(observations).optional().orElse(false)) {
                    matching.add(names.get(at));
                }
            }
            return matching;
        }
    }
}
