package org.comity.study;

/**
 * What the exercise is made from. Equal parameters give equal exercises, byte for byte.
 *
 * @param countries of the members, at most six, with so many members each
 * @param campaigns beside those of the bridges, four to a bridge
 * @param wantedSenders newsletters, shops and mailing lists
 */
public record ExerciseParameters(
        long seed,
        int countries,
        int membersEach,
        int days,
        int campaigns,
        int bridges,
        int feeds,
        int wantedSenders) {
    /** 2026-01-05T00:00:00Z, a Monday: when the exercise begins. */
    public static final long START_SECOND = 1_767_571_200L;

    /** The one whose digest a test holds: 30 members in 6 countries, 60 days. */
    public static final ExerciseParameters FIXED =
            new ExerciseParameters(20_260_105L, 6, 5, 60, 72, 4, 4, 48);

    /** Twelve members, 24 days: small enough for every build. */
    public static final ExerciseParameters SMALL =
            new ExerciseParameters(20_260_105L, 6, 2, 24, 8, 1, 2, 16);

    public ExerciseParameters {
        boolean fits =
                countries >= 4
                        && countries <= ExerciseCast.COUNTRIES.size()
                        && membersEach >= 1
                        && days >= 24
                        && campaigns >= 3
                        && wantedSenders >= 12;
        if (!fits || bridges < 0 || feeds < 0) {
            throw new IllegalArgumentException("too small for what has to happen in it");
        }
    }

    /** The second at which a day, counted from 0, begins. */
    static long dayStart(int day) {
        return START_SECOND + 86_400L * day;
    }

    long endSecond() {
        return dayStart(days);
    }
}
