package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class JoiningTest {
    private static final long NOW = 1_780_000_000L;
    private static final Desk A = Desk.of("cert.example", "NL");
    private static final Desk B = Desk.of("isp.example", "DE");
    private static final Desk C = Desk.of("mail.example", "FR");
    private static final Invitation.Terms TERMS =
            new Invitation.Terms("https://cert.example", NOW + 86_400);
    private final Charter founded =
            Charter.found("0123456789abcdef0123456789abcdef", Hash.ZERO, A.member());
    private final Note one = Note.of(founded.text()).signedBy(A.memberKey());
    private final String invitation = Joining.invite(one, A.id(), TERMS, A.memberKey()).orThrow();
    private final Joining.Acceptance acceptance =
            Joining.accept(invitation, B.member(), B.memberKey(), NOW).orThrow();

    @Test
    void twoLinesMakeAnExchangeOfTwo() {
        Note two = Joining.admit(one, acceptance.line(), A.memberKey()).orThrow();
        assertTrue(acceptance.next().isInForce(two));
        assertEquals(Checked.good(acceptance.next()), Joining.adopt(founded, two));
        assertEquals(
                List.of(A.id(), B.id()),
                acceptance.next().members().stream().map(Member::id).toList());
        assertEquals(1, invitation.lines().count());
        assertEquals(1, acceptance.line().lines().count());
    }

    @Test
    void aThirdIsInWhenAllHaveSignedAndNotBefore() {
        Note two = Joining.admit(one, acceptance.line(), A.memberKey()).orThrow();
        String line = Joining.invite(two, B.id(), TERMS, B.memberKey()).orThrow();
        var third = Joining.accept(line, C.member(), C.memberKey(), NOW).orThrow();
        Note byB = Joining.admit(two, third.line(), B.memberKey()).orThrow();
        refused("not signed by all members", Joining.adopt(acceptance.next(), byB));
        assertEquals(List.of(A.id()), third.next().missingSignatures(byB));
        Note byA = Joining.countersign(two, third.note(), A.memberKey()).orThrow();
        Note all = Joining.gather(third.next(), byB, byA).orThrow();
        assertEquals(all, Joining.gather(third.next(), byA, byB).orThrow());
        assertEquals(Checked.good(third.next()), Joining.adopt(acceptance.next(), all));
    }

    @Test
    void refusesAnExpiredInvitation() {
        refused(
                "expired",
                Joining.accept(invitation, B.member(), B.memberKey(), TERMS.expiresSecond() + 1));
        assertInstanceOf(
                Checked.Good.class,
                Joining.accept(invitation, B.member(), B.memberKey(), TERMS.expiresSecond()));
    }

    @Test
    void refusesToInviteUnderACharterThatIsNotInForce() {
        refused(
                "not signed by all members",
                Joining.invite(acceptance.note(), A.id(), TERMS, A.memberKey()));
        refused("no member's", Joining.invite(one, A.id(), TERMS, B.memberKey()));
        refused("not the inviter's", Joining.invite(one, B.id(), TERMS, A.memberKey()));
    }

    @Test
    void refusesChangedCharactersAllOverAnInvitation() {
        for (int at = 0; at < invitation.length(); at += 3) {
            char other = invitation.charAt(at) == 'A' ? 'B' : 'A';
            String changed = invitation.substring(0, at) + other + invitation.substring(at + 1);
            refused("", Joining.accept(changed, B.member(), B.memberKey(), NOW));
        }
    }

    @Test
    void refusesChangedCharactersAllOverAnAcceptance() {
        String line = acceptance.line();
        for (int at = 0; at < line.length(); at += 11) {
            char other = line.charAt(at) == 'A' ? 'B' : 'A';
            refused(
                    "",
                    Joining.admit(
                            one,
                            line.substring(0, at) + other + line.substring(at + 1),
                            A.memberKey()));
        }
    }

    @Test
    void saysWhichTermWasChanged() {
        refused("terms", Invitation.parse(retold("https://cert.example", "https://fake.example")));
        refused(
                "terms",
                Invitation.parse(retold(Long.toString(NOW + 86_400), Long.toString(NOW + 86_401))));
        refused("charter", Invitation.parse(retold("\nmember ", "\nmembre ")));
    }

    @Test
    void refusesAnAcceptanceThatChangesMore() {
        Charter next = acceptance.next();
        var moved =
                new Charter(
                        next.exchange(),
                        next.epoch(),
                        next.parent(),
                        Hash.digest(),
                        next.rules(),
                        next.groups(),
                        next.members());
        refused("differs in more", admit(moved, B));
        var later =
                new Charter(
                        next.exchange(),
                        next.epoch() + 1,
                        next.parent(),
                        next.guardSet(),
                        next.rules(),
                        next.groups(),
                        next.members());
        refused("differs in more", admit(later, B));
        refused("not exactly one new member", admit(next.admitting(C.member()), B));
        refused("not exactly one new member", admit(founded, B));
    }

    @Test
    void refusesAChangedEntryOfAnOldMember() {
        Member a = A.member();
        var abroad =
                new Member(a.id(), new Country("US"), a.sector(), a.keys(), a.url(), a.vouched());
        Charter next = acceptance.next();
        var changed =
                new Charter(
                        next.exchange(),
                        next.epoch(),
                        next.parent(),
                        next.guardSet(),
                        next.rules(),
                        next.groups(),
                        List.of(abroad, B.member()));
        var refused = refused("differs in more", admit(changed, B));
        assertTrue(refused.where().startsWith("line "), refused.where());
    }

    @Test
    void refusesACharterThatTheNewcomerDidNotSign() {
        Note unsigned = Note.of(acceptance.next().text()).signedBy(C.memberKey());
        String line = InvitationText.line(Joining.ACCEPT_PREFIX, unsigned.bytes());
        refused("the new member has not signed", Joining.admit(one, line, A.memberKey()));
    }

    @Test
    void refusesASecondMemberOfTheSameNameOrKeys() {
        refused("this name", Joining.accept(invitation, A.member(), A.memberKey(), NOW));
        MemberKeys keys = B.member().keys();
        var twin =
                new MemberKeys(
                        keys.member(), keys.node(), keys.witness(), A.member().keys().seal());
        Member b = B.member();
        var member = new Member(b.id(), b.country(), b.sector(), twin, b.url(), true);
        refused("one of these keys", Joining.accept(invitation, member, B.memberKey(), NOW));
        refused(
                "not the newcomer's member key",
                Joining.accept(invitation, B.member(), C.memberKey(), NOW));
    }

    @Test
    void refusesAUrlThatAMemberHas() {
        for (String within : List.of(A.member().url(), A.member().url() + "/log")) {
            Member member = B.member().withUrl(within);
            refused("has this url", Joining.accept(invitation, member, B.memberKey(), NOW));
            // Alone in its charter the newcomer clashes with nobody there.
            Charter next = acceptance.next();
            var instead =
                    new Charter(
                            next.exchange(),
                            next.epoch(),
                            next.parent(),
                            next.guardSet(),
                            next.rules(),
                            next.groups(),
                            List.of(member));
            refused("has this url", admit(instead, B));
        }
    }

    @Test
    void foreignSignaturesDoNotGather() {
        Note crowded = acceptance.note();
        for (int at = 0; at < Note.SIGNATURES_MAX - 1; at++) {
            crowded = crowded.with(new Note.Signature("x" + at, at, Bytes.of(new byte[64])));
        }
        assertEquals(
                Checked.good(acceptance.note()),
                Joining.gather(acceptance.next(), crowded, crowded));
        refused("another charter", Joining.gather(acceptance.next(), one, one));
    }

    @Test
    void refusesLinesJustAboveTheirLimit() {
        String huge = Invitation.PREFIX + "A".repeat(InvitationText.LINE_LENGTH_MAX);
        refused("line too long", Invitation.parse(huge));
        refused("line too long", Joining.admit(one, huge, A.memberKey()));
    }

    private Checked<Note> admit(Charter next, Desk newcomer) {
        Note note = Note.of(next.text()).signedBy(newcomer.memberKey());
        return Joining.admit(
                one, InvitationText.line(Joining.ACCEPT_PREFIX, note.bytes()), A.memberKey());
    }

    /** The invitation with other bytes of the same length inside. */
    private String retold(String from, String to) {
        byte[] content =
                Base64.getUrlDecoder().decode(invitation.substring(Invitation.PREFIX.length()));
        String latin = new String(content, StandardCharsets.ISO_8859_1);
        assertTrue(latin.contains(from), latin);
        int at = latin.indexOf(from);
        String changed = latin.substring(0, at) + to + latin.substring(at + from.length());
        return InvitationText.line(
                Invitation.PREFIX, Bytes.of(changed.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Checked.Refused<?> refused(String why, Checked<?> checked) {
        Checked.Refused<?> refused = assertInstanceOf(Checked.Refused.class, checked);
        assertTrue(refused.toString().contains(why), refused.toString());
        return refused;
    }
}
