package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What a membership under its rules protects against and what not, in words: for people who are
 * about to sign a charter. Counts only; who the members are makes no difference to it.
 *
 * @param members in the charter, at least 1
 * @param countries among them
 * @param sectors among them
 * @param rules f, k and dimensions
 */
public record Assurance(int members, int countries, int sectors, Rules rules) {
    public Assurance {
        if (members < 1 || countries < 1 || sectors < 1) {
            throw new IllegalArgumentException("a membership has a member");
        }
    }

    public static Assurance of(Charter charter) {
        return new Assurance(
                charter.members().size(),
                charter.countries().size(),
                (int) charter.members().stream().map(Member::sector).distinct().count(),
                charter.rules());
    }

    /** Of so many at hand, under the rules that hold when the charter says nothing else. */
    public static Assurance byDefault(int members, int countries, int sectors) {
        return new Assurance(members, countries, sectors, Rules.defaultsFor(countries));
    }

    /** Whether anything can be agreed at all by so many members, countries and sectors. */
    public boolean canAgree() {
        return members >= rules.k()
                && rules.dimensions().stream().allMatch(it -> blocs(it) >= rules.blocsNeeded());
    }

    /** Countries (or sectors) that can all be captured without making anything agreed. */
    public int capturedWithstood() {
        return rules.blocsNeeded() - 1;
    }

    /** Who must cosign a log, of the other members, before it counts fully; 0 for one alone. */
    public int witnessesNeeded() {
        return WitnessQuorum.needed(members);
    }

    /** What holds, one sentence each. */
    public List<String> protects() {
        var words = new ArrayList<String>();
        if (members == 1) {
            words.add("Its own list, reasons and receipts, which anybody can check.");
            return words;
        }
        if (canAgree()) {
            words.add(
                    "Agreed needs "
                            + rules.k()
                            + " members with distinct evidence, from "
                            + needed()
                            + ", and more of them for than against.");
            words.add(
                    "However many members collude: if they are of no more than "
                            + join(_ -> capturedWithstood(), " or ")
                            + ", they alone make nothing agreed.");
        }
        if (countries > 1) {
            words.add(
                    "Block needs an analysis by a member in standing and other evidence from another country:"
                            + " members of one country block nothing by themselves.");
        }
        words.add(witnesses());
        if (doubleSigners() > 0) {
            words.add(
                    "To show two members two different logs, a liar needs "
                            + count(doubleSigners(), "other member", "other members")
                            + " to cosign both.");
        }
        return words;
    }

    private String witnesses() {
        int others = members - 1;
        int spare = others - witnessesNeeded();
        if (others == 1) {
            return "A log counts fully when the other member has cosigned it.";
        }
        return spare == 0
                ? "A log counts fully when all " + others + " other members have cosigned it."
                : "A log counts fully when "
                        + witnessesNeeded()
                        + " of the "
                        + others
                        + " other members have cosigned it; "
                        + spare
                        + " may be down.";
    }

    /** What does not hold, one sentence each; the remedy where there is one. */
    public List<String> doesNotProtect() {
        var words = new ArrayList<String>();
        if (members == 1) {
            words.add("Nobody confirms what it says, and nobody witnesses its log: join others.");
            return words;
        }
        if (!canAgree()) {
            words.add(
                    "Nothing can be agreed: that needs "
                            + rules.k()
                            + " members from "
                            + needed()
                            + "; there are "
                            + members
                            + " from "
                            + join(this::blocs, " and ")
                            + ".");
        }
        if (countries == 1) {
            words.add(
                    "All are of one country: there is only trusted, and nothing is ever blocked."
                            + " Admit a member of another.");
        }
        words.add(
                "One member in standing is enough for trusted: a captured one can put names on the score list"
                        + " until its claims are contradicted or end. Let score weigh, not refuse.");
        if (canAgree()) {
            words.add(
                    "Members of "
                            + join(this::suppressing, " or ")
                            + " that say the opposite keep anything from being agreed.");
        }
        words.add(
                "One member's benign claim keeps a name off the others' lists, though never off its claimant's own.");
        if (members < 5) {
            words.add("Below five members, one node that is down stops the cosigning of all logs.");
        }
        return words;
    }

    /** Blocs that, all against, leave too few for: fewer than needed, or no more than against. */
    public int suppressing(String dimension) {
        int against = 1;
        int needed = Math.max(rules.blocsNeeded(), against + 1);
        while (blocs(dimension) - against >= needed) {
            against++;
            needed = Math.max(rules.blocsNeeded(), against + 1);
        }
        return against;
    }

    /** Members that two quorums on one log have in common at the least. */
    private int doubleSigners() {
        return Math.max(0, 2 * witnessesNeeded() - (members - 1));
    }

    private int blocs(String dimension) {
        return dimension.equals("sector") ? sectors : countries;
    }

    private String needed() {
        return join(_ -> rules.blocsNeeded(), " and ");
    }

    private String join(ToIntFunction<String> number, String between) {
        return rules.dimensions().stream()
                .map(it ->
                        it.equals("sector")
                                ? count(number.applyAsInt(it), "sector", "sectors")
                                : count(number.applyAsInt(it), "country", "countries"))
                .collect(Collectors.joining(between));
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
