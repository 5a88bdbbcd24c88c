package org.comity.node;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.store.StoreReader;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.VerifierKey;

/**
 * The logs that a member may hold by these charters, with all their keys and without leaves: what
 * {@link LogBook} has, for a directory that may be damaged.
 */
final class CheckedLogs {
    private final MemberId self;
    private final Map<String, Log> logs = new TreeMap<>();
    private final Witnesses witnesses = new Witnesses();

    private CheckedLogs(MemberId self) {
        this.self = self;
    }

    static CheckedLogs of(List<Charter> charters, MemberId self, StoreReader store)
            throws IOException {
        var all = new CheckedLogs(self);
        List<LogName> forParties = PartyLogs.in(store);
        charters.forEach(it -> all.follow(it, forParties));
        return all;
    }

    private void follow(Charter charter, List<LogName> forParties) {
        witnesses.add(charter);
        for (Member member : charter.members()) {
            add(member.logOrigin(), member);
            forParties.stream()
                    .filter(it -> it.owner().equals(member.id()))
                    .forEach(it -> add(it.origin(), member));
        }
    }

    private void add(String origin, Member author) {
        var key =
                new VerifierKey(origin, VerifierKey.Type.ED25519, author.keys().node().publicKey());
        Log known = logs.get(origin);
        if (known == null) {
            logs.put(origin, new Log(origin, author.id(), key, new MerkleTree()));
        } else {
            known.key(key);
        }
    }

    MemberId self() {
        return self;
    }

    Collection<Log> all() {
        return logs.values();
    }

    boolean has(String origin) {
        return logs.containsKey(origin);
    }

    DerivedRows derived() {
        return new DerivedRows(witnesses);
    }
}
