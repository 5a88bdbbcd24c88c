package org.comity.study;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.charter.Country;
import org.comity.statement.Subject;

/**
 * What the rules made of the exercise under one attack.
 *
 * @param byCountry of the member that got the mail
 * @param levels malicious subjects of all listed ones, added up over every midnight; tiers likewise
 * @param innocentScored innocent subjects that were ever listed at score or above
 */
public record ExerciseArm(
        ExerciseAttack attack,
        SortedMap<Country, Mails> byCountry,
        SortedMap<Level, Part> levels,
        SortedMap<Tier, Part> tiers,
        Times times,
        Raid raid,
        SortedSet<Subject> innocentScored) {
    /**
     * Mails that a list would have stopped when they arrived.
     *
     * @param stopped unwanted ones, by anything listed at score or above
     * @param agreed by what is agreed alone; blocked: by what is listed at block
     * @param wantedHit wanted ones at score or above; wantedAnyway: those of them on names and
     *     addresses that this member had not had wanted mail from before
     */
    public record Mails(
            Part stopped, Part agreed, Part blocked, Part wantedHit, Part wantedAnyway) {
        static final Mails NONE = new Mails(Part.NONE, Part.NONE, Part.NONE, Part.NONE, Part.NONE);

        Mails plus(Mails other) {
            return new Mails(
                    stopped.plus(other.stopped),
                    agreed.plus(other.agreed),
                    blocked.plus(other.blocked),
                    wantedHit.plus(other.wantedHit),
                    wantedAnyway.plus(other.wantedAnyway));
        }
    }

    /**
     * From the first mail anywhere to the level, over dedicated addresses and domains that stood in
     * at least two mails.
     */
    public record Times(Delay trusted, Delay agreed) {}

    /** How many came to it at all, and after how many minutes half and nine tenths of these did. */
    public record Delay(Part reached, long medianMinutes, long ninetiethMinutes) {}

    /**
     * How far the attackers came.
     *
     * @param scored poisoned names that were ever listed at score or above; agreed: ever agreed and
     *     that
     * @param attackersLeft attackers in standing at the end; honestLost: others that ever lost it
     */
    public record Raid(Part scored, Part agreed, Part attackersLeft, Part honestLost) {}

    /** All members' together. */
    public Mails mails() {
        return byCountry.values().stream().reduce(Mails.NONE, Mails::plus);
    }

    public ExerciseArm {
        byCountry = Collections.unmodifiableSortedMap(new TreeMap<>(byCountry));
        levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
        // Through Set, so that the order is that of the subjects and not a foreign one.
        Set<Subject> plain = innocentScored;
        innocentScored = Collections.unmodifiableSortedSet(new TreeSet<>(plain));
        tiers = Collections.unmodifiableSortedMap(new TreeMap<>(tiers));
    }
}
