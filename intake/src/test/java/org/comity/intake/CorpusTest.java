package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.statement.Role;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class CorpusTest {
    private static final Pattern ADDRESS = Pattern.compile("([\\w.+=-]+)@([\\w-]+(?:\\.[\\w-]+)*)");

    @Test
    void everyMailIsTakenOrRefusedWithAReason() throws IOException {
        int taken = 0;
        Map<String, Integer> refused = new TreeMap<>();
        Map<String, Integer> notes = new TreeMap<>();
        Map<Role, Integer> roles = new TreeMap<>();
        for (Path file : Corpus.mails()) {
            switch (MailParser.parse(Corpus.read(file), Corpus.RULES)) {
                case Checked.Good<Mail>(Mail mail) -> {
                    taken++;
                    mail.found().forEach(it -> roles.merge(it.role(), 1, Integer::sum));
                    mail.notes().forEach(it -> notes.merge(it, 1, Integer::sum));
                }
                case Checked.Refused<Mail>(String why, String where) ->
                        refused.merge(why + where, 1, Integer::sum);
            }
        }
        System.out.println(
                "taken " + taken + ", refused " + refused + ", notes " + notes + ", " + roles);
        assertEquals(Corpus.MAILS, taken + refused.values().stream().mapToInt(it -> it).sum());
        assertEquals(Map.of(), refused, "the corpus is mail");
    }

    @Test
    void fortyOddMailsGiveWhatWasReadInThemByEye() throws IOException {
        Path folder = Corpus.folder();
        Map<String, Set<String>> expected = golden();
        assertEquals(40, expected.size());
        var differences = new StringBuilder();
        for (var mail : expected.entrySet()) {
            Set<String> found = new TreeSet<>();
            MailParser.parse(Corpus.read(folder.resolve(mail.getKey())), Corpus.RULES)
                    .orThrow()
                    .found()
                    .forEach(it -> found.add(line(it)));
            if (!found.equals(mail.getValue())) {
                differences.append(difference(mail.getKey(), mail.getValue(), found));
            }
        }
        assertEquals("", differences.toString());
    }

    @Test
    void noRecipientLeavesInAnyMail() throws IOException {
        Set<String> hostLabels = new HashSet<>();
        Map<Path, String> texts = new TreeMap<>();
        for (Path file : Corpus.mails()) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            texts.put(file, text);
            addHostLabels(text, hostLabels);
        }
        Set<String> leaks = new TreeSet<>();
        for (var mail : texts.entrySet()) {
            Set<String> addresses = recipients(mail.getValue());
            for (Found one :
                    MailParser.parse(Corpus.read(mail.getKey()), Corpus.RULES).orThrow().found()) {
                String value = one.subject().value().toLowerCase(Locale.ROOT);
                for (String address : addresses) {
                    String local = address.substring(0, address.indexOf('@'));
                    boolean named = local.length() >= 5 && !hostLabels.contains(local);
                    if (value.contains(address) || (named && TextCodes.hasRun(value, local))) {
                        leaks.add(mail.getKey().getFileName() + " " + one + " " + address);
                    }
                }
            }
        }
        assertEquals(Set.of(), leaks);
    }

    /** Read with other means than the room's own. */
    private static Set<String> recipients(String mail) {
        int end = mail.indexOf("\n\n");
        String header =
                mail.substring(0, end < 0 ? mail.length() : end).replaceAll("\\r?\\n[ \\t]+", " ");
        Set<String> addresses = new TreeSet<>();
        for (String line : header.split("\n", -1)) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.matches(
                    "(to|cc|bcc|delivered-to|apparently-to|x-apparently-to|resent-to):.*")) {
                add(field, addresses);
            } else if (field.startsWith("received:") && field.contains(" for ")) {
                add(field.substring(field.indexOf(" for ")), addresses);
            }
        }
        return addresses;
    }

    private static void add(String text, Set<String> addresses) {
        Matcher found = ADDRESS.matcher(text);
        while (found.find()) {
            addresses.add(found.group());
        }
    }

    /**
     * Hosts behind "://" and "www.", and names in Received lines (not what people's addresses are
     * made of).
     */
    private static void addHostLabels(String mail, Set<String> labels) {
        for (String mark : List.of("://", "www.", "WWW.")) {
            for (int at = mail.indexOf(mark); at >= 0; at = mail.indexOf(mark, at + 1)) {
                int from = at + mark.length();
                addLabels(
                        mail.substring(from, Math.min(mail.length(), from + 100))
                                .split("[^\\w.-]", 2)[0],
                        labels);
            }
        }
        for (int at = mail.indexOf("Received:"); at >= 0; at = mail.indexOf("Received:", at + 1)) {
            for (String word :
                    mail.substring(at, Math.min(mail.length(), at + 300)).split("[^\\w.@-]+", -1)) {
                if (!word.contains("@") && word.contains(".")) {
                    addLabels(word, labels);
                }
            }
        }
    }

    private static void addLabels(String host, Set<String> labels) {
        labels.addAll(List.of(host.toLowerCase(Locale.ROOT).split("\\.", -1)));
    }

    private static String line(Found one) {
        return one.role().word() + " " + one.subject().kind().word() + " " + one.subject().value();
    }

    private static String difference(String file, Set<String> expected, Set<String> found) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        Set<String> more = new TreeSet<>(found);
        more.removeAll(expected);
        return "\n" + file + "\n  missing " + missing + "\n  more " + more;
    }

    private static Map<String, Set<String>> golden() throws IOException {
        Map<String, Set<String>> mails = new TreeMap<>();
        String file = "";
        for (String line : Files.readAllLines(Path.of("src/test/golden/forty.txt"))) {
            if (line.endsWith(".txt")) {
                file = line;
                mails.put(file, new TreeSet<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                Set<String> lines = mails.get(file);
                assertTrue(lines != null && lines.add(line), line);
            }
        }
        return mails;
    }
}
