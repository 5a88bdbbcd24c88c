package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.Role;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class CorpusTest {
    private static final List<String> RECIPIENT_FIELDS =
            List.of(
                    "to:",
                    "cc:",
                    "bcc:",
                    "delivered-to:",
                    "apparently-to:",
                    "x-apparently-to:",
                    "resent-to:");

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
        Set<String> leaks = new TreeSet<>();
        Set<String> locals = new TreeSet<>();
        for (Path file : Corpus.mails()) {
            Set<String> addresses = recipients(text(file));
            for (Found one : MailParser.parse(Corpus.read(file), Corpus.RULES).orThrow().found()) {
                String value = one.subject().value().toLowerCase(Locale.ROOT);
                for (String address : addresses) {
                    String local = address.substring(0, address.indexOf('@'));
                    boolean named = local.length() >= 5 && TextCodes.hasRun(value, local);
                    if (value.contains(address)) {
                        leaks.add(file.getFileName() + " " + one + " " + address);
                    } else if (named) {
                        locals.add(local);
                    }
                }
            }
        }
        assertEquals(Set.of(), leaks);
        for (Path file : Corpus.mails()) {
            String text = text(file).toLowerCase(Locale.ROOT);
            locals.removeIf(local -> isHostLabel(local, text));
        }
        assertEquals(Set.of(), locals);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /** A name that stands in the corpus as label of a host is no secret of a recipient. */
    private static boolean isHostLabel(String local, String text) {
        return text.contains("://" + local + ".") || text.contains("." + local + ".");
    }

    /** Read with other means than the room's own. */
    private static Set<String> recipients(String mail) {
        int end = mail.indexOf("\n\n");
        String header = mail.substring(0, end < 0 ? mail.length() : end).toLowerCase(Locale.ROOT);
        Set<String> addresses = new TreeSet<>();
        String field = "";
        for (String line : header.split("\n", -1)) {
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            field = continues ? field + line : line;
            if (RECIPIENT_FIELDS.stream().anyMatch(field::startsWith)) {
                add(field, addresses);
            } else if (field.startsWith("received:") && field.contains("for ")) {
                add(field.substring(field.indexOf("for ")), addresses);
            }
        }
        return addresses;
    }

    private static void add(String text, Set<String> addresses) {
        var words = new StringTokenizer(text, " \t\r,;:<>()\"'[]");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            int at = word.indexOf('@');
            if (at > 0 && at < word.length() - 1) {
                addresses.add(word);
            }
        }
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
