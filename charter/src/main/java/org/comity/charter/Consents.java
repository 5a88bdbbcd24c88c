package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.Rotation;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * Signatures of those whom a proposal lets in, or whose keys it changes. A newcomer signs the
 * charter that would let in it alone, as it does when it accepts an invitation; a member with new
 * keys signs a {@link Rotation.Wanted} with the new member key, and with the old one unless that is
 * lost: then it is a recovery, and the others decide without it.
 */
record Consents(Charter parent, Proposal proposal) {
    List<String> problems(Charter next) {
        var problems = new ArrayList<String>();
        for (Member member : next.members()) {
            Optional<Member> before = parent.member(member.id());
            if (before.isEmpty() && !hasAccepted(member)) {
                problems.add(member.id() + " has not signed that it comes in");
            }
            if (before.isPresent()
                    && !before.get().keys().equals(member.keys())
                    && !isSignedBy(member.keys().member(), member)) {
                problems.add("the new key of " + member.id() + " has not signed");
            }
        }
        return problems;
    }

    /** Whether the keys of this member change, and the old one has not agreed. */
    boolean isReplaced(Member before, Charter next) {
        Optional<Member> after = next.member(before.id());
        return after.isPresent()
                && !after.get().keys().equals(before.keys())
                && !isSignedBy(before.keys().member(), after.get());
    }

    /** What the newcomer signed when it accepted: it need not know what else is changed. */
    private boolean hasAccepted(Member newcomer) {
        if (parent.members().size() >= Charter.MEMBERS_MAX
                || hasKeysOfAnother(newcomer)
                || parent.members().stream().anyMatch(newcomer::hasUrlOf)) {
            return false;
        }
        Member alone = newcomer.admitted(true, Admission.PLAIN);
        Bytes text = Bytes.utf8(parent.admitting(alone).text());
        return signatures(newcomer.id()).stream()
                .anyMatch(it -> newcomer.keys().member().verifies(text, it));
    }

    private boolean hasKeysOfAnother(Member newcomer) {
        List<Bytes> keys = newcomer.keys().all();
        return parent.members().stream()
                .anyMatch(it -> it.keys().all().stream().anyMatch(keys::contains));
    }

    private boolean isSignedBy(VerifierKey key, Member after) {
        Bytes text = Bytes.utf8(rotation(parent, after).signedText());
        return signatures(after.id()).stream().anyMatch(it -> key.verifies(text, it));
    }

    private List<Bytes> signatures(MemberId member) {
        return proposal.consents().getOrDefault(member, List.of());
    }

    static Rotation.Wanted rotation(Charter parent, Member after) {
        MemberKeys keys = after.keys();
        return new Rotation.Wanted(
                parent.hash(),
                after.id(),
                List.of(
                        keys.member().text(),
                        keys.node().text(),
                        keys.witness().text(),
                        keys.seal().base64()));
    }
}
