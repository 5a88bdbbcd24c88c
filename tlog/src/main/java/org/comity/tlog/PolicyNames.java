package org.comity.tlog;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.comity.tlog.TlogPolicy.Group;
import org.comity.tlog.TlogPolicy.Log;
import org.comity.tlog.TlogPolicy.Part;
import org.comity.tlog.TlogPolicy.Witness;
import org.comity.value.Bytes;

/**
 * What of a policy was read so far, and what may therefore follow: nothing twice, nothing before it
 * is defined, and each name in one group at most. The last two make a policy a tree, in which every
 * witness counts in one way only.
 */
final class PolicyNames {
    /** Names no part: it asks for no witness at all. */
    static final String NONE = "none";

    private static final Optional<String> NOTHING = Optional.empty();

    private final Set<Bytes> logKeys = new LinkedHashSet<>();
    private final Set<Bytes> witnessKeys = new LinkedHashSet<>();
    private final Set<String> defined = new LinkedHashSet<>();
    private final Set<String> grouped = new LinkedHashSet<>();

    /** What is wrong with one more log; empty when it was taken. */
    Optional<String> take(Log log) {
        if (log.key().type() != VerifierKey.Type.ED25519) {
            return Optional.of("a log's key is of another type");
        }
        if (!isAddress(log.url())) {
            return Optional.of("an address is octets without spaces and controls");
        }
        if (!logKeys.add(log.key().publicKey())) {
            return Optional.of("two logs have one key");
        }
        return logKeys.size() > TlogPolicy.EACH_MAX ? Optional.of("too many logs") : NOTHING;
    }

    /** What is wrong with one more witness or group; empty when it was taken. */
    Optional<String> take(Part part) {
        if (!isName(part.name()) || part.name().equals(NONE)) {
            return Optional.of("name not allowed");
        }
        Optional<String> problem =
                switch (part) {
                    case Witness witness -> problem(witness);
                    case Group group -> problem(group);
                };
        if (problem.isPresent()) {
            return problem;
        }
        return defined.add(part.name()) ? NOTHING : Optional.of("name defined twice");
    }

    private Optional<String> problem(Witness witness) {
        if (witness.key().type() != VerifierKey.Type.COSIGNATURE) {
            return Optional.of("a witness's key is of another type");
        }
        if (!isAddress(witness.url())) {
            return Optional.of("an address is octets without spaces and controls");
        }
        if (!witnessKeys.add(witness.key().publicKey())) {
            return Optional.of("two witnesses have one key");
        }
        return witnessKeys.size() > TlogPolicy.EACH_MAX
                ? Optional.of("too many witnesses")
                : NOTHING;
    }

    private Optional<String> problem(Group group) {
        if (defined.size() - witnessKeys.size() >= TlogPolicy.EACH_MAX) {
            return Optional.of("too many groups");
        }
        if (group.needed() < 1 || group.needed() > group.members().size()) {
            return Optional.of("a group needs from one to all of its members");
        }
        for (String member : group.members()) {
            if (undefined(member).isPresent()) {
                return undefined(member);
            }
            if (!grouped.add(member)) {
                return Optional.of("a name stands in groups twice");
            }
        }
        return NOTHING;
    }

    /** Something for a name that no line before has defined. */
    Optional<String> undefined(String name) {
        return defined.contains(name) ? NOTHING : Optional.of("name not defined before");
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= TlogPolicy.NAME_BYTES_MAX && isAddress(name);
    }

    private static boolean isAddress(String octets) {
        return octets.chars().allMatch(at -> at > ' ' && at != 0x7f && at <= 0xff);
    }
}
