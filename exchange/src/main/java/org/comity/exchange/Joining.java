package org.comity.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * How a member comes in: an invitation line, an acceptance line, and the signature of every member
 * under the charter of the next epoch. Nothing is in force before all have signed, so no two can
 * admit somebody alone and nobody can be admitted in a version that another did not see.
 */
public final class Joining {
    static final String ACCEPT_PREFIX = "comity-accept1:";

    private Joining() {}

    /**
     * The newcomer's yes.
     *
     * @param line to be handed back to the inviter
     * @param next the charter that it makes, signed in note by the newcomer alone so far
     */
    public record Acceptance(String line, Charter next, Note note, Invitation invitation) {}

    /** The line for a newcomer; inviter is one of the members of the charter in force. */
    public static Checked<String> invite(
            Note charterNote, MemberId inviter, Invitation.Terms terms, SigningKey memberKey) {
        return inForce(charterNote)
                .then(charter ->
                        memberWithKey(charter, memberKey)
                                .then(member ->
                                        member.id().equals(inviter)
                                                ? Checked.good(member)
                                                : Checked.refused(
                                                        "the key is not the inviter's", ""))
                                .map(_ -> new Invitation(charterNote, charter, inviter, terms)))
                .map(invitation ->
                        InvitationText.line(
                                Invitation.PREFIX, InvitationText.write(invitation, memberKey)));
    }

    /**
     * What the newcomer answers; self is listed as it will stand in the charter: a contributor when
     * it has no URL, since nobody could ask it for anything.
     */
    public static Checked<Acceptance> accept(
            String invitationLine, Member self, SigningKey memberKey, long nowSecond) {
        return Invitation.parse(invitationLine)
                .then(invitation ->
                        nowSecond > invitation.terms().expiresSecond()
                                ? Checked.refused("invitation expired", "terms, line 4")
                                : accept(invitation, self, memberKey));
    }

    private static Checked<Acceptance> accept(
            Invitation invitation, Member self, SigningKey memberKey) {
        if (!self.keys().member().equals(memberKey.verifierKey())) {
            return Checked.refused("the key is not the newcomer's member key", "");
        }
        Member offered = self.url().isEmpty() ? self.asContributor() : self;
        return next(invitation.charter(), offered)
                .map(next -> {
                    Note note = Note.of(next.text()).signedBy(memberKey);
                    String line = InvitationText.line(ACCEPT_PREFIX, note.bytes());
                    return new Acceptance(line, next, note, invitation);
                });
    }

    /**
     * The inviter checks that the acceptance changes the charter in nothing but one member more,
     * and signs. The note then goes to the other members, who do the same with {@link
     * #countersign}.
     */
    public static Checked<Note> admit(Note current, String acceptanceLine, SigningKey memberKey) {
        return InvitationText.content(ACCEPT_PREFIX, acceptanceLine)
                .then(Note::parse)
                .then(next -> countersign(current, next, memberKey));
    }

    /**
     * Adds a member's signature to a charter that admits one newcomer, whose own signature it must
     * bear.
     */
    public static Checked<Note> countersign(Note current, Note next, SigningKey memberKey) {
        return inForce(current)
                .in("current charter")
                .then(charter ->
                        memberWithKey(charter, memberKey).then(_ -> successor(charter, next)))
                .map(charter -> clean(charter, next.signatures()).signedBy(memberKey));
    }

    /** The charter of the note if it is this charter with one newcomer more, who has signed it. */
    public static Checked<Charter> successor(Charter current, Note next) {
        return Charter.parse(next.text())
                .in("next charter")
                .then(charter -> {
                    List<Member> added =
                            charter.members().stream()
                                    .filter(member -> current.member(member.id()).isEmpty())
                                    .toList();
                    return added.size() != 1
                            ? Checked.refused("not exactly one new member", "next charter")
                            : successor(current, next, added.getFirst());
                });
    }

    private static Checked<Charter> successor(Charter current, Note next, Member newcomer) {
        return next(current, newcomer)
                .then(wanted -> {
                    if (!wanted.text().equals(next.text())) {
                        return Checked.refused(
                                "differs in more than the new member",
                                firstDifference(wanted.text(), next.text()));
                    }
                    return next.isSignedBy(newcomer.keys().member())
                            ? checkSignatures(wanted, next)
                            : Checked.refused("the new member has not signed", "signatures");
                });
    }

    /**
     * The charter in force under all signatures, taken in place of current; for whoever is told of
     * a new one.
     */
    public static Checked<Charter> adopt(Charter current, Note next) {
        return successor(current, next)
                .then(charter ->
                        charter.isInForce(next)
                                ? Checked.good(charter)
                                : Checked.refused("not signed by all members", "signatures"));
    }

    /** One note with the good member signatures of both; foreign and bad lines are left out. */
    public static Checked<Note> gather(Charter charter, Note held, Note offered) {
        if (!held.text().equals(charter.text()) || !offered.text().equals(charter.text())) {
            return Checked.refused("signatures of another charter", "");
        }
        var lines = new ArrayList<>(held.signatures());
        lines.addAll(offered.signatures());
        return Checked.good(clean(charter, lines));
    }

    /** What a newcomer answered an invitation with: its signature under the charter with it in. */
    public static Checked<Note> accepted(String acceptanceLine) {
        return InvitationText.content(ACCEPT_PREFIX, acceptanceLine).then(Note::parse);
    }

    /** The charter of a note that all its members have signed, or that was voted for. */
    static Checked<Charter> inForce(Note note) {
        return Charter.parse(note.text())
                .then(charter ->
                        Certificate.standsAlone(charter, note)
                                ? checkSignatures(charter, note)
                                : Checked.refused("not signed by all members", "signatures"));
    }

    private static Checked<Charter> next(Charter current, Member newcomer) {
        if (current.members().size() >= Charter.MEMBERS_MAX) {
            return Checked.refused("the exchange is full", "");
        }
        if (current.member(newcomer.id()).isPresent()) {
            return Checked.refused("a member has this name", "");
        }
        if (current.members().stream().anyMatch(newcomer::hasUrlOf)) {
            return Checked.refused("a member has this url, or one within it", newcomer.url());
        }
        // A cosignature does not bind its name, so one witness key under two names would count
        // twice.
        Set<Bytes> taken =
                current.members().stream().flatMap(Joining::publicKeys).collect(Collectors.toSet());
        return publicKeys(newcomer).anyMatch(taken::contains)
                ? Checked.refused("a member has one of these keys", "")
                : Checked.good(current.admitting(newcomer));
    }

    private static Stream<Bytes> publicKeys(Member member) {
        MemberKeys keys = member.keys();
        return Stream.of(
                keys.member().publicKey(),
                keys.node().publicKey(),
                keys.witness().publicKey(),
                keys.seal());
    }

    private static Checked<Charter> checkSignatures(Charter charter, Note note) {
        Optional<Member> bad =
                charter.members().stream()
                        .filter(member -> note.hasBadSignatureOf(member.keys().member()))
                        .findFirst();
        return bad.isPresent()
                ? Checked.refused("bad signature of a member", "signature of " + bad.get().id())
                : Checked.good(charter);
    }

    private static Checked<Member> memberWithKey(Charter charter, SigningKey memberKey) {
        VerifierKey key = memberKey.verifierKey();
        Optional<Member> member =
                charter.members().stream().filter(it -> it.keys().member().equals(key)).findFirst();
        return member.<Checked<Member>>map(Checked::good)
                .orElseGet(() -> Checked.refused("the key is no member's", ""));
    }

    /** The good signatures among lines, in the order of the members, one each. */
    private static Note clean(Charter charter, List<Note.Signature> lines) {
        Note clean = Note.of(charter.text());
        for (Member member : charter.members()) {
            VerifierKey key = member.keys().member();
            Optional<Note.Signature> good =
                    lines.stream()
                            .filter(line -> line.name().equals(key.name()))
                            .filter(line -> new Note(charter.text(), List.of(line)).isSignedBy(key))
                            .findFirst();
            clean = good.isPresent() ? clean.with(good.get()) : clean;
        }
        return clean;
    }

    private static String firstDifference(String wanted, String found) {
        List<String> left = wanted.lines().toList();
        List<String> right = found.lines().toList();
        int line = 0;
        while (line < Math.min(left.size(), right.size())
                && left.get(line).equals(right.get(line))) {
            line++;
        }
        return "line " + (line + 1);
    }
}
