package org.comity.agreement;

import java.util.List;
import java.util.stream.IntStream;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Target;
import org.comity.value.Hash;

/** What a member says of {@link Made#HOST}, changed one thing at a time. */
record Say(StatedClaim stated) {
    /** Malicious, observed as the connecting host, an hour ago, for ten days, on no evidence. */
    static Say by(String member) {
        var grounds = new Claim.Grounds(Basis.OBSERVED, Role.CONNECTED, List.of(), "");
        var validity = new Claim.Validity(Made.NOW - 3_600, Made.NOW + 864_000);
        var claim =
                new Claim(
                        Made.HOST,
                        Stance.MALICIOUS,
                        AbuseClass.SPAM,
                        grounds,
                        validity,
                        Target.UNKNOWN,
                        "indicator--" + member,
                        false);
        var id = new StatementId(member + "/log", 0);
        return new Say(new StatedClaim(new MemberId(member), id, 0, claim, true));
    }

    static StatedClaim seen(String member, int... roots) {
        return by(member).on(roots).stated();
    }

    /** A link that a machine found in a mail that the member got. */
    static StatedClaim link(String member, int... roots) {
        return by(member).as(Basis.OBSERVED, Role.CALLED_TO_LINK).on(roots).stated();
    }

    static StatedClaim analysed(String member, int... roots) {
        return by(member).as(Basis.ANALYSED, Role.CONTENT).on(roots).stated();
    }

    static StatedClaim relayed(String member, int... roots) {
        return by(member).as(Basis.RELAYED, Role.CONTENT).from("feed").on(roots).stated();
    }

    static StatedClaim benign(String member, int... roots) {
        return by(member).on(roots).benign().stated();
    }

    Say on(int... roots) {
        List<Hash> all = IntStream.of(roots).mapToObj(Made::root).toList();
        return with(
                new Claim.Grounds(grounds().basis(), grounds().role(), all, grounds().source()));
    }

    Say as(Basis basis, Role role) {
        return with(new Claim.Grounds(basis, role, grounds().roots(), grounds().source()));
    }

    Say from(String source) {
        return with(
                new Claim.Grounds(grounds().basis(), grounds().role(), grounds().roots(), source));
    }

    Say benign() {
        Claim it = claim();
        return with(rest(it, Stance.BENIGN, it.abuse(), it.target()));
    }

    Say abuse(AbuseClass abuse) {
        Claim it = claim();
        return with(rest(it, it.stance(), abuse, it.target()));
    }

    Say target(Target target) {
        Claim it = claim();
        return with(rest(it, it.stance(), it.abuse(), target));
    }

    Say between(long from, long until) {
        Claim it = claim();
        var validity = new Claim.Validity(from, until);
        return with(
                new Claim(
                        it.subject(),
                        it.stance(),
                        it.abuse(),
                        it.grounds(),
                        validity,
                        it.target(),
                        it.objectId(),
                        it.revoked()));
    }

    Say object(String objectId, boolean revoked) {
        Claim it = claim();
        return with(
                new Claim(
                        it.subject(),
                        it.stance(),
                        it.abuse(),
                        it.grounds(),
                        it.validity(),
                        it.target(),
                        objectId,
                        revoked));
    }

    Say at(long index, boolean full) {
        var id = new StatementId(stated.statement().origin(), index);
        return new Say(new StatedClaim(stated.member(), id, 0, claim(), full));
    }

    Claim claim() {
        return stated.claim();
    }

    private Claim.Grounds grounds() {
        return claim().grounds();
    }

    private Say with(Claim.Grounds grounds) {
        Claim it = claim();
        return with(
                new Claim(
                        it.subject(),
                        it.stance(),
                        it.abuse(),
                        grounds,
                        it.validity(),
                        it.target(),
                        it.objectId(),
                        it.revoked()));
    }

    private Say with(Claim claim) {
        return new Say(
                new StatedClaim(
                        stated.member(),
                        stated.statement(),
                        stated.position(),
                        claim,
                        stated.full()));
    }

    private static Claim rest(Claim it, Stance stance, AbuseClass abuse, Target target) {
        return new Claim(
                it.subject(),
                stance,
                abuse,
                it.grounds(),
                it.validity(),
                target,
                it.objectId(),
                it.revoked());
    }
}
