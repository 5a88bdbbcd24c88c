package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.comity.intake.Candidates.Form;
import org.comity.statement.Role;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** The tokeniser against a whole HTML parser of others, on all pages of the corpus. */
final class HtmlLinksTest {
    @Test
    void findsTheLinksThatAWholeParserFinds() throws IOException {
        int pages = 0;
        Set<String> differing = new TreeSet<>();
        for (Path file : Corpus.mails()) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            int from = text.toLowerCase(Locale.ROOT).indexOf("<html");
            if (from >= 0) {
                pages++;
                String html = text.substring(from);
                Set<String> theirs = new TreeSet<>();
                Jsoup.parse(html)
                        .select("a[href], area[href]")
                        .forEach(it -> addLink(it.attr("href"), theirs));
                Set<String> missing = new TreeSet<>(theirs);
                missing.removeAll(ours(html));
                if (!missing.isEmpty()) {
                    differing.add(file.getFileName() + " " + missing);
                }
            }
        }
        System.out.println("pages " + pages + ", links missed in " + differing.size());
        assertEquals(Set.of(), differing);
    }

    private static Set<String> ours(String html) {
        var candidates = new Candidates();
        HtmlLinks.scan(html, Role.CALLED_TO_LINK, candidates, BodyText.UNWANTED);
        Set<String> links = new TreeSet<>();
        candidates.all().stream()
                .filter(it -> it.form() == Form.LINK)
                .forEach(it -> addLink(it.text(), links));
        return links;
    }

    /** Up to the query, as neither reads references in it alike and none of it leaves. */
    private static void addLink(String link, Set<String> to) {
        String plain = link.replaceAll("[\\n\\r\\t]", "").strip();
        if (plain.regionMatches(true, 0, "http://", 0, 7)
                && plain.length() < Candidates.CHARS_MAX) {
            int query = plain.indexOf('?');
            to.add(query < 0 ? plain : plain.substring(0, query));
        }
    }
}
