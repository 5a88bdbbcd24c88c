package org.comity.study;

import java.util.List;
import org.comity.statement.Subject;

/**
 * What is true of a subject.
 *
 * @param campaigns that use it, in order of their names; empty for the innocent
 * @param actor behind them; empty for the innocent
 * @param fromSecond since when it is malicious; untilSecond: until when, exclusive
 */
public record ExerciseTruth(
        Subject subject,
        Nature nature,
        List<String> campaigns,
        String actor,
        long fromSecond,
        long untilSecond) {
    /** Why it may be met in unwanted mail. */
    public enum Nature {
        /** made for abuse */
        DEDICATED("dedicated"),
        /** abused for a while, its owner's again since */
        COMPROMISED("compromised"),
        /** wanted senders, what many share, and whatever an outsider names */
        INNOCENT("innocent");

        private final String word;

        Nature(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public ExerciseTruth {
        campaigns = List.copyOf(campaigns);
    }

    public boolean isMalicious(long second) {
        return nature != Nature.INNOCENT && fromSecond <= second && second < untilSecond;
    }

    /** One line of the exercise's canonical text. */
    String line() {
        return String.join(
                " ",
                "truth",
                subject.key(),
                nature.word(),
                campaigns.isEmpty() ? "-" : String.join(",", campaigns),
                actor.isEmpty() ? "-" : actor,
                Long.toString(fromSecond),
                Long.toString(untilSecond));
    }
}
