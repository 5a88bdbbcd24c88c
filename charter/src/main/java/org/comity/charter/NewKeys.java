package org.comity.charter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A member as it asks to be listed with new keys, with the signatures that its wish bears: always
 * the new member key's, and the old one's unless that is lost. Its note can be handed to another
 * member, who then proposes it (docs/formats/amendment.md).
 *
 * @param after the member with its new keys
 * @param consents what a proposal carries as the member's consents
 */
public record NewKeys(Member after, List<Bytes> consents) {
    private static final Pattern TEXT =
            Pattern.compile(
                    """
                    comity rotation v1
                    parent (?<parent>[0-9a-f]{64})
                    member (?<id>[a-z0-9.-]{1,63})
                    (?<member>[!-~]{1,256})
                    (?<node>[!-~]{1,256})
                    (?<witness>[!-~]{1,256})
                    (?<seal>[!-~]{44})
                    """);

    public NewKeys {
        consents = List.copyOf(consents);
    }

    /** The wish, signed by these member keys: the new one, and the old one where it is at hand. */
    public static Note ask(Charter parent, Member after, Collection<SigningKey> keys) {
        Note note = Note.of(Consents.rotation(parent, after).signedText());
        for (SigningKey key : keys) {
            note = note.signedBy(key);
        }
        return note;
    }

    /** Takes what this charter's member asks for; it must bear its new member key's signature. */
    public static Checked<NewKeys> parse(Charter parent, Note note) {
        Matcher text = TEXT.matcher(note.text());
        if (!text.matches()) {
            return Checked.refused("not a wish for new keys", "");
        }
        if (!text.group("parent").equals(parent.hash().hex())) {
            return Checked.refused(
                    "made for another charter than the one in force; it must be made anew",
                    "line 2");
        }
        Optional<Member> before =
                MemberId.parse(text.group("id")).optional().flatMap(parent::member);
        if (before.isEmpty()) {
            return Checked.refused("not a member", "line 3");
        }
        return MemberLine.parseKeys(text).then(keys -> signed(parent, before.get(), keys, note));
    }

    private static Checked<NewKeys> signed(
            Charter parent, Member before, MemberKeys keys, Note note) {
        Optional<String> problem =
                Member.problem(before.id(), keys, before.url(), before.contact());
        if (problem.isPresent()) {
            return Checked.refused(problem.get(), "keys");
        }
        Member after = before.withKeys(keys);
        Bytes text = Bytes.utf8(Consents.rotation(parent, after).signedText());
        if (!note.text().equals(text.utf8())) {
            return Checked.refused("not the one spelling of these keys", "keys");
        }
        var consents = new ArrayList<Bytes>();
        for (VerifierKey key : List.of(keys.member(), before.keys().member())) {
            note.signatures().stream()
                    .map(Note.Signature::bytes)
                    .filter(it -> key.verifies(text, it))
                    .filter(it -> !consents.contains(it))
                    .findFirst()
                    .ifPresent(consents::add);
        }
        return note.isSignedBy(keys.member())
                ? Checked.good(new NewKeys(after, consents))
                : Checked.refused("the new member key has not signed", "signatures");
    }
}
