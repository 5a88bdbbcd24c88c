package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** A member with new keys: what must sign, and who then votes. */
class NewKeysTest {
    private static final MemberId A = new MemberId("a");

    /** Counted as in earnest, but for the signatures of votes. */
    private static Polls polls() {
        return new Polls(Polls.charter(4, 0), Polls.without(Clause.SIGNED));
    }

    private static SigningKey fresh(String label) {
        return SigningKey.of(
                "a/member",
                VerifierKey.Type.ED25519,
                SigningKey.derive(Bytes.of(new byte[32]), label));
    }

    private static Member withMemberKey(SigningKey key) {
        Member a = Made.member("a", "AA");
        MemberKeys keys = a.keys();
        return a.withKeys(
                new MemberKeys(key.verifierKey(), keys.node(), keys.witness(), keys.seal()));
    }

    private static Tabled propose(Polls polls, Note wish) {
        NewKeys asked = NewKeys.parse(polls.parent, wish).orThrow();
        var consents = new TreeMap<MemberId, List<Bytes>>();
        consents.put(asked.after().id(), asked.consents());
        return polls.propose(Amending.of(polls.parent).member(asked.after()).next(), consents);
    }

    private static Member after(Polls polls, SigningKey key) {
        Member a = polls.parent.member(A).orElseThrow();
        return a.withKeys(withMemberKey(key).keys());
    }

    @Test
    void whoSignsWithTheOldAndTheNewKeyVotesOnItsOwnNewKeys() {
        Polls polls = polls();
        SigningKey next = fresh("next");
        Note wish =
                NewKeys.ask(polls.parent, after(polls, next), List.of(next, Made.memberKey("a")));
        Tabled one = propose(polls, wish);
        assertEquals(List.of(), one.problems());
        assertEquals(Set.of(), one.targets());
        List.of(0, 1, 2).forEach(it -> polls.vote(it, one));
        assertEquals(Set.of(one.hash()), Polls.certified(polls.count()));
        Charter certified = polls.count().successor().orElseThrow().charter();
        assertEquals(next.verifierKey(), certified.member(A).orElseThrow().keys().member());
    }

    @Test
    void afterALossTheOthersDecideWithoutIt() {
        Polls polls = polls();
        SigningKey next = fresh("next");
        Tabled one = propose(polls, NewKeys.ask(polls.parent, after(polls, next), List.of(next)));
        assertEquals(List.of(), one.problems());
        assertEquals(Set.of(A), one.targets());
        List.of(0, 1, 2).forEach(it -> polls.vote(it, one));
        assertEquals(Set.of(), Polls.certified(polls.count()));
        assertTrue(polls.count().standing(one).words().toString().contains("a has no vote on it"));
        polls.vote(3, one);
        assertEquals(Set.of(one.hash()), Polls.certified(polls.count()));
    }

    @Test
    void nobodysKeysAreReplacedWithoutTheNewOne() {
        Polls polls = polls();
        SigningKey next = fresh("next");
        Note byOldAlone =
                NewKeys.ask(polls.parent, after(polls, next), List.of(Made.memberKey("a")));
        assertInstanceOf(Checked.Refused.class, NewKeys.parse(polls.parent, byOldAlone));
        Tabled unasked = polls.propose(Amending.of(polls.parent).member(after(polls, next)).next());
        assertEquals(List.of("the new key of a has not signed"), unasked.problems());
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, unasked));
        assertEquals(Set.of(), Polls.certified(polls.count()));
    }

    @Test
    void aWishHoldsForOneCharterAndOneSpelling() {
        Polls polls = polls();
        SigningKey next = fresh("next");
        Note wish = NewKeys.ask(polls.parent, after(polls, next), List.of(next));
        Charter other = Polls.withK(polls.parent, 5);
        assertInstanceOf(Checked.Refused.class, NewKeys.parse(other, wish));
        String lost = wish.text().replace(polls.parent.hash().hex(), other.hash().hex());
        assertInstanceOf(
                Checked.Refused.class, NewKeys.parse(other, new Note(lost, wish.signatures())));
        String stranger = wish.text().replace("member a\n", "member z\n");
        assertInstanceOf(
                Checked.Refused.class,
                NewKeys.parse(polls.parent, Note.of(stranger).signedBy(next)));
        for (String wrong : List.of("", "comity rotation v1\n", polls.parent.text())) {
            Note note = Note.of(wrong.isEmpty() ? "\n" : wrong);
            assertInstanceOf(Checked.Refused.class, NewKeys.parse(polls.parent, note));
        }
    }

    @Test
    void anotherMembersKeyCannotBeTaken() {
        Polls polls = polls();
        Member a = polls.parent.member(A).orElseThrow();
        MemberKeys own = a.keys();
        // With b's seal key a would be sent what is sealed to b.
        var keys = new MemberKeys(own.member(), own.node(), own.witness(), Made.keys("b").seal());
        Note wish = NewKeys.ask(polls.parent, a.withKeys(keys), List.of(Made.memberKey("a")));
        NewKeys asked = NewKeys.parse(polls.parent, wish).orThrow();
        Amending next = Amending.of(polls.parent).member(asked.after());
        assertEquals(
                "a key stands twice",
                org.junit.jupiter.api.Assertions.assertThrows(
                                IllegalArgumentException.class, next::next)
                        .getMessage());
        assertEquals(Hash.LENGTH, keys.seal().length());
    }
}
