package org.comity.charter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;

/**
 * Those who stay found the exchange anew when too few are left to change its charter: epoch 1 of a
 * new exchange that names the charter it comes from, and where the logs of those end who do not
 * come along. All who stay sign it. Nobody follows it by itself: a few members could else take an
 * exchange over by signing for it.
 */
public final class Refounding {
    /** Hexadecimal digits of the second until which it may come in force. */
    private static final int SECOND_DIGITS = 8;

    private static final int DAYS_MAX = 366;

    private Refounding() {}

    /**
     * The new exchange's name, so that every signature covers it: until when it may come in force,
     * and what was drawn.
     *
     * @param drawn 24 lower-case hexadecimal digits
     */
    public static String name(long lastSecond, String drawn) {
        return HexFormat.of().toHexDigits(lastSecond, SECOND_DIGITS) + drawn;
    }

    /** The last second at which the charter may come in force. */
    public static long lastSecond(Charter next) {
        return HexFormat.fromHexDigitsToLong(next.exchange(), 0, SECOND_DIGITS);
    }

    /**
     * Whether it may come in force now. Else who signed one that did not come about would be bound
     * for ever: to whoever has the last signature.
     */
    public static boolean isOpen(Charter next, long nowSecond) {
        long left = lastSecond(next) - nowSecond;
        return left >= 0 && left <= Duration.ofDays(DAYS_MAX).toSeconds();
    }

    /**
     * The first charter of the new exchange. Rules go back to what holds for so many countries, and
     * protected assets are left out, since their hashes hold the old exchange's name.
     *
     * @param leaving where the logs of those end who do not come along
     * @param exchange its {@link #name}
     */
    public static Charter draft(
            Charter old, SortedMap<MemberId, TreeHead> leaving, String exchange) {
        Amending next = Amending.of(old);
        leaving.forEach(next::without);
        Charter left = next.next();
        return new Charter(
                exchange,
                1,
                Optional.of(old.hash()),
                old.guardSet(),
                rules(left, old.rules()),
                left.groups(),
                left.members().stream().map(it -> counted(it, old)).toList(),
                left.articles()
                        .withProtectedAssets(new TreeSet<>())
                        .withLists(
                                left.articles().lists().stream()
                                        .map(it -> list(left, it))
                                        .toList()));
    }

    private static Rules rules(Charter left, Rules before) {
        Rules plain = Rules.defaultsFor(left.countries().size());
        return new Rules(plain.f(), plain.k(), before.dimensions());
    }

    private static ListRules list(Charter left, ListRules before) {
        return new ListRules(before.name(), rules(left, before.rules()), before.lives());
    }

    /** What is left of its probation, counted from the new first epoch. */
    private static Member counted(Member member, Charter old) {
        Admission before = member.admission();
        int left = Math.max(0, before.probationUntil() - old.epoch() + 1);
        return member.admitted(member.vouched(), new Admission(before.sponsors(), left));
    }

    /**
     * Whether the note's text founds the exchange of this charter anew, and changes nothing else.
     */
    public static Checked<Charter> parse(Charter old, Note note) {
        return Charter.parse(note.text()).then(next -> check(old, next));
    }

    private static Checked<Charter> check(Charter old, Charter next) {
        if (next.epoch() != 1 || !next.parent().equals(Optional.of(old.hash()))) {
            return Checked.refused("does not found this exchange anew", "line 4");
        }
        if (next.exchange().equals(old.exchange())) {
            return Checked.refused("a new exchange has a name of its own", "line 2");
        }
        var leaving = new TreeMap<MemberId, TreeHead>();
        for (Member member : old.members()) {
            if (next.member(member.id()).isPresent()) {
                continue;
            }
            Optional<Cut> cut = next.cutOf(member.id());
            if (cut.isEmpty()) {
                return Checked.refused("does not say where a log ends", member.id().name());
            }
            leaving.put(member.id(), cut.get().head());
        }
        return draft(old, leaving, next.exchange()).equals(next)
                ? Checked.good(next)
                : Checked.refused("changes more than who is in", "");
    }

    /** Who has signed of those who found it. */
    public static List<MemberId> signed(Charter next, Note note) {
        List<MemberId> missing = next.missingSignatures(note);
        return next.members().stream().map(Member::id).filter(it -> !missing.contains(it)).toList();
    }

    /** What signing it does, one sentence each. */
    public static List<String> words(Charter old, Charter next) {
        var words = new ArrayList<String>();
        words.add(
                "It founds the exchange anew: a new exchange with a name and a charter of its own.");
        words.add(
                "It names the charter that it comes from: epoch "
                        + old.epoch()
                        + ", "
                        + old.hash().hex()
                        + ".");
        words.add(
                "It is in force when all of these have signed: "
                        + names(next.members().stream().map(Member::id).toList())
                        + ".");
        words.add(
                "They have until "
                        + Instant.ofEpochSecond(lastSecond(next))
                        + ": after that it cannot come in force any more.");
        for (Cut cut : next.articles().cuts()) {
            if (old.member(cut.member()).isPresent()) {
                words.add(
                        cut.member()
                                + " does not come along: what it said no longer counts in the new"
                                + " exchange. Its log ends at "
                                + cut.head().size()
                                + " statements.");
            }
        }
        words.add(
                "Who has not signed stays with the old charter. No node follows the new one by"
                        + " itself.");
        words.add(
                "Rules: f = "
                        + next.rules().f()
                        + ", k = "
                        + next.rules().k()
                        + ", as for so many countries.");
        protectedAssets(old).ifPresent(words::add);
        words.add(
                "Receipts that were made before are checked with the old charter; keep it (comity"
                        + " charter history).");
        if (canVote(old, next)) {
            words.add(
                    "These are enough to change the charter by votes, which keeps the exchange:"
                            + " comity charter propose --remove.");
        }
        return words;
    }

    private static Optional<String> protectedAssets(Charter old) {
        int gone = old.articles().protectedAssets().size();
        return gone == 0
                ? Optional.empty()
                : Optional.of(
                        gone
                                + " protected assets must be named anew: what the old charter says"
                                + " of them holds its exchange's name.");
    }

    private static boolean canVote(Charter old, Charter next) {
        int phi = old.articles().amendments().phi();
        return next.members().size() >= Quorum.needed(old.members().size(), 0, phi)
                && 2 * next.countries().size() > old.countries().size();
    }

    private static String names(Collection<MemberId> members) {
        return members.stream().map(MemberId::name).collect(Collectors.joining(", "));
    }
}
