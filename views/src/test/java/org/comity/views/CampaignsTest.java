package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.junit.jupiter.api.Test;

class CampaignsTest {
    private final List<Entry> entries = new ArrayList<>();
    private int statements;

    @Test
    void joinsMailsThatCallToOneLink() {
        mail("a", 10, "1", link("x.test"));
        mail("b", 20, "2", link("x.test"), link("y.test"));
        mail("b", 30, "3", link("x.test"), link("y.test"));
        mail("a", 86_410, "4", link("y.test"));
        mail("a", 86_411, "5", link("y.test"), link("once.test"));
        mail("a", 86_412, "6", link("once.test"));
        Campaign found = only(campaigns());
        assertEquals(
                List.of("1", "2", "3", "4", "5").stream().map(Given::root).toList(), found.roots());
        assertEquals(10, found.span().firstSecond());
        assertEquals(List.of(3, 2), List.copyOf(found.days().values()));
        assertEquals("{a=3, b=2}", found.members().toString());
        assertEquals(
                Set.of(Given.domain("x.test"), Given.domain("y.test")), found.shared().keySet());
    }

    @Test
    void oneMailOfTwoMembersIsOnePiece() {
        mail("a", 10, "1", link("x.test"));
        mail("b", 11, "1", link("x.test"));
        mail("b", 12, "2", link("x.test"));
        assertEquals(List.of(), campaigns());
        mail("c", 13, "3", link("x.test"));
        assertEquals(3, only(campaigns()).roots().size());
    }

    @Test
    void textsAlikeJoinAndOthersDoNot() {
        for (int at = 0; at < 3; at++) {
            mail("a", at, "alike" + at, print(at, 8));
            mail("a", at, "not alike" + at, print(100 + at, 7));
        }
        // Those of one family share 8 values with each other, and 7 of them with all the rest.
        assertEquals(3, only(campaigns()).roots().size());
    }

    @Test
    void machinesForgedSendersAndWhatIsInWantedMailJoinNothing() {
        for (int at = 0; at < 4; at++) {
            mail("a", at, "m" + at, claim("192.0.2.1", Role.CONNECTED));
            mail("a", at, "f" + at, claim("forged.test", Role.CLAIMED_SENDER));
            mail("a", at, "w" + at, link("wanted.test"));
            mail("a", at, "g" + at, link("top-site.test"));
        }
        assertEquals(2, campaigns().size());
        say("b", benign("wanted.test"));
        Campaign left = only(campaigns());
        assertEquals(List.of(Given.domain("top-site.test")), left.mostShared(1));
        assertEquals(
                List.of(),
                Campaigns.of(Pieces.of(entries), it -> it.value().equals("top-site.test"), false)
                        .all());
    }

    @Test
    void machinesJoinWhenAskedFor() {
        for (int at = 0; at < 4; at++) {
            String link = at < 2 ? "x.test" : "y.test";
            mail("a", at, "m" + at, link(link), claim("192.0.2.1", Role.CONNECTED));
        }
        assertEquals(List.of(), campaigns());
        List<Campaign> byMachines = Campaigns.of(Pieces.of(entries), it -> false, true).all();
        assertEquals(4, only(byMachines).roots().size());
    }

    @Test
    void isWrittenAsStix() {
        for (int at = 0; at < 3; at++) {
            mail("a", at, "" + at, link("x.test"));
        }
        String stix = only(campaigns()).stix(1_000, 10);
        assertTrue(stix.contains("\"type\":\"campaign\""), stix);
        assertTrue(stix.contains("\"value\":\"x.test\""), stix);
        assertTrue(stix.contains("\"count\":3"), stix);
    }

    private List<Campaign> campaigns() {
        return Campaigns.of(Pieces.of(entries), it -> false, false).all();
    }

    private static Campaign only(List<Campaign> campaigns) {
        assertEquals(1, campaigns.size(), campaigns.toString());
        return campaigns.getFirst();
    }

    private record Said(Subject subject, Role role, Stance stance) {}

    private static Said link(String domain) {
        return claim(domain, Role.CALLED_TO_LINK);
    }

    private static Said claim(String value, Role role) {
        var kind =
                role == Role.CONNECTED
                        ? org.comity.statement.SubjectKind.ADDRESS
                        : org.comity.statement.SubjectKind.DOMAIN;
        return new Said(new Subject(kind, value), role, Stance.MALICIOUS);
    }

    private static Said benign(String domain) {
        return new Said(Given.domain(domain), Role.CONTENT, Stance.BENIGN);
    }

    private static Said print(long seed, int common) {
        return new Said(Given.fingerprint(seed, common).subject(), Role.CONTENT, Stance.MALICIOUS);
    }

    private void mail(String member, long second, String root, Said... said) {
        for (Said one : said) {
            add(member, Given.claimFrom(second, one.subject(), one.role(), root));
        }
    }

    private void say(String member, Said said) {
        var claim = Given.claimFrom(1, said.subject(), said.role());
        add(
                member,
                new org.comity.statement.Claim(
                        claim.subject(),
                        said.stance(),
                        claim.abuse(),
                        claim.grounds(),
                        claim.validity(),
                        claim.target(),
                        claim.objectId(),
                        false));
    }

    private void add(String member, org.comity.statement.Claim claim) {
        Given.statement(member, statements++, claim).entries().forEach(entries::add);
    }
}
