package org.comity.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.value.Checked;

/**
 * What one line of a plain list means: a value, a value with a count, or a line of a hosts file.
 */
final class TextLine {
    private static final Set<String> SINKS = Set.of("0.0.0.0", "127.0.0.1", "::", "::1");

    /** Names that every hosts file carries for itself. */
    private static final Set<String> LOCAL =
            Set.of("localhost", "localhost.localdomain", "local", "broadcasthost", "0.0.0.0");

    private TextLine() {}

    /** Nothing for a comment, an empty line, or the local names of a hosts file. */
    static List<Checked<Subject>> subjects(String line) {
        String text = withoutComment(line).strip();
        if (text.isEmpty()) {
            return List.of();
        }
        if (text.chars().noneMatch(Character::isWhitespace)) {
            return List.of(Observables.recognise(text));
        }
        String[] words = text.split("\\s+");
        if (SINKS.contains(words[0])) {
            return hosts(words);
        }
        if (words.length == 2 && isCount(words[1])) {
            return List.of(Observables.recognise(words[0]));
        }
        return List.of(Checked.refused("more than one value in a line", ""));
    }

    private static boolean isCount(String word) {
        return word.length() <= 18 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<Checked<Subject>> hosts(String[] words) {
        List<Checked<Subject>> subjects = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            if (!LOCAL.contains(words[i])) {
                subjects.add(Observables.recognise(words[i]));
            }
        }
        return subjects;
    }

    /**
     * A "#" or ";" begins a comment at the start or after a blank; inside a word it may belong to a
     * URL.
     */
    private static String withoutComment(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c == '#' || c == ';') && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return line.substring(0, i);
            }
        }
        return line;
    }
}
