package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.comity.charter.Amending;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.NewKeys;
import org.comity.exchange.KeyWish;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * New keys: of this member, and of another that hands over its wish. A charter that lists them must
 * be voted for as any other.
 */
final class Rotating {
    private final Desk desk;
    private final Amender amender;

    Rotating(Desk desk, Amender amender) {
        this.desk = desk;
        this.amender = amender;
    }

    /**
     * Draws new secrets, which wait until a charter lists their keys, and proposes that charter.
     *
     * @param isLost the old member key is gone or in wrong hands; the others then decide alone
     */
    JsonNode ask(NodeKeys.Which which, boolean isLost, Amender.Motive motive) throws IOException {
        Note wish = wish(which, isLost);
        return propose(wish, motive);
    }

    /** The same as a line for another member, who proposes it. */
    JsonNode line(NodeKeys.Which which, boolean isLost) throws IOException {
        return Json.object().put("line", KeyWish.line(wish(which, isLost)));
    }

    private Note wish(NodeKeys.Which which, boolean isLost) throws IOException {
        if (!which.member() && !which.node()) {
            throw new Refusal("say which key is to be new: --member-key, --node-key", "");
        }
        if (isLost && !which.member()) {
            throw new Refusal("--lost is about the member key: add --member-key", "");
        }
        Charter parent = desk.charters().charter();
        Member self = desk.charters().self();
        var signers = new ArrayList<SigningKey>();
        if (!isLost) {
            // Before anything is drawn: without it there is nothing to be proposed.
            signers.add(desk.keys().memberKey());
        }
        MemberKeys next = desk.keys().next(self.keys(), which);
        if (which.member()) {
            signers.add(desk.keys().nextMemberKey());
        }
        return NewKeys.ask(parent, self.withKeys(next), signers);
    }

    JsonNode propose(String line, Amender.Motive motive) throws IOException {
        return propose(Refusal.orRefuse(KeyWish.note(line)), motive);
    }

    private ObjectNode propose(Note wish, Amender.Motive motive) throws IOException {
        Charter parent = desk.charters().charter();
        NewKeys asked = Refusal.orRefuse(NewKeys.parse(parent, wish));
        var draft = new Amender.Draft(Amending.of(parent), new TreeMap<>());
        draft.next().member(asked.after());
        draft.consents().put(asked.after().id(), List.copyOf(asked.consents()));
        return amender.propose(draft, motive);
    }
}
