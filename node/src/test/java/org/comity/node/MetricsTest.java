package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running node counts, as Prometheus reads it. */
class MetricsTest {
    private static final String FROM = "From a@b Mon Jan  5 09:00:00 2026\n";
    @TempDir Path folder;

    @Test
    void mailsAndStatementsAreCountedOneByOne() throws Exception {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path spam =
                Files.writeString(
                        folder.resolve("spam.mbox"),
                        FROM
                                + Cli.mail("one", "www.bad-one.com", "45.80.9.1")
                                + "\n"
                                + FROM
                                + "no header\n\n\n"
                                + FROM
                                + Cli.mail("two", "www.bad-two.com", "45.80.9.2")
                                + "\n");
        Path wanted = Cli.mail(folder, "wanted", "www.good.com", "45.80.9.3");
        Path list =
                Files.writeString(
                        folder.resolve("list.txt"),
                        IntStream.range(0, 70)
                                .mapToObj(it -> "bad-" + it + ".com\n")
                                .collect(Collectors.joining()));
        try (Node _ = Node.start(data, InstantSource.system())) {
            take(data, "spam", spam);
            take(data, "spam", spam);
            take(data, "wanted", wanted);
            assertEquals(0, Cli.run(data, "import", list.toString()).exit());
            Map<String, Long> counted = counted(Desk.config(data).http().url());
            assertEquals(3, counted.get("comity_mails_taken_total"));
            // The same mail twice: it is refused each time.
            assertEquals(2, counted.get("comity_mails_refused_total"));
            assertEquals(4, counted.get("comity_log_size"));
            assertEquals(4, counted.get("comity_statements_appended_total"));
        }
    }

    private static void take(Path data, String as, Path mails) {
        Cli.Ran ran = Cli.run(data, "import", "--as", as, "--arriving-now", mails.toString());
        assertEquals(0, ran.exit(), ran.err());
    }

    private static Map<String, Long> counted(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
            var counted = new TreeMap<String, Long>();
            http.send(ask, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(it -> !it.startsWith("#"))
                    .map(it -> it.split(" ", 2))
                    .forEach(it -> counted.put(it[0], (long) Double.parseDouble(it[1])));
            return counted;
        }
    }
}
