package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** One member's signature makes a draft, and must not make it pass for another member. */
class ImpostorTest extends RunningNodes {
    private static final String NAME = "new.example";

    @Test
    void aDraftDoesNotAddAKeyToAnothersAddress() throws Exception {
        Node a = start(A, "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        Charter now = a.desk().charters().charter();
        Member victim = now.member(b.desk().self()).orElseThrow();
        List<VerifierKey> its = List.of(victim.keys().node());
        String asked = victim.url() + "/log/isp.example/checkpoint";
        for (String url : List.of(victim.url(), victim.url() + "/log")) {
            Note draft = signed(now.text(), newcomer("https://other.example"), url);
            assertThrows(Refusal.class, () -> a.charterOffered(twice(draft, a)));
            assertEquals(its, Joiner.nodeKeysAt(a.desk(), asked));
        }
        // Below its port there is no other either.
        String prefix = victim.url().substring(0, victim.url().length() - 1);
        Charter next = now.admitting(newcomer(prefix));
        a.charterOffered(twice(Note.of(next.text()).signedBy(key("member")), a));
        assertTrue(a.desk().charters().draft().isPresent());
        assertEquals(its, Joiner.nodeKeysAt(a.desk(), asked));
        assertEquals(
                List.of(key("log").verifierKey()),
                Joiner.nodeKeysAt(a.desk(), prefix + "/healthz"),
                "a newcomer is reached");
    }

    /** With this url in place of the newcomer's, which no charter that is made here may have. */
    private static Note signed(String now, Member newcomer, String url) {
        String text = Charter.parse(now).orThrow().admitting(newcomer).text();
        return Note.of(text.replace(newcomer.url(), url)).signedBy(key("member"));
    }

    private static Note twice(Note draft, Node member) throws Exception {
        return draft.signedBy(member.desk().keys().memberKey());
    }

    private static Member newcomer(String url) {
        var witness =
                SigningKey.of(NAME + "/witness", VerifierKey.Type.COSIGNATURE, seed("witness"));
        var keys =
                new MemberKeys(
                        key("member").verifierKey(),
                        key("log").verifierKey(),
                        witness.verifierKey(),
                        seed("seal"));
        return new Member(new MemberId(NAME), new Country("FR"), Sector.PRIVATE, keys, url, true);
    }

    private static SigningKey key(String of) {
        return SigningKey.of(NAME + "/" + of, VerifierKey.Type.ED25519, seed(of));
    }

    private static Bytes seed(String of) {
        return Hash.digest(Bytes.utf8(of).array()).bytes();
    }
}
