package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.Observables;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/**
 * The whole corpus through a running node: every mail is reported, kept or refused with a reason,
 * and no recipient's address or telling local part appears in any payload, list, log line or TXT
 * answer.
 */
@Tag("slow")
class PrivacyTest {
    private static final int MAILS = 6_046;

    /**
     * Words in the path of a URL or in a sender's domain of mails that were sent to nobody of that
     * name, where some other mail, mostly to another site, was: "/merchant/images/" of a shop, and
     * merchant@ somewhere. No parser of the one mail can know; every one was looked at, and none
     * was made for a person ("yyyyason.us" is what hiding a name made of the corpus). A new one
     * fails.
     */
    private static final Set<String> WORDS_BY_CHANCE =
            Set.of(
                    "applied",
                    "business",
                    "classic",
                    "direct",
                    "emarketing",
                    "enews",
                    "formmail",
                    "friday",
                    "general",
                    "homebiz",
                    "light",
                    "madrid",
                    "marketing",
                    "merchant",
                    "order",
                    "partners",
                    "ports",
                    "sales",
                    "sightings",
                    "spamassassin-sightings",
                    "success",
                    "taiwan.txt",
                    "yyyyason");

    @TempDir Path folder;

    /** Where something was seen, and the text in lower case. */
    private final List<String> outputs = new ArrayList<>();

    /** By statement, the file that it came from. */
    private final Map<StatementId, Path> origins = new TreeMap<>();

    @Test
    void noRecipientOfTheCorpusLeavesIntake() throws IOException {
        Path corpus = corpus();
        var mails = new TreeMap<Path, Addressees>();
        try (var all = Files.walk(corpus)) {
            for (Path file : all.filter(it -> it.toString().endsWith(".txt")).sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                mails.put(file.toAbsolutePath().normalize(), Addressees.of(text));
            }
        }
        assertEquals(MAILS, mails.size());
        Path data = Cli.init(folder, "desk.example", "NL");
        Path toml = Desk.configFile(data);
        Files.writeString(
                toml,
                Files.readString(toml).replace("state-wanted = false", "state-wanted = true"));
        run(data, corpus, mails.keySet());
        Map<Path, String> payloads = payloads(data);
        var recipients = new HashSet<String>();
        var hostLabels = new HashSet<String>();
        mails.values().forEach(it -> recipients.addAll(it.recipients()));
        mails.values().forEach(it -> hostLabels.addAll(it.hostLabels()));
        assertEquals(List.of(), ownRecipients(payloads, mails, hostLabels));
        Set<String> locals = Addressees.telling(recipients);
        locals.removeAll(hostLabels);
        assertTrue(locals.size() > 3_000, "few recipients: " + locals.size());
        var addresses = new TreeSet<String>();
        var found = new TreeSet<String>();
        for (String output : pieces()) {
            addresses.addAll(Addressees.addressesIn(output, recipients));
            found.addAll(Addressees.delimitedIn(output, locals));
        }
        assertEquals(Set.of(), addresses);
        assertEquals(WORDS_BY_CHANCE, found);
    }

    /** What stands between quotes and lines, each once: most of a payload is in all others too. */
    private Set<String> pieces() {
        var pieces = new HashSet<String>();
        outputs.forEach(it -> pieces.addAll(List.of(it.split("[\"\n]"))));
        return pieces;
    }

    /** What a mail's own payloads hold of those whom that mail was sent to. */
    private static List<String> ownRecipients(
            Map<Path, String> payloads, Map<Path, Addressees> mails, Set<String> hostLabels) {
        var held = new ArrayList<String>();
        payloads.forEach((file, text) -> {
            Set<String> own = mails.get(file).recipients();
            Set<String> locals = Addressees.telling(own);
            locals.removeAll(hostLabels);
            for (String name : Addressees.delimitedIn(text, locals)) {
                held.add(file.getFileName() + " " + name);
            }
        });
        return held;
    }

    @Test
    void theReadingOfThisTestFindsWhatIsPlanted() {
        Addressees planted =
                Addressees.of(
                        "Received: from a.example (b.example [1.2.3.4]) by c.example\n"
                                + "\tfor <Reader.One@d.example>; Mon, 5 Jan 2026\n"
                                + "To: other.reader@e.example\n\nhttp://www.f.example/reader.one\n");
        assertEquals(
                Set.of("reader.one@d.example", "other.reader@e.example"), planted.recipients());
        assertEquals(Set.of("a", "b", "c", "f", "www", "example"), planted.hostLabels());
        Set<String> names = Addressees.telling(planted.recipients());
        assertEquals(
                Set.of("reader.one"),
                Addressees.delimitedIn("http://f.example/u_reader.one-7", names));
        assertEquals(Set.of(), Addressees.delimitedIn("http://f.example/reader.ones", names));
        assertEquals(
                Set.of("other.reader@e.example"),
                Addressees.addressesIn("x/other.reader%40e.example/", planted.recipients()));
    }

    private void run(Path data, Path corpus, Set<Path> mails) throws IOException {
        Path log = folder.resolve("node.log");
        Logs.structured(Optional.of(log));
        try (Node node = Node.start(data, InstantSource.system())) {
            var spam = new ArrayList<Path>();
            var wanted = new ArrayList<Path>();
            for (Path file : mails) {
                boolean isSpam = corpus.relativize(file).getName(0).toString().startsWith("spam");
                (isSpam ? spam : wanted).add(file);
            }
            int outcomes = take(data, spam, "spam") + take(data, wanted, "wanted");
            assertEquals(MAILS, outcomes, "every mail has one outcome");
            String list = Cli.run(data, "export").out();
            outputs.add(list.toLowerCase(Locale.ROOT));
            int port = node.run("status", Json.object()).path("dns_port").asInt();
            assertTrue(reasons(port, list) > 1_000, "few reasons in DNS");
        } finally {
            Logs.structured(Optional.empty());
            Logs.quiet();
        }
        String lines = Files.readString(log);
        assertTrue(lines.contains("node ready"), lines);
        outputs.add(lines.toLowerCase(Locale.ROOT));
    }

    private int take(Path data, List<Path> mails, String as) {
        var arguments = new ArrayList<>(List.of("--each", "--as", as, "--arriving-now"));
        mails.forEach(it -> arguments.add(it.toString()));
        Cli.Ran ran = Cli.run(data, "import", arguments.toArray(String[]::new));
        outputs.add(ran.err().toLowerCase(Locale.ROOT));
        int outcomes = 0;
        for (String line : ran.out().lines().filter(it -> it.startsWith("{")).toList()) {
            JsonNode one = Json.parse(line);
            outcomes++;
            for (JsonNode id : one.path("statements")) {
                origins.put(
                        StatementId.parse(id.asString()).orThrow(),
                        Path.of(one.path("input").asString()));
            }
        }
        return outcomes;
    }

    /** Asks for the TXT reason of every listed name and address; how many there were. */
    private int reasons(int port, String list) throws IOException {
        var resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
        resolver.setPort(port);
        int reasons = 0;
        for (String line : list.lines().filter(it -> !it.startsWith("#")).toList()) {
            Subject subject = Observables.recognise(line.split("\t", 2)[0]).orThrow();
            if (subject.kind() == SubjectKind.ADDRESS || subject.kind() == SubjectKind.DOMAIN) {
                String zone = subject.kind().word() + ".score.exchange.comity.internal.";
                String name = DemoDns.owner(subject) + "." + zone;
                var lookup = new Lookup(Name.fromString(name), Type.TXT);
                lookup.setResolver(resolver);
                lookup.setCache(null);
                Record[] records = lookup.run();
                for (Record record : records == null ? new Record[0] : records) {
                    outputs.add(record.rdataToString().toLowerCase(Locale.ROOT));
                    reasons++;
                }
            }
        }
        return reasons;
    }

    private Map<Path, String> payloads(Path data) throws IOException {
        var payloads = new TreeMap<Path, String>();
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            for (long at = 0; at < desk.logs().own().tree().size(); at++) {
                var id = new StatementId("desk.example/log", at);
                String text = desk.payloads().statement(id).orElseThrow().payload().json().utf8();
                outputs.add(text.toLowerCase(Locale.ROOT));
                payloads.merge(origins.get(id), text.toLowerCase(Locale.ROOT), String::concat);
            }
        }
        return payloads;
    }

    private static Path corpus() {
        String given = System.getenv("COMITY_CORPUS");
        boolean there = given != null && Files.isDirectory(Path.of(given));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(
                    "the mail corpus is missing: set COMITY_CORPUS, or run ./dev test");
        }
        Assumptions.assumeTrue(
                there, "not tested: privacy on the mail corpus, which COMITY_CORPUS does not name");
        return Path.of(String.valueOf(given)).toAbsolutePath().normalize();
    }
}
