package org.comity.charter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Lifetimes;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;

/** How long claims hold on each list of a charter, in words for its members. */
public final class LivesWords {
    private LivesWords() {}

    /** A heading for each list that the charter names, the default one first, and a line a kind. */
    public static List<String> of(Charter charter) {
        var words = new ArrayList<String>();
        words.add("How long a claim holds at most; on a relisting twice as long, where agreed:");
        kinds(charter.articles().lives(), words);
        for (ListRules list : charter.articles().lists()) {
            words.add(
                    "On list "
                            + list.name()
                            + ", which has rules of its own ("
                            + ArticlesText.write(list.rules())
                            + "):");
            kinds(list.lives(), words);
        }
        return List.copyOf(words);
    }

    private static void kinds(Lives lives, List<String> words) {
        for (SubjectKind kind : SubjectKind.values()) {
            words.add("  " + kind.word() + ": " + life(lives, kind));
        }
    }

    private static String life(Lives lives, SubjectKind kind) {
        Optional<Duration> said = lives.of(kind);
        if (said.isPresent()) {
            return span(said.get()) + ", as the charter says";
        }
        Duration plain = Lifetimes.of(kind, Target.UNKNOWN);
        Duration dedicated = Lifetimes.of(kind, Target.DEDICATED);
        return span(plain)
                + (dedicated.equals(plain)
                        ? ""
                        : ", " + span(dedicated) + " where it is there for abuse alone");
    }

    /** Days where they are whole and more than one. */
    private static String span(Duration life) {
        long hours = life.toHours();
        return hours >= 48 && hours % 24 == 0
                ? hours / 24 + " days"
                : hours + (hours == 1 ? " hour" : " hours");
    }
}
