package org.comity.exchange;

import java.util.Base64;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Invitations and acceptances as one line of text each; docs/formats/invitation.md. */
final class InvitationText {
    /** A charter note of the greatest length, twice over for the base64. */
    static final int LINE_LENGTH_MAX = 2 * Note.BYTES_MAX;

    private static final String FORMAT = "comity/invitation/v1";
    private static final int LINES = 5;

    /** Enough for the five lines and one signature. */
    private static final int TERMS_BYTES_MAX = 1_024;

    private InvitationText() {}

    /**
     * Prefix and base64 for URLs without padding (RFC 4648 section 5), so that it survives chats
     * and shells.
     */
    static String line(String prefix, Bytes content) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(content.array());
    }

    static Checked<Bytes> content(String prefix, String line) {
        String trimmed = line.strip();
        if (trimmed.length() > LINE_LENGTH_MAX) {
            return Checked.refused("line too long", "");
        }
        if (!trimmed.startsWith(prefix)) {
            return Checked.refused("line does not begin as it must", "letter 0");
        }
        try {
            Bytes content =
                    Bytes.of(Base64.getUrlDecoder().decode(trimmed.substring(prefix.length())));
            // The decoder takes padding and stray bits; only the one spelling is good.
            return line(prefix, content).equals(trimmed)
                    ? Checked.good(content)
                    : Checked.refused("not canonical base64", "letter " + prefix.length());
        } catch (IllegalArgumentException notBase64) {
            return Checked.refused("not base64", "letter " + prefix.length());
        }
    }

    static Bytes write(Invitation invitation, SigningKey memberKey) {
        String text =
                String.join(
                        "\n",
                        FORMAT,
                        invitation.inviter().name(),
                        invitation.terms().url(),
                        Long.toString(invitation.terms().expiresSecond()),
                        invitation.charter().hash().hex(),
                        "");
        Bytes terms = Note.of(text).signedBy(memberKey).bytes();
        byte[] length = {(byte) (terms.length() >> 8), (byte) terms.length()};
        return Bytes.join(Bytes.of(length), terms, invitation.note().bytes());
    }

    static Checked<Invitation> parse(String line) {
        return content(Invitation.PREFIX, line).then(InvitationText::parse);
    }

    private static Checked<Invitation> parse(Bytes content) {
        if (content.length() < 2) {
            return Checked.refused("invitation too short", "");
        }
        int termsEnd = 2 + (((content.at(0) & 0xff) << 8) | (content.at(1) & 0xff));
        if (termsEnd > content.length() || termsEnd > 2 + TERMS_BYTES_MAX) {
            return Checked.refused("terms run past the end", "byte 0");
        }
        return Note.parse(content.slice(2, termsEnd))
                .in("terms")
                .then(terms ->
                        Note.parse(content.slice(termsEnd, content.length()))
                                .in("charter")
                                .then(charter -> parse(terms, charter)));
    }

    private static Checked<Invitation> parse(Note terms, Note note) {
        String[] lines = terms.text().split("\n", -1);
        if (lines.length != LINES + 1 || !lines[0].equals(FORMAT)) {
            return Checked.refused("not the terms of an invitation", "terms");
        }
        if (!Invitation.Terms.isUrl(lines[2])) {
            return Checked.refused("not a URL without a slash at its end", "terms, line 3");
        }
        if (!lines[3].matches("0|[1-9][0-9]{0,11}")
                || Long.parseLong(lines[3]) > RequestText.SECOND_MAX) {
            return Checked.refused("not a POSIX second", "terms, line 4");
        }
        var asked = new Invitation.Terms(lines[2], Long.parseLong(lines[3]));
        return Joining.inForce(note)
                .in("charter")
                .then(charter ->
                        Hash.parseHex(lines[4]).optional().equals(Optional.of(charter.hash()))
                                ? MemberId.parse(lines[1])
                                        .in("terms, line 2")
                                        .then(inviter -> signed(terms, charter, inviter))
                                        .map(inviter ->
                                                new Invitation(note, charter, inviter, asked))
                                : Checked.refused("terms of another charter", "terms, line 5"));
    }

    private static Checked<MemberId> signed(Note terms, Charter charter, MemberId inviter) {
        Optional<Member> member = charter.member(inviter);
        if (member.isEmpty()) {
            return Checked.refused("the inviter is no member", "terms, line 2");
        }
        return terms.isSignedBy(member.get().keys().member())
                ? Checked.good(inviter)
                : Checked.refused("terms are not signed by the inviter", "terms");
    }
}
