package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * The TAXII server on loopback: objects added in envelopes from a load that is written before the
 * clock starts, read back page by page, by id and through filters; on an empty store, and again
 * when it holds {@code --size} objects. The client shares the cores; its own cost is a server that
 * reads each envelope and says 202.
 */
final class TaxiiBench {
    private static final int ADDED = 10_000;

    /** Before that the compiler takes more of the processor than the server. */
    private static final int WARM = 5;

    private static final int ASKED = 300;
    private static final int PAGE = 1_000;
    private static final String PASSWORD = "of the bench alone";
    private static final String TAXII_21 = "application/taxii+json;version=2.1";

    private final Plan plan;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(7);
    private final String collection;
    private final List<String> ids = new ArrayList<>();
    private final String began = java.time.Instant.now().minusSeconds(60).toString();
    private final Map<String, List<Double>> processor = new HashMap<>();
    private final Optional<AttackLoad> attack = AttackLoad.find();
    private long made;

    private TaxiiBench(Plan plan, String collection) throws IOException {
        this.plan = plan;
        this.collection = collection;
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("TAXII");
        int size = plan.size().orElse(10_000);
        int port = Probe.freePort();
        Path data = BenchDesk.found(plan.folder(), Probe.freePort());
        Path file = Desk.configFile(data);
        Files.writeString(
                file, Files.readString(file) + "\n[taxii]\nlisten = \"127.0.0.1:" + port + "\"\n");
        try (Node node = Node.start(data, InstantSource.system());
                var bare = BareTaxii.start()) {
            var user = Json.object().put("name", "bench").put("password", PASSWORD);
            var _ = node.run("taxii-user-add", user.put("rights", "own:rw").put("tlp", "TLP:RED"));
            String own =
                    "http://127.0.0.1:%d/taxii2/comity/collections/%s/"
                            .formatted(port, CollectedRoot.id(node.desk(), Collected.OWN));
            var bench = new TaxiiBench(plan, own);
            bench.measure("with few objects in it", bare.address());
            bench.fill(size);
            bench.measure("with %,d objects in it".formatted(bench.made), bare.address());
        }
    }

    private void measure(String when, String bare) throws IOException, InterruptedException {
        plan.say(when);
        String of100 = "objects added, envelopes of 100";
        String of500 = "objects added, envelopes of 500";
        String client = "the same envelopes of 500 to a server that reads them";
        String claims = "indicators added, envelopes of 500";
        processor.clear();
        var comparison = new Comparison(plan, "objects/s");
        for (int each : attack.isPresent() ? new int[] {100, 500} : new int[0]) {
            String name = "ATT&CK, envelopes of " + each;
            comparison.side(
                    name, () -> added(name, collection, attack.orElseThrow().envelopes(each)));
        }
        comparison
                .side(of100, () -> added(of100, collection, envelopes(ADDED, 100, true)))
                .side(of500, () -> added(of500, collection, envelopes(ADDED, 500, true)))
                .side(claims, () -> added(claims, collection, indicators(ADDED, 500)))
                .side(client, () -> added(client, bare, envelopes(ADDED, 500, false)))
                .warm(WARM)
                .run(plan.rounds().orElse(3))
                .ratio(of500, client, "");
        for (String side : new TreeSet<>(processor.keySet())) {
            double[] all =
                    processor.getOrDefault(side, List.of()).stream()
                            .skip(WARM)
                            .mapToDouble(it -> it)
                            .toArray();
            plan.say(
                    String.format(
                            Locale.ROOT,
                            "%s: %.0f us of processor an object, client and server",
                            side,
                            Quantiles.median(all)));
        }
        new Comparison(plan, "objects/s")
                .side("everything read, pages of 1,000", this::pulled)
                .run(plan.rounds().orElse(1));
        asked("one object by its id", () -> "objects/" + ids.get(random.nextInt(ids.size())) + "/");
        asked("a page of 100 of one type", () -> "objects/?limit=100&match%5Btype%5D=tool");
        asked(
                "a page of 100 of one type, all versions",
                () -> "objects/?limit=100&match%5Btype%5D=tool&match%5Bversion%5D=all");
        asked("a manifest of 100", () -> "manifest/?limit=100");
        asked("what came after now", () -> "objects/?added_after=2100-01-01T00:00:00.000000Z");
    }

    private void fill(int size) throws IOException, InterruptedException {
        while (made < size) {
            double _ =
                    added(
                            "",
                            collection,
                            envelopes((int) Math.min(50_000, size - made), 500, true));
        }
    }

    private List<byte[]> envelopes(int objects, int each, boolean kept) {
        var envelopes = new ArrayList<byte[]>();
        for (int from = 0; from < objects; from += each) {
            var text = new StringBuilder("{\"objects\":[");
            for (int at = from; at < Math.min(objects, from + each); at++) {
                text.append(at == from ? "" : ",").append(object(kept));
            }
            envelopes.add(text.append("]}").toString().getBytes(StandardCharsets.UTF_8));
        }
        return envelopes;
    }

    /** Each claims an address of its own, and so may change lists. */
    private List<byte[]> indicators(int objects, int each) {
        var envelopes = new ArrayList<byte[]>();
        for (int from = 0; from < objects; from += each) {
            var text = new StringBuilder("{\"objects\":[");
            for (int at = 0; at < each; at++) {
                made++;
                text.append(at == 0 ? "" : ",").append(indicator());
            }
            envelopes.add(text.append("]}").toString().getBytes(StandardCharsets.UTF_8));
        }
        return envelopes;
    }

    private String indicator() {
        return """
        {"type":"indicator","spec_version":"2.1","id":"indicator--%s","created":"%s","modified":"%s","valid_from":"%s",\
        "indicator_types":["malicious-activity"],"pattern_type":"stix","pattern":"[ipv4-addr:value = '%d.%d.%d.%d']",\
        "object_marking_refs":["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]}\
        """
                .formatted(
                        uuid(),
                        began,
                        began,
                        began,
                        20 + random.nextInt(60),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256));
    }

    private String uuid() {
        return new java.util.UUID(
                        (random.nextLong() & ~0xf000L) | 0x4000L,
                        (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE)
                .toString();
    }

    /** As long as the objects of ATT&CK are at the median, and with references as they have. */
    private String object(boolean kept) {
        made++;
        boolean tool = made % 4 == 0;
        String id = (tool ? "tool--" : "attack-pattern--") + uuid();
        if (kept && made % 100 == 0) {
            ids.add(id);
        }
        return """
        {"type":"%s","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",\
        "name":"%s %d","description":"%s","external_references":[{"source_name":"bench","external_id":"B%d","url":"https://example.com/%d"}],\
        "object_marking_refs":["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]}\
        """
                .formatted(
                        tool ? "tool" : "attack-pattern",
                        id,
                        tool ? "tool" : "pattern",
                        made,
                        "what it does, in some words. ".repeat(20),
                        made,
                        made);
    }

    private double added(String side, String to, List<byte[]> envelopes)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        long cpu = processorNanos();
        long objects = 0;
        for (byte[] envelope : envelopes) {
            HttpRequest request =
                    request(to + "objects/")
                            .header("Content-Type", TAXII_21)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                            .build();
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new IOException("not added: " + answer.statusCode() + " " + answer.body());
            }
            objects += Json.parse(answer.body()).path("success_count").asLong();
        }
        double took = seconds(began);
        processor
                .computeIfAbsent(side, _ -> new ArrayList<>())
                .add((processorNanos() - cpu) / 1e3 / objects);
        return objects / took;
    }

    private double pulled() throws IOException, InterruptedException {
        long began = System.nanoTime();
        long objects = 0;
        String next = "";
        do {
            HttpRequest request =
                    request(collection + "objects/?limit=" + PAGE + next).GET().build();
            HttpResponse<InputStream> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            byte[] body = answer.body().readAllBytes();
            // Only counted: a client's parser would be measured else.
            objects += count(body);
            String text =
                    new String(
                            body,
                            Math.max(0, body.length - 400),
                            Math.min(400, body.length),
                            StandardCharsets.UTF_8);
            int at = text.indexOf("\"next\":\"");
            if (at < 0) {
                String head =
                        new String(body, 0, Math.min(400, body.length), StandardCharsets.UTF_8);
                at = head.indexOf("\"next\":\"");
                text = head;
            }
            next = at < 0 ? "" : "&next=" + text.substring(at + 8, text.indexOf('"', at + 8));
        } while (!next.isEmpty());
        return objects / seconds(began);
    }

    /** Each object says its version of the specification once. */
    private static long count(byte[] body) {
        byte[] wanted = "\"spec_version\"".getBytes(StandardCharsets.UTF_8);
        long found = 0;
        for (int at = 0; at <= body.length - wanted.length; at++) {
            if (body[at] == '"'
                    && java.util.Arrays.equals(
                            body, at, at + wanted.length, wanted, 0, wanted.length)) {
                found++;
            }
        }
        return found;
    }

    private interface Question {
        String next();
    }

    private void asked(String name, Question question) throws IOException, InterruptedException {
        double[] millis = new double[ASKED];
        for (int at = 0; at < ASKED; at++) {
            HttpRequest request = request(collection + question.next()).GET().build();
            long began = System.nanoTime();
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            millis[at] = (System.nanoTime() - began) / 1e6;
            if (answer.statusCode() != 200) {
                throw new IOException(name + ": " + answer.statusCode());
            }
        }
        plan.say(
                String.format(
                        Locale.ROOT,
                        "%-46s median %.2f ms, p99 %.2f ms",
                        name,
                        Quantiles.median(millis),
                        Quantiles.of(millis, 0.99)));
    }

    private static HttpRequest.Builder request(String address) {
        String login =
                Base64.getEncoder()
                        .encodeToString(("bench:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(address))
                .header("Accept", TAXII_21)
                .header("Authorization", "Basic " + login);
    }

    /** Of all threads of this process. */
    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
