package org.comity.exchange;

import java.util.Optional;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** A member with all its private keys, made from its name. */
record Desk(Member member, SigningKey memberKey, SigningKey node, SigningKey witness) {
    static Desk of(String name, String country) {
        SigningKey memberKey = key(name + "/member", VerifierKey.Type.ED25519, name + " member");
        SigningKey node = key(name + "/log", VerifierKey.Type.ED25519, name + " node");
        SigningKey witness =
                key(name + "/witness", VerifierKey.Type.COSIGNATURE, name + " witness");
        var keys =
                new MemberKeys(
                        memberKey.verifierKey(),
                        node.verifierKey(),
                        witness.verifierKey(),
                        Hash.digest(Bytes.utf8(name + " seal").array()).bytes());
        var member =
                new Member(
                        new MemberId(name),
                        new Country(country),
                        Sector.PRIVATE,
                        keys,
                        "https://" + name,
                        true);
        return new Desk(member, memberKey, node, witness);
    }

    MemberId id() {
        return member.id();
    }

    LogName log() {
        return LogName.main(id());
    }

    /** A log for named members. */
    LogName forParties() {
        return new LogName(
                id(), Optional.of(Hash.digest(Bytes.utf8(id().name() + " and").array())));
    }

    /** The node key under the name of that log. */
    SigningKey partiesKey() {
        return keyOf(forParties());
    }

    SigningKey keyOf(LogName log) {
        return key(log.origin(), VerifierKey.Type.ED25519, id().name() + " node");
    }

    private static SigningKey key(String name, VerifierKey.Type type, String secret) {
        return SigningKey.of(name, type, Hash.digest(Bytes.utf8(secret).array()).bytes());
    }
}
