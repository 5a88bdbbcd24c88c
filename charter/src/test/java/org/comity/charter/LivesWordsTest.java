package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

class LivesWordsTest {
    @Test
    void eachListAndKindIsSaidInDaysOrHours() {
        Charter plain = Made.charter("NL", "BR");
        var hours = new TreeMap<SubjectKind, Integer>();
        hours.put(SubjectKind.ADDRESS, 1);
        hours.put(SubjectKind.DOMAIN, 72);
        var mail = new ListRules("mail", new Rules(0, 2, List.of("country")), new Lives(hours));
        Charter charter =
                Amending.of(plain).articles(plain.articles().withLists(List.of(mail))).next();
        List<String> words = LivesWords.of(charter);
        assertEquals(2 + 2 * SubjectKind.values().length, words.size());
        assertEquals("  address: 24 hours", words.get(1));
        assertEquals("  domain: 14 days, 90 days where it is there for abuse alone", words.get(2));
        String own =
                String.join("\n", words.subList(1 + SubjectKind.values().length, words.size()));
        assertTrue(own.startsWith("On list mail, which has rules of its own (f=0 k=2"), own);
        assertTrue(own.contains("  address: 1 hour, as the charter says"), own);
        assertTrue(own.contains("  domain: 3 days, as the charter says"), own);
        assertTrue(own.contains("  url: 14 days"), own);
    }
}
