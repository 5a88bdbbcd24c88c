package org.comity.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.comity.charter.Member;
import org.comity.statement.Audience;
import org.comity.statement.EraseNotice;
import org.comity.statement.ErasedNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.value.Hash;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What this member asked the others to erase, and who has confirmed that nothing is left of it.
 * Changed by the writer, read by any thread.
 */
final class Erasures {
    private final MemberId self;
    private final Map<StatementId, Asked> asked = new ConcurrentSkipListMap<>();
    private final Map<Hash, Set<MemberId>> confirmed = new ConcurrentHashMap<>();

    /**
     * @param whom those who were asked; of an empty one all
     */
    private record Asked(long second, List<Hash> commitments, Set<MemberId> whom) {
        boolean isTo(MemberId member) {
            return whom.isEmpty() || whom.contains(member);
        }
    }

    Erasures(MemberId self) {
        this.self = self;
    }

    /** An erasure of our own, or a confirmation of one. */
    void take(MemberId author, StatementId id, Statement statement) {
        if (statement.leaf().kind() == StatementKind.ERASE && author.equals(self)) {
            EraseNotice.parse(statement.payload().json())
                    .optional()
                    .ifPresent(it ->
                            asked.put(
                                    id,
                                    new Asked(
                                            statement.leaf().declaredSecond(),
                                            it.commitments(),
                                            whom(statement))));
        }
        if (statement.leaf().kind() == StatementKind.ERASED && !author.equals(self)) {
            ErasedNotice.parse(statement.payload().json())
                    .optional()
                    .filter(it -> it.log().startsWith(self.name() + "/"))
                    .ifPresent(it -> it.commitments().forEach(one -> confirm(one, author)));
        }
    }

    private static Set<MemberId> whom(Statement asking) {
        return asking.payload().audience() instanceof Audience.Parties(var members)
                ? members
                : Set.of();
    }

    private void confirm(Hash commitment, MemberId by) {
        confirmed.computeIfAbsent(commitment, _ -> ConcurrentHashMap.newKeySet()).add(by);
    }

    /** Each own erasure, who has confirmed it and who has not. */
    ArrayNode json(List<Member> others) {
        ArrayNode all = Json.array();
        asked.forEach((id, one) -> {
            ObjectNode entry =
                    all.addObject()
                            .put("statement", id.toString())
                            .put("asked_at", Instant.ofEpochSecond(one.second()).toString())
                            .put("payloads", one.commitments().size());
            ArrayNode done = entry.putArray("confirmed");
            ArrayNode waits = entry.putArray("waits_for");
            for (Member other : others.stream().filter(it -> one.isTo(it.id())).toList()) {
                (hasConfirmed(one, other.id()) ? done : waits).add(other.id().name());
            }
        });
        return all;
    }

    private boolean hasConfirmed(Asked one, MemberId member) {
        return one.commitments().stream()
                .allMatch(it ->
                        Optional.ofNullable(confirmed.get(it))
                                .filter(by -> by.contains(member))
                                .isPresent());
    }
}
