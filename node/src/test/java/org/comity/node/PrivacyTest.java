package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole corpus through the real path: every mail is reported, kept or refused with a reason,
 * and no recipient's address or telling local part appears in any payload or list.
 */
@Tag("long")
class PrivacyTest {
    private static final Pattern RECIPIENT_FIELD =
            Pattern.compile(
                    "(?im)^(to|cc|bcc|delivered-to|x-original-to|envelope-to|apparently-to|resent-to|x-delivered-to):(.*(?:\\n[ \\t].*)*)");
    private static final Pattern RECEIVED_FOR =
            Pattern.compile("(?i)\\bfor\\s+<?([^\\s<>;]+@[^\\s<>;]+)>?");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._%+=-]+)@([A-Za-z0-9.-]+)");
    private static final Pattern HOST =
            Pattern.compile(
                    "(?i)(?:https?://(?:[^\\s/@\"'<>]*@)?|www\\.|from |by |\\()([a-z0-9._-]+\\.[a-z0-9.-]+)");
    private static final int LOCAL_PART_MIN = 5;
    @TempDir Path folder;

    @Test
    void noRecipientOfTheCorpusLeavesIntake() throws IOException {
        Path corpus = corpus();
        Path data = Cli.init(folder, "desk.example", "NL");
        var spam = new ArrayList<Path>();
        var wanted = new ArrayList<Path>();
        var recipients = new TreeSet<String>();
        var hostLabels = new TreeSet<String>();
        try (var all = Files.walk(corpus)) {
            for (Path file : all.filter(it -> it.toString().endsWith(".txt")).sorted().toList()) {
                boolean isSpam = corpus.relativize(file).getName(0).toString().startsWith("spam");
                (isSpam ? spam : wanted).add(file);
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                collect(text, recipients, hostLabels);
            }
        }
        assertEquals(6_046, spam.size() + wanted.size());
        int outcomes = take(data, spam, "spam") + take(data, wanted, "wanted");
        assertEquals(6_046, outcomes, "every mail has one outcome");
        Set<String> localParts = new TreeSet<>();
        for (String address : recipients) {
            String local = address.substring(0, address.indexOf('@'));
            if (local.length() >= LOCAL_PART_MIN && !hostLabels.contains(local)) {
                localParts.add(local);
            }
        }
        assertTrue(localParts.size() > 10, "the corpus has recipients: " + localParts.size());
        var seen = new StringBuilder();
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            for (long at = 0; at < desk.logs().own().tree().size(); at++) {
                Statement statement =
                        desk.payloads()
                                .statement(new StatementId("desk.example/log", at))
                                .orElseThrow();
                seen.append(statement.payload().json().utf8()).append('\n');
            }
        }
        seen.append(Cli.run(data, "export").out());
        String all = seen.toString().toLowerCase(Locale.ROOT);
        var leaked = new TreeSet<String>();
        for (String address : recipients) {
            if (all.contains(address)) {
                leaked.add(address);
            }
        }
        var words = new TreeSet<>(List.of(all.split("[^a-z0-9_%+=-]+")));
        for (String local : localParts) {
            if (words.contains(local)) {
                leaked.add(local);
            }
        }
        assertEquals(Set.of(), leaked);
    }

    private static int take(Path data, List<Path> mails, String as) throws IOException {
        var arguments = new ArrayList<>(List.of("--json", "--as", as, "--arriving-now"));
        mails.forEach(it -> arguments.add(it.toString()));
        Cli.Ran ran = Cli.run(data, "import", arguments.toArray(String[]::new));
        JsonNode summary = Json.parse(ran.out());
        System.out.println(as + ": " + summary.path("inputs") + " " + summary.path("why"));
        int sum = 0;
        for (var one : summary.path("inputs").properties()) {
            sum += one.getValue().asInt();
        }
        return sum;
    }

    private static void collect(String text, Set<String> recipients, Set<String> hostLabels) {
        int end = text.indexOf("\n\n");
        String head = text.substring(0, end < 0 ? text.length() : end + 1);
        Matcher fields = RECIPIENT_FIELD.matcher(head);
        while (fields.find()) {
            addresses(fields.group(2), recipients);
        }
        Matcher received = RECEIVED_FOR.matcher(head);
        while (received.find()) {
            addresses(received.group(1), recipients);
        }
        Matcher hosts = HOST.matcher(text);
        while (hosts.find()) {
            for (String label : hosts.group(1).toLowerCase(Locale.ROOT).split("\\.")) {
                hostLabels.add(label);
            }
        }
    }

    private static void addresses(String text, Set<String> recipients) {
        Matcher addresses = ADDRESS.matcher(text);
        while (addresses.find()) {
            recipients.add(addresses.group().toLowerCase(Locale.ROOT));
        }
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
        return Path.of(String.valueOf(given));
    }
}
