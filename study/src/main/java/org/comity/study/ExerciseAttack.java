package org.comity.study;

/** Attacks on the exercise. Each adds words or mails to the same honest world. */
public enum ExerciseAttack {
    NONE("no attack"),
    /** Admitted, vouched for by nobody; repeats what is true for a while, then poisons. */
    NEWCOMER("a newcomer poisons"),
    /** Two members of different countries, as many as f, that say the same. */
    COLLUDERS("two members of two countries poison"),
    /** An honest member that turns. */
    SLEEPER("a sleeper turns"),
    /** A member that calls everything benign. */
    VETOER("a member calls everything benign"),
    /** All members of a country: poison, and benign words on what is real. */
    CAPTURED_COUNTRY("a captured country"),
    /** Nobody's member: mails innocent names to everybody. */
    OUTSIDER("an outsider mails innocent names to all");

    private final String words;

    ExerciseAttack(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
