package org.comity.exchange;

import java.util.Optional;
import org.comity.charter.Member;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.StatementKind;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * One log of one member: its main log, or one for named members, which only they may read. Of the
 * latter the name tells nobody who they are: it is salted, and its first statement says it.
 *
 * @param audience the audience commitment of its first leaf; empty for the main log
 */
public record LogName(MemberId owner, Optional<Hash> audience) {
    private static final String MAIN = "/log";
    private static final String PARTIES = "/parties/";

    public static LogName main(MemberId owner) {
        return new LogName(owner, Optional.empty());
    }

    /** The one that begins with this statement. */
    public static LogName beginning(MemberId owner, Leaf first) {
        return new LogName(owner, Optional.of(first.audienceCommitment()));
    }

    public boolean isMain() {
        return audience.isEmpty();
    }

    /** Whether its first leaf may be this one: what is for all may be anything. */
    public boolean mayBegin(Leaf first) {
        return isMain()
                || (first.kind() == StatementKind.AUDIENCE
                        && audience.equals(Optional.of(first.audienceCommitment())));
    }

    /**
     * Origin of the log's checkpoints (C2SP tlog-checkpoint), and the name of the key that signs
     * them.
     */
    public String origin() {
        return audience.map(it -> owner + PARTIES + it.hex()).orElse(owner + MAIN);
    }

    /** Where any node serves this log, below its URL; docs/formats/exchange.md. */
    public String path() {
        return audience.map(it -> PARTIES + owner + "/" + it.hex()).orElse(MAIN + "/" + owner);
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
        if (!rest.startsWith(PARTIES)) {
            return Checked.refused("not the origin of a member's log", "");
        }
        String hex = rest.substring(PARTIES.length());
        return owner.then(from ->
                Hash.parseHex(hex)
                        .then(it ->
                                it.hex().equals(hex) // one log has one name
                                        ? Checked.good(new LogName(from, Optional.of(it)))
                                        : Checked.refused("not in lower case", "")));
    }

    @Override
    public String toString() {
        return origin();
    }
}
