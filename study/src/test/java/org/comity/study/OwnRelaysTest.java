package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.comity.intake.MailTrail;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** Which addresses are taken for the receiver's own relays. */
final class OwnRelaysTest {
    private static final String RELAY = "193.120.211.219";
    private static final String INNER = "193.120.211.220";

    private final OwnRelays relays = new OwnRelays();

    @Test
    void whatHandsOverSpamAndWantedMailOfOthersIsARelay() {
        mails(20, RELAY);
        assertEquals(Set.of(address(RELAY)), relays.guess());
    }

    @Test
    void aRelayBehindARelayIsFoundToo() {
        mails(20, RELAY, INNER);
        assertEquals(Set.of(address(RELAY), address(INNER)), relays.guess());
    }

    @Test
    void whoHasNobodyBehindItIsASender() {
        for (int at = 0; at < 20; at++) {
            add(at % 2 == 0, RELAY);
        }
        assertEquals(Set.of(), relays.guess());
    }

    @Test
    void aListServerOfWantedMailIsNotARelay() {
        for (int at = 0; at < 20; at++) {
            add(false, RELAY, sender(at));
            add(true, sender(at));
        }
        assertEquals(Set.of(), relays.guess());
    }

    @Test
    void lessThanAQuarterOfTheMailMakesNoRelay() {
        mails(4, RELAY);
        for (int at = 4; at < 17; at++) {
            add(at % 2 == 0, sender(at), sender(at + 100));
        }
        assertEquals(Set.of(), relays.guess());
    }

    @Test
    void aQuarterDoes() {
        mails(4, RELAY);
        for (int at = 4; at < 16; at++) {
            add(at % 2 == 0, sender(at), sender(at + 100));
        }
        assertEquals(Set.of(address(RELAY)), relays.guess());
    }

    @Test
    void privateAddressesAreNobodysWay() {
        mails(20, "10.0.0.1", RELAY);
        assertEquals(Set.of(address(RELAY)), relays.guess());
    }

    @Test
    void noMailsGiveNone() {
        assertEquals(Set.of(), relays.guess());
    }

    /** Half of them spam, each of another sender behind these. */
    private void mails(int count, String... way) {
        for (int at = 0; at < count; at++) {
            var all = new ArrayList<>(List.of(way));
            all.add(sender(at));
            add(at % 2 == 0, all.toArray(String[]::new));
        }
    }

    private void add(boolean spam, String... peers) {
        var hops = new ArrayList<MailTrail.Hop>();
        for (String peer : peers) {
            hops.add(
                    new MailTrail.Hop(
                            Optional.of(address(peer)), "mx.qzshop.org", OptionalLong.empty()));
        }
        relays.add(new MailTrail(hops, OptionalLong.empty(), ""), spam);
    }

    private static String sender(int number) {
        return "81.2.69." + number;
    }

    private static Subject address(String value) {
        return new Subject(SubjectKind.ADDRESS, value);
    }
}
