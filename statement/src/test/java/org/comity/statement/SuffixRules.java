package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads public_suffix_list.dat: from a rule to its bits, in the order of the A-labels. */
final class SuffixRules {
    private static final String PRIVATE_BEGINS = "// ===BEGIN PRIVATE DOMAINS===";

    private SuffixRules() {}

    static NavigableMap<String, Integer> parse(String list) {
        var rules = new TreeMap<String, Integer>();
        boolean inPrivate = false;
        for (String line : list.lines().toList()) {
            inPrivate |= line.startsWith(PRIVATE_BEGINS);
            if (!line.startsWith("//") && !line.isBlank()) {
                // A rule ends at the first white space.
                add(rules, line.split("\\s", 2)[0], inPrivate);
            }
        }
        return rules;
    }

    static PublicSuffixes suffixes(NavigableMap<String, Integer> rules) {
        byte[] text = GuardsMaker.lines(rules).toString().getBytes(StandardCharsets.US_ASCII);
        return new PublicSuffixes(new SortedLines(text, 0, text.length));
    }

    private static void add(NavigableMap<String, Integer> rules, String rule, boolean inPrivate) {
        if (rule.startsWith("!")) {
            mark(rules, rule.substring(1), PublicSuffixes.EXCEPTION, inPrivate);
        } else if (rule.startsWith("*.")) {
            mark(rules, rule.substring(2), PublicSuffixes.WILDCARD, inPrivate);
        } else {
            mark(rules, rule, PublicSuffixes.PLAIN, inPrivate);
        }
    }

    private static void mark(
            NavigableMap<String, Integer> rules, String name, int bit, boolean inPrivate) {
        int bits = inPrivate ? bit | bit << PublicSuffixes.PRIVATE_SHIFT : bit;
        rules.merge(Idna.toAscii(name).orThrow(), bits, (old, more) -> old | more);
    }
}
