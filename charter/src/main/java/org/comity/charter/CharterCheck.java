package org.comity.charter;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What must hold between the parts of a charter, for values that we make and for text that we are
 * given.
 */
record CharterCheck(List<Group> groups, List<Member> members) {
    /** Members of all groups together; keeps a charter's text within its limit. */
    static final int PLACES_MAX = 4_096;

    static Optional<String> ofHead(String exchange, int epoch, Optional<Hash> parent) {
        if (!exchange.matches("[0-9a-f]{32}")) {
            return Optional.of("an exchange is named by 32 lower-case hexadecimal digits");
        }
        if (epoch < 1 || parent.isPresent() != (epoch > 1)) {
            return Optional.of("epoch 1 has no parent, every later one has");
        }
        return Optional.empty();
    }

    Optional<String> problem() {
        if (members.isEmpty() || members.size() > Charter.MEMBERS_MAX) {
            return Optional.of("a charter has 1 to 500 members");
        }
        if (groups.size() > Charter.GROUPS_MAX) {
            return Optional.of("a charter has at most 64 groups");
        }
        return ofMembers().or(this::ofGroups);
    }

    private Optional<String> ofMembers() {
        Set<MemberId> ids = new HashSet<>();
        Set<Bytes> keys = new HashSet<>();
        for (Member member : members) {
            if (!ids.add(member.id())) {
                return Optional.of("a member stands twice");
            }
            for (Bytes key : member.keys().all()) {
                if (!keys.add(key)) {
                    return Optional.of("a key stands twice");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofGroups() {
        Set<MemberId> ids = new HashSet<>(members.stream().map(Member::id).toList());
        Set<String> names = new HashSet<>();
        if (groups.stream().mapToInt(it -> it.members().size()).sum() > PLACES_MAX) {
            return Optional.of("groups have at most 4,096 places in all");
        }
        for (Group group : groups) {
            if (!names.add(group.name())) {
                return Optional.of("a group stands twice");
            }
            if (!ids.containsAll(group.members())) {
                return Optional.of("a group holds somebody who is no member");
            }
        }
        return Optional.empty();
    }
}
