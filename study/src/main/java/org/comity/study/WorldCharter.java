package org.comity.study;

import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;

/**
 * The charter of a world that is only studied. Its keys follow from the members' names, so that
 * equal worlds have equal charters; whoever reads this can sign for them, and nothing depends on
 * it.
 */
final class WorldCharter {
    private static final String EXCHANGE = "0".repeat(32);
    private static final Bytes SECRET = Bytes.of(new byte[32]);

    private WorldCharter() {}

    /** A member to be. */
    record Seat(String name, Country country, Sector sector, boolean vouched) {
        MemberId id() {
            return new MemberId(name);
        }
    }

    static Charter of(List<Seat> seats, Rules rules) {
        return new Charter(
                EXCHANGE,
                1,
                Optional.empty(),
                GuardSet.shipped().hash(),
                rules,
                List.of(),
                seats.stream().map(WorldCharter::member).toList());
    }

    /** Of those who are in a stream, with the default rules. */
    static Charter ofStream(List<org.comity.study.Seat> seats) {
        int countries = (int) seats.stream().map(org.comity.study.Seat::country).distinct().count();
        return of(
                seats.stream()
                        .map(it ->
                                new Seat(
                                        it.id().name(), it.country(), Sector.PRIVATE, it.vouched()))
                        .toList(),
                Rules.defaultsFor(countries));
    }

    private static Member member(Seat seat) {
        var keys =
                new MemberKeys(
                        key(seat.name() + "/member", VerifierKey.Type.ED25519),
                        key(seat.name() + "/log", VerifierKey.Type.ED25519),
                        key(seat.name() + "/witness", VerifierKey.Type.COSIGNATURE),
                        SigningKey.derive(SECRET, seat.name() + "/seal"));
        return new Member(seat.id(), seat.country(), seat.sector(), keys, "", seat.vouched());
    }

    private static VerifierKey key(String name, VerifierKey.Type type) {
        return SigningKey.of(name, type, SigningKey.derive(SECRET, name)).verifierKey();
    }
}
