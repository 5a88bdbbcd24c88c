package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Assurance;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Refounding;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import tools.jackson.databind.node.ObjectNode;

/** What people do to found their exchange anew when too few are left to change its charter. */
final class Refounder {
    private static final int DRAWN_BYTES = 12;
    private static final int SHORT = 8;

    private final Desk desk;

    Refounder(Desk desk) {
        this.desk = desk;
    }

    /**
     * What it would mean that these found it anew with this member.
     *
     * @param days all must have signed within so many
     * @param isMeant sign it too, and let the others sign
     */
    ObjectNode draft(List<MemberId> with, long days, boolean isMeant) throws IOException {
        if (days < 1 || days > 365) {
            throw new Refusal("signatures count for 1 to 365 days", "--days " + days);
        }
        Charter old = desk.charters().charter();
        var stay = new TreeSet<>(with);
        stay.add(desk.self());
        for (MemberId member : stay) {
            if (old.member(member).isEmpty()) {
                throw new Refusal(
                        "not a member of this exchange; it can join later", member.name());
            }
        }
        var leaving = new TreeMap<MemberId, TreeHead>();
        for (Member member : old.members()) {
            if (!stay.contains(member.id())) {
                leaving.put(member.id(), new Amender(desk).end(member.id()));
            }
        }
        byte[] name = new byte[DRAWN_BYTES];
        desk.random().nextBytes(name);
        String exchange =
                Refounding.name(
                        desk.nowSecond() + Duration.ofDays(days).toSeconds(),
                        HexFormat.of().formatHex(name));
        Charter next = Refounding.draft(old, leaving, exchange);
        return isMeant ? sign(next, Note.of(next.text())) : json(old, next, Note.of(next.text()));
    }

    /** Adds this member's signature to the one that waits. */
    ObjectNode sign(String name) throws IOException {
        CharterBook.Signed held =
                waiting().orElseThrow(() -> new Refusal("no founding anew waits here", name));
        if (name.length() < SHORT || !held.charter().hash().hex().startsWith(name)) {
            throw new Refusal("the one that waits has another name", shortName(held.charter()));
        }
        return sign(held.charter(), held.note());
    }

    private ObjectNode sign(Charter next, Note note) throws IOException {
        Charter old = desk.charters().charter();
        if (next.member(desk.self()).isEmpty()) {
            throw new Refusal("this member is not among those who found it anew", "");
        }
        Note signed = note.signedBy(desk.keys().memberKey());
        var offer = new RefoundBook.Offer(signed, true, desk.nowSecond());
        boolean inForce = desk.writer().callLong(() -> desk.charters().refound(offer));
        Note shown = waiting().map(CharterBook.Signed::note).orElse(signed);
        return json(old, next, shown).put("in_force", inForce).put("told", true);
    }

    /** What waits, and what others founded without this member. */
    ObjectNode show() {
        Charter old = desk.charters().charter();
        ObjectNode answer = Json.object();
        waiting().ifPresent(it -> answer.set("waiting", json(old, it.charter(), it.note())));
        desk.charters()
                .refounds()
                .without(old)
                .ifPresent(it -> answer.set("without", json(old, it, Note.of(it.text()))));
        return answer;
    }

    private Optional<CharterBook.Signed> waiting() {
        return desk.charters().refounds().waiting(desk.charters().charter(), desk.nowSecond());
    }

    private static String shortName(Charter charter) {
        return charter.hash().hex().substring(0, SHORT);
    }

    private ObjectNode json(Charter old, Charter next, Note note) {
        List<MemberId> signed = Refounding.signed(next, note);
        ObjectNode shown =
                Json.object()
                        .put("charter", next.hash().hex())
                        .put("exchange", next.exchange())
                        .put("old_charter", old.hash().hex())
                        .put("until", Instant.ofEpochSecond(Refounding.lastSecond(next)).toString())
                        .put("signed_here", signed.contains(desk.self()));
        shown.set("members", Json.array(next.members().stream().map(Member::id).toList()));
        shown.set("signed", Json.array(signed));
        var words = new ArrayList<>(Refounding.words(old, next));
        Assurance assurance = Assurance.of(next);
        assurance.protects().forEach(it -> words.add("+ " + it));
        assurance.doesNotProtect().forEach(it -> words.add("- " + it));
        shown.set("words", Json.array(words));
        return shown;
    }
}
