package org.comity.charter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Vote;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The votes of an amendment as lines of the next charter's note, so that a charter stays one text
 * that people can read and anybody can check with the charter before; docs/formats/amendment.md.
 *
 * <p>It shows that enough members voted for it in one round. That no other is certified only the
 * members' logs show: it is for whoever cannot have them.
 */
public final class Certificate {
    private static final Bytes TYPE =
            Bytes.join(Bytes.of(new byte[] {-1}), Bytes.utf8("comity/vote/v1"));
    private static final String PLACE = "signatures";
    private static final int LINE_BYTES = Integer.BYTES + 2 * Hash.LENGTH + 64;

    private Certificate() {}

    /** The note of a charter that was certified. */
    public static Note note(Charter parent, Amendments.Certified certified) {
        Note note = Note.of(certified.charter().text());
        for (Amendments.Voted voted : certified.votes()) {
            note = note.with(line(parent.member(voted.member()).orElseThrow(), voted.vote()));
        }
        return note;
    }

    private static Note.Signature line(Member voter, Vote vote) {
        ByteBuffer out = ByteBuffer.allocate(LINE_BYTES);
        out.putInt(vote.cast().round());
        vote.cast().proposal().write(out);
        vote.cast().justification().write(out);
        out.put(vote.signature().array());
        VerifierKey key = voter.keys().member();
        return new Note.Signature(key.name(), keyId(key), Bytes.of(out.array()));
    }

    /** As signed-note makes ids for types that it does not know: 0xff and a longer name. */
    private static int keyId(VerifierKey key) {
        Hash hash =
                Hash.digest(
                        Bytes.utf8(key.name() + "\n").array(),
                        TYPE.array(),
                        key.publicKey().array());
        return ByteBuffer.wrap(hash.array()).getInt();
    }

    /** The charter of the note, if it follows this one and enough of its members voted for it. */
    public static Checked<Charter> check(Charter parent, Note note) {
        return Charter.parse(note.text())
                .in("next charter")
                .then(next -> placed(parent, next))
                .then(next -> voted(parent, next, note));
    }

    private static Checked<Charter> placed(Charter parent, Charter next) {
        if (!next.exchange().equals(parent.exchange())) {
            return Checked.refused("of another exchange", "next charter");
        }
        if (!next.parent().equals(Optional.of(parent.hash()))) {
            return Checked.refused("follows another charter", "next charter");
        }
        return next.epoch() == parent.epoch() + 1
                ? Checked.good(next)
                : Checked.refused("not of the next epoch", "next charter, " + next.epoch());
    }

    /** Good if one of the votes that are counted together has all; else what the most lack. */
    private static Checked<Charter> voted(Charter parent, Charter next, Note note) {
        Checked<Charter> best = Checked.refused("no vote of a member stands under it", PLACE);
        int most = 0;
        for (List<Member> voters : votes(parent.voters(), next, note).values()) {
            Checked<Charter> enough = enough(parent, next, voters);
            if (enough instanceof Checked.Good<Charter>) {
                return enough;
            }
            if (voters.size() > most) {
                most = voters.size();
                best = enough;
            }
        }
        return best;
    }

    /**
     * Whether a charter's note can stand without the charter before: all members signed it, or more
     * than half of those it lists voted for it in one round. For a stranger who has nothing else.
     */
    public static boolean standsAlone(Charter charter, Note note) {
        return note.text().equals(charter.text())
                && (charter.isInForce(note)
                        || votes(charter.voters(), charter, note).values().stream()
                                .anyMatch(it -> isMajority(it, charter)));
    }

    private static boolean isMajority(List<Member> voters, Charter charter) {
        return 2 * voters.size() > charter.voters().size();
    }

    /** What must be equal in votes that are counted together. */
    private record Together(int round, Hash proposal) implements Comparable<Together> {
        @Override
        public int compareTo(Together other) {
            int order = Integer.compare(round, other.round);
            return order != 0 ? order : proposal.compareTo(other.proposal);
        }
    }

    private static SortedMap<Together, List<Member>> votes(
            Collection<Member> voters, Charter next, Note note) {
        var votes = new TreeMap<Together, List<Member>>();
        Optional<Hash> parent = next.parent();
        if (parent.isEmpty()) {
            return votes;
        }
        var byName = new TreeMap<String, List<Note.Signature>>();
        note.signatures()
                .forEach(it -> byName.computeIfAbsent(it.name(), _ -> new ArrayList<>()).add(it));
        for (Member voter : voters) {
            VerifierKey key = voter.keys().member();
            for (Note.Signature line : byName.getOrDefault(key.name(), List.of())) {
                Optional<Together> vote = read(key, line, parent.get(), next.hash());
                if (vote.isPresent()) {
                    List<Member> same = votes.computeIfAbsent(vote.get(), _ -> new ArrayList<>());
                    if (!same.contains(voter)) {
                        same.add(voter);
                    }
                }
            }
        }
        return votes;
    }

    private static Optional<Together> read(
            VerifierKey key, Note.Signature line, Hash parent, Hash charter) {
        if (line.bytes().length() != LINE_BYTES || line.keyId() != keyId(key)) {
            return Optional.empty();
        }
        ByteBuffer in = line.bytes().buffer();
        int round = in.getInt();
        Hash proposal = Hash.read(in);
        Hash justification = Hash.read(in);
        if (round < 0 || round > Vote.ROUND_MAX) {
            return Optional.empty();
        }
        var cast = new Vote.Cast(parent, round, proposal, charter, justification);
        Bytes signature = line.bytes().slice(LINE_BYTES - 64, LINE_BYTES);
        return key.verifies(Bytes.utf8(cast.signedText()), signature)
                ? Optional.of(new Together(round, proposal))
                : Optional.empty();
    }

    private static Checked<Charter> enough(Charter parent, Charter next, List<Member> voters) {
        var counted = new TreeSet<MemberId>();
        voters.stream().map(Member::id).filter(it -> mayVote(it, next)).forEach(counted::add);
        int phi = parent.articles().amendments().phi();
        int dormant = next.articles().dormant().size();
        int needed = Quorum.needed(parent.voters().size(), dormant, phi);
        if (counted.size() < needed) {
            String place = PLACE + ", " + counted.size() + " of " + needed;
            return Checked.refused("not voted for by enough members", place);
        }
        var countries = new TreeSet<Country>();
        counted.forEach(it -> countries.add(parent.member(it).orElseThrow().country()));
        int all = parent.countriesOfVoters().size();
        if (2 * countries.size() <= all) {
            String place = PLACE + ", of " + countries.size() + " of " + all + " countries";
            return Checked.refused("not voted for by more than half of the countries", place);
        }
        for (Member member : next.members()) {
            for (MemberId sponsor : member.admission().sponsors()) {
                if (parent.member(member.id()).isEmpty() && !counted.contains(sponsor)) {
                    return Checked.refused("not voted for by a sponsor", PLACE + ", " + sponsor);
                }
            }
        }
        return Checked.good(next);
    }

    /** Not who is removed by it, and not who is named dormant. */
    private static boolean mayVote(MemberId member, Charter next) {
        return next.member(member).isPresent() && !next.articles().dormant().contains(member);
    }
}
