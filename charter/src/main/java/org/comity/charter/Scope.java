package org.comity.charter;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;

/**
 * Whose evidence counts for a list, and who may see the list: it rests on nothing that one of its
 * viewers may not see (DESIGN section 6, scope).
 */
public sealed interface Scope {
    /** Everybody, strangers too. */
    record Public() implements Scope {}

    /**
     * What a list for strangers also rests on: all that is for the whole exchange and says that
     * anybody may act on it, shown or not (PAP:CLEAR). Members alone work it out and compare it;
     * strangers see of it that a subject is listed, and no more.
     */
    record Acting() implements Scope {}

    /** All members of the exchange. */
    record Members() implements Scope {}

    /** The members of one sharing group of the charter. */
    record Of(String group) implements Scope {
        public Of {
            if (MemberId.parse(group).optional().isEmpty()) {
                throw new IllegalArgumentException("a group is named as members are");
            }
        }
    }

    /** {@code public}, {@code acting}, {@code members} or {@code group NAME}. */
    default String word() {
        return switch (this) {
            case Public() -> "public";
            case Acting() -> "acting";
            case Members() -> "members";
            case Of(String group) -> "group " + group;
        };
    }

    /** The inverse of {@link #word()}. */
    static Optional<Scope> ofWord(String word) {
        return switch (word) {
            case "public" -> Optional.of(new Public());
            case "acting" -> Optional.of(new Acting());
            case "members" -> Optional.of(new Members());
            default -> {
                String group = word.startsWith("group ") ? word.substring("group ".length()) : "";
                yield MemberId.parse(group).optional().isPresent()
                        ? Optional.of(new Of(group))
                        : Optional.empty();
            }
        };
    }

    /** Whether this member is among those that the scope is for, and so can work out its list. */
    default boolean isFor(MemberId member, Charter charter) {
        return switch (this) {
            case Public(), Acting(), Members() -> charter.member(member).isPresent();
            case Of(String group) -> groupOf(group, charter).contains(member);
        };
    }

    /** The members of a group; none where the charter has no such group. */
    static SortedSet<MemberId> groupOf(String name, Charter charter) {
        return charter.group(name).map(Group::members).orElseGet(Collections::emptySortedSet);
    }

    /** Whether all for whom the scope is are among these. */
    default boolean isWithin(SortedSet<MemberId> members, Charter charter) {
        return switch (this) {
            case Public(), Acting() -> false;
            case Members() ->
                    members.size() >= charter.members().size()
                            && charter.members().stream().allMatch(it -> members.contains(it.id()));
            case Of(String group) -> {
                var its = new TreeSet<>(groupOf(group, charter));
                yield !its.isEmpty() && members.containsAll(its);
            }
        };
    }
}
