package org.comity.node;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
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

    static CheckedLogs of(List<Charter> charters, MemberId self) {
        var all = new CheckedLogs(self);
        charters.forEach(all::follow);
        return all;
    }

    private void follow(Charter charter) {
        witnesses.add(charter);
        for (Member member : charter.members()) {
            add(member.logOrigin(), member);
            if (!member.id().equals(self) && charter.member(self).isPresent()) {
                Member own = charter.member(self).get();
                add(LogBook.requestOrigin(self, member.id()), own);
                add(LogBook.requestOrigin(member.id(), self), member);
            }
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
