package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Vote;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/**
 * Each way in which the votes under a charter are not enough is refused, with words that say it.
 */
final class CertificateTest {
    private static final Charter FOUR = Polls.charter(4, 0);
    private static final Charter NEXT = Polls.withK(FOUR, 5);
    private static final Tabled TABLED = new Polls(FOUR, Polls.ALL).propose(NEXT);

    @Test
    void threeOfFourWhoVotedForItInOneRoundAreEnough() {
        Note note = note(FOUR, NEXT, 0, "a", "b", "c");
        assertEquals(NEXT, Certificate.check(FOUR, note).orThrow());
        // And it reads the same after it was written.
        assertEquals(NEXT, Certificate.check(FOUR, Note.parse(note.bytes()).orThrow()).orThrow());
    }

    @Test
    void aTextThatIsNoCharterIsRefused() {
        assertTrue(why(FOUR, Note.of("not a charter\n")).contains("charter"));
    }

    @Test
    void aCharterOfAnotherExchangeIsRefused() {
        String replayed = NEXT.text().replace(Made.EXCHANGE, "f".repeat(32));
        Charter other = Charter.parse(replayed).orThrow();
        refused("of another exchange (next charter)", note(FOUR, other, 0, "a", "b", "c", "d"));
    }

    @Test
    void aCharterWithAnotherParentIsRefused() {
        Charter other = Polls.withK(FOUR, 7);
        refused(
                "follows another charter (next charter)",
                note(other, Polls.withK(other, 8), 0, "a", "b", "c", "d"));
    }

    @Test
    void aCharterOfAnotherEpochIsRefused() {
        Charter late =
                new Charter(
                        NEXT.exchange(),
                        FOUR.epoch() + 2,
                        NEXT.parent(),
                        NEXT.guardSet(),
                        NEXT.rules(),
                        NEXT.groups(),
                        NEXT.members(),
                        NEXT.articles());
        int epoch = FOUR.epoch();
        refused(
                "not of the next epoch (next charter, " + (epoch + 2) + ")",
                note(FOUR, late, 0, "a", "b", "c", "d"));
    }

    @Test
    void withoutAVoteItIsRefused() {
        refused("no vote of a member stands under it (signatures)", Note.of(NEXT.text()));
    }

    @Test
    void twoOfFourAreTooFew() {
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                note(FOUR, NEXT, 0, "a", "b"));
    }

    /** Its votes show two sets of earlier votes, so they are two lines. */
    @Test
    void aMemberWhoseVoteStandsTwiceIsOneMember() {
        Note twice = note(FOUR, NEXT, 0, "a", "b");
        for (String member : List.of("a", "b")) {
            twice = twice.with(line(member, cast(FOUR, NEXT, 0), List.of(Hash.ZERO)));
        }
        assertEquals(4, twice.signatures().size());
        refused("not voted for by enough members (signatures, 2 of 3)", twice);
        assertFalse(Certificate.standsAlone(NEXT, twice));
    }

    @Test
    void votesOfTwoRoundsAreNotCountedTogether() {
        Note note = note(FOUR, NEXT, 0, "a", "b");
        note = note.with(line("c", cast(FOUR, NEXT, 1))).with(line("d", cast(FOUR, NEXT, 1)));
        refused("not voted for by enough members (signatures, 2 of 3)", note);
    }

    /** Two proposals may propose one charter, with other cuts and terms; each needs its own. */
    @Test
    void votesForTwoProposalsAreNotCountedTogether() {
        Vote.Cast cast = cast(FOUR, NEXT, 0);
        var other =
                new Vote.Cast(cast.parent(), 0, Hash.ZERO, cast.charter(), cast.justification());
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                note(FOUR, NEXT, 0, "a", "b").with(line("c", other)));
    }

    @Test
    void strangersDoNotVote() {
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                note(FOUR, NEXT, 0, "a", "b", "x", "y"));
    }

    @Test
    void aVoteForAnotherTextStandsForNothing() {
        Vote.Cast other = cast(FOUR, Polls.withK(FOUR, 6), 0);
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                note(FOUR, NEXT, 0, "a", "b").with(line("c", other)));
    }

    /** The last bit of each part of the line: round, proposal, justification, signature. */
    @Test
    void aLineWithOneBitChangedIsNoVote() {
        byte[] good = line("c", cast(FOUR, NEXT, 0)).bytes().array();
        for (int at : List.of(3, 35, 67, 131)) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            refused(
                    "not voted for by enough members (signatures, 2 of 3)",
                    note(FOUR, NEXT, 0, "a", "b").with(with("c", Bytes.of(bad))));
        }
    }

    @Test
    void aLineOfAnotherLengthIsNoVote() {
        Bytes good = line("c", cast(FOUR, NEXT, 0)).bytes();
        for (Bytes bad :
                List.of(
                        good.slice(0, good.length() - 1),
                        Bytes.join(good, Bytes.of(new byte[1])),
                        good.slice(0, 1))) {
            refused(
                    "not voted for by enough members (signatures, 2 of 3)",
                    note(FOUR, NEXT, 0, "a", "b").with(with("c", bad)));
        }
    }

    /** The member's plain signature, as founders make, and another member's name on a vote. */
    @Test
    void aLineOfAnotherKindOrNameIsNoVote() {
        Note two = note(FOUR, NEXT, 0, "a", "b");
        Note.Signature good = line("c", cast(FOUR, NEXT, 0));
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                two.with(new Note.Signature(good.name(), good.keyId() + 1, good.bytes())));
        Note.Signature named = line("d", cast(FOUR, NEXT, 0));
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                two.with(new Note.Signature(named.name(), named.keyId(), good.bytes())));
    }

    @Test
    void aRoundThatThereCannotBeIsNoVote() {
        for (int round : List.of(-1, Vote.ROUND_MAX + 1)) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(line("c", cast(FOUR, NEXT, 0)).bytes().array().clone());
            bytes.putInt(0, round);
            refused(
                    "not voted for by enough members (signatures, 2 of 3)",
                    note(FOUR, NEXT, 0, "a", "b").with(with("c", Bytes.of(bytes.array()))));
        }
    }

    @Test
    void whoIsRemovedDoesNotVoteOnIt() {
        Charter without = Polls.removing(FOUR, Polls.id(3));
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                note(FOUR, without, 0, "a", "b", "d"));
        Certificate.check(FOUR, note(FOUR, without, 0, "a", "b", "c")).orThrow();
    }

    @Test
    void whoIsNamedDormantDoesNotVoteOnIt() {
        Charter seven = Polls.charter(7, 0);
        var silent = new TreeSet<>(List.of(Polls.id(5), Polls.id(6)));
        Charter next = Amending.of(seven).dormant(silent).next();
        refused(
                seven,
                "not voted for by enough members (signatures, 3 of 4)",
                note(seven, next, 0, "a", "b", "c", "f"));
        Certificate.check(seven, note(seven, next, 0, "a", "b", "c", "d")).orThrow();
    }

    @Test
    void halfOfTheCountriesAreTooFew() {
        Charter large = Made.charter("AA", "AA", "AA", "BB");
        refused(
                large,
                "not voted for by more than half of the countries (signatures, of 1 of 2 countries)",
                note(large, Polls.withK(large, 5), 0, "a", "b", "c"));
    }

    @Test
    void withoutItsSponsorANewcomerDoesNotComeIn() {
        var sponsors = new TreeSet<>(List.of(new MemberId("a"), new MemberId("d")));
        Member newcomer = Made.member("x", "XX").admitted(false, new Admission(sponsors, 99));
        Charter next = Amending.of(FOUR).member(newcomer).next();
        refused("not voted for by a sponsor (signatures, d)", note(FOUR, next, 0, "a", "b", "c"));
        Certificate.check(FOUR, note(FOUR, next, 0, "a", "b", "d")).orThrow();
        // The newcomer is no member yet: its own vote is none.
        refused(
                "not voted for by enough members (signatures, 2 of 3)",
                note(FOUR, next, 0, "a", "d", "x"));
    }

    @Test
    void whereSomeMayVoteTwiceMoreVotesAreNeeded() {
        Charter wary = Polls.charter(4, 2);
        Charter next = Polls.withK(wary, 5);
        refused(
                wary,
                "not voted for by enough members (signatures, 3 of 4)",
                note(wary, next, 0, "a", "b", "c"));
    }

    @Test
    void standsAloneOnlyWithMoreThanHalfOfItsOwnMembers() {
        assertFalse(Certificate.standsAlone(NEXT, note(FOUR, NEXT, 0, "a", "b")));
        assertTrue(Certificate.standsAlone(NEXT, note(FOUR, NEXT, 0, "a", "b", "c")));
        Note twoRounds = note(FOUR, NEXT, 0, "a", "b").with(line("c", cast(FOUR, NEXT, 1)));
        assertFalse(Certificate.standsAlone(NEXT, twoRounds));
        Charter other = Polls.withK(FOUR, 6);
        assertFalse(Certificate.standsAlone(other, note(FOUR, NEXT, 0, "a", "b", "c")));
        Note moved = Note.of(other.text());
        for (String voter : List.of("a", "b", "c")) {
            moved = moved.with(line(voter, cast(FOUR, NEXT, 0)));
        }
        assertFalse(Certificate.standsAlone(NEXT, moved), "votes under another text");
    }

    /** A founding has no votes but the signatures of all, and they are good for its text alone. */
    @Test
    void aFoundingStandsAloneWithTheSignaturesOfAll() {
        assertFalse(Certificate.standsAlone(FOUR, Note.of(FOUR.text())));
        Note signed = Note.of(FOUR.text());
        for (String member : List.of("a", "b", "c", "d")) {
            assertFalse(Certificate.standsAlone(FOUR, signed));
            signed = signed.signedBy(Made.memberKey(member));
        }
        assertTrue(Certificate.standsAlone(FOUR, signed));
        assertFalse(Certificate.standsAlone(NEXT, signed));
    }

    /** What members' logs make certified is what its certificate shows. */
    @Test
    void theCertificateOfWhatLogsCertifyIsTaken() {
        var polls = new Polls(FOUR, Polls.ALL);
        Tabled one = polls.propose(NEXT);
        for (String member : List.of("a", "b", "c")) {
            Vote vote = Polls.vote(FOUR, 0, one, List.of());
            polls.append(new MemberId(member), Polls.signed(vote, member));
        }
        Note note = Certificate.note(FOUR, polls.count().successor().orElseThrow());
        assertEquals(NEXT, Certificate.check(FOUR, note).orThrow());
    }

    private static Vote.Cast cast(Charter parent, Charter next, int round) {
        return new Vote.Cast(
                parent.hash(),
                round,
                Hash.digest(new byte[] {7}),
                next.hash(),
                Vote.digest(List.of()));
    }

    private static Note note(Charter parent, Charter next, int round, String... voters) {
        Note note = Note.of(next.text());
        for (String voter : voters) {
            note = note.with(line(voter, cast(parent, next, round)));
        }
        return note;
    }

    /** As {@link Certificate#note} writes it, of one that has a vote certified all alone. */
    private static Note.Signature line(String member, Vote.Cast cast) {
        return line(member, cast, List.of());
    }

    private static Note.Signature line(String member, Vote.Cast it, List<Hash> shown) {
        Hash digest = Vote.digest(shown);
        var cast = new Vote.Cast(it.parent(), it.round(), it.proposal(), it.charter(), digest);
        Bytes signature = Made.memberKey(member).sign(Bytes.utf8(cast.signedText()));
        var vote = new Vote(cast, shown, signature);
        Member voter = Made.member(member, "XX");
        Charter alone = Charter.found(Made.EXCHANGE, Made.GUARDS, voter);
        var voted = List.of(new Amendments.Voted(voter.id(), vote));
        var certified = new Amendments.Certified(TABLED, cast.round(), voted);
        return Certificate.note(alone, certified).signatures().getFirst();
    }

    private static Note.Signature with(String member, Bytes bytes) {
        Note.Signature good = line(member, cast(FOUR, NEXT, 0));
        return new Note.Signature(good.name(), good.keyId(), bytes);
    }

    private static void refused(String words, Note note) {
        refused(FOUR, words, note);
    }

    private static void refused(Charter parent, String words, Note note) {
        assertEquals(words, why(parent, note));
    }

    private static String why(Charter parent, Note note) {
        return switch (Certificate.check(parent, note)) {
            case Checked.Good<Charter> _ -> "taken";
            case Checked.Refused<Charter> refused -> refused.toString();
        };
    }
}
