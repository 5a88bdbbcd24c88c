package org.comity.exchange;

import java.util.Optional;
import org.comity.charter.Member;
import org.comity.statement.MemberId;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;

/**
 * One log of one member: its main log, or the log of its request steps to one peer, which only the
 * two may read.
 *
 * @param peer empty for the main log
 */
public record LogName(MemberId owner, Optional<MemberId> peer) {
    private static final String MAIN = "/log";
    private static final String REQUESTS = "/requests/";

    public LogName {
        if (peer.isPresent() && peer.get().equals(owner)) {
            throw new IllegalArgumentException("nobody sends requests to itself");
        }
    }

    public static LogName main(MemberId owner) {
        return new LogName(owner, Optional.empty());
    }

    public static LogName requests(MemberId owner, MemberId peer) {
        return new LogName(owner, Optional.of(peer));
    }

    /**
     * Origin of the log's checkpoints (C2SP tlog-checkpoint), and the name of the key that signs
     * them.
     */
    public String origin() {
        return peer.map(to -> owner + REQUESTS + to).orElse(owner + MAIN);
    }

    /** Where any node serves this log, below its URL; docs/formats/exchange.md. */
    public String path() {
        return peer.map(to -> REQUESTS + owner + "/" + to).orElse(MAIN + "/" + owner);
    }

    /**
     * The node key under this log's name: one key signs all logs of a member, and the origin tells
     * them apart.
     */
    public VerifierKey keyOf(Member member) {
        if (!member.id().equals(owner)) {
            throw new IllegalArgumentException("not the owner of this log");
        }
        VerifierKey node = member.keys().node();
        return new VerifierKey(origin(), node.type(), node.publicKey());
    }

    public static Checked<LogName> parseOrigin(String origin) {
        int slash = origin.indexOf('/');
        if (slash < 0) {
            return Checked.refused("not the origin of a member's log", "");
        }
        String rest = origin.substring(slash);
        Checked<MemberId> owner = MemberId.parse(origin.substring(0, slash));
        if (rest.equals(MAIN)) {
            return owner.map(LogName::main);
        }
        if (!rest.startsWith(REQUESTS)) {
            return Checked.refused("not the origin of a member's log", "");
        }
        return owner.then(from ->
                MemberId.parse(rest.substring(REQUESTS.length())).then(to -> pair(from, to)));
    }

    private static Checked<LogName> pair(MemberId from, MemberId to) {
        return from.equals(to)
                ? Checked.refused("nobody sends requests to itself", "")
                : Checked.good(requests(from, to));
    }

    @Override
    public String toString() {
        return origin();
    }
}
