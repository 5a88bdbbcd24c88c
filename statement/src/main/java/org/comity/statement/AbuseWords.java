package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which class of abuse the labels and types of a foreign object name: RSIT words and those in wide
 * use.
 */
final class AbuseWords {
    private static final Map<String, AbuseClass> CLASSES =
            Map.ofEntries(
                    Map.entry("spam", AbuseClass.SPAM),
                    Map.entry("phishing", AbuseClass.PHISHING),
                    Map.entry("malware", AbuseClass.MALWARE),
                    Map.entry("malware-distribution", AbuseClass.MALWARE),
                    Map.entry("malware-configuration", AbuseClass.MALWARE),
                    Map.entry("dropper", AbuseClass.MALWARE),
                    Map.entry("c2", AbuseClass.COMMAND_AND_CONTROL),
                    Map.entry("c&c", AbuseClass.COMMAND_AND_CONTROL),
                    Map.entry("c2-server", AbuseClass.COMMAND_AND_CONTROL),
                    Map.entry("command-and-control", AbuseClass.COMMAND_AND_CONTROL),
                    Map.entry("botnet", AbuseClass.BOTNET),
                    Map.entry("infected-system", AbuseClass.BOTNET),
                    Map.entry("scanner", AbuseClass.SCANNING),
                    Map.entry("scanning", AbuseClass.SCANNING),
                    Map.entry("brute-force", AbuseClass.BRUTE_FORCE),
                    Map.entry("exploit", AbuseClass.EXPLOIT),
                    Map.entry("ids-alert", AbuseClass.EXPLOIT),
                    Map.entry("ddos", AbuseClass.DENIAL_OF_SERVICE),
                    Map.entry("dos", AbuseClass.DENIAL_OF_SERVICE),
                    Map.entry("denial-of-service", AbuseClass.DENIAL_OF_SERVICE),
                    Map.entry("fraud", AbuseClass.FRAUD),
                    Map.entry("masquerade", AbuseClass.FRAUD),
                    Map.entry("unauthorized-use-of-resources", AbuseClass.FRAUD));

    private AbuseWords() {}

    /** The first word that names a class decides. */
    static AbuseClass find(List<String> words) {
        return words.stream()
                .map(word -> Optional.ofNullable(CLASSES.get(plain(word))))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(AbuseClass.UNSPECIFIED);
    }

    /** The value of a machine tag such as {@code rsit:fraud="phishing"}, otherwise the word. */
    private static String plain(String word) {
        int value = word.indexOf("=\"");
        boolean tagged = value >= 0 && word.endsWith("\"") && word.length() > value + 2;
        String plain = tagged ? word.substring(value + 2, word.length() - 1) : word;
        return plain.toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    }
}
