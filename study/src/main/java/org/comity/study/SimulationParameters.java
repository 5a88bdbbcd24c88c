package org.comity.study;

/**
 * The world in which rules of agreement are compared (trust anchors 3.2). Chances are parts of ten
 * thousand.
 *
 * @param honest members, spread evenly over the blocs (countries)
 * @param malicious how many of ten thousand subjects are
 */
public record SimulationParameters(
        int honest, int blocs, int subjects, int malicious, Sight sight, Feeds feeds, Aim aim) {
    /**
     * What a member sees by itself.
     *
     * @param seen chance that a member sees a subject
     * @param wrong chance that it takes it for the opposite
     * @param benignStated chance that it also says so when it finds the subject benign: few do
     */
    public record Sight(int seen, int wrong, int benignStated) {}

    /**
     * What members pass on.
     *
     * @param coverage chance that a feed has a malicious subject
     * @param wrong chance that it has a benign one
     * @param relaying chance that a member relays a feed
     * @param laundering part of the members that pass relays off as own observations
     */
    public record Feeds(int count, int coverage, int wrong, int relaying, int laundering) {}

    /**
     * What attackers do.
     *
     * @param truthful chance that a sybil says the truth on a subject, to look honest
     * @param poison benign subjects that all sybils call malicious
     * @param deny malicious subjects that all sybils call benign
     */
    public record Aim(int truthful, int poison, int deny) {}

    /** The world of the anchors; benignStated and wrong are not given there. */
    public static final SimulationParameters PUBLISHED =
            new SimulationParameters(
                    30,
                    6,
                    3_000,
                    4_000,
                    new Sight(1_000, 100, 3_000),
                    new Feeds(4, 3_000, 100, 5_000, 2_000),
                    new Aim(2_500, 60, 60));

    public SimulationParameters {
        int benign = subjects - subjects * malicious / 10_000;
        boolean fits = aim.poison() <= benign && aim.deny() <= subjects - benign;
        if (honest < blocs || blocs < 2 || blocs > 26 || !fits) {
            throw new IllegalArgumentException("a bloc has members, and targets are subjects");
        }
    }
}
