package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/**
 * Keeps in step, subject by subject, which vetoes are within their member's budget: at any time the
 * same as {@link Vetoes#budgeted} says of all that was put. For one thread.
 */
public final class VetoBook {
    private final Map<Subject, List<StatedClaim>> bySubject = new HashMap<>();
    private final Map<MemberId, TreeMap<StatedClaim, Subject>> byMember = new HashMap<>();
    private final Map<MemberId, Set<Subject>> beyond = new HashMap<>();
    private int listed;
    private Vetoes vetoes = Vetoes.ALL;

    /** The budget counts by what was on the list when the day began; gives what may change. */
    public Set<Subject> dayBegins(int listedThen) {
        if (Vetoes.budget(listedThen) == Vetoes.budget(listed)) {
            listed = listedThen;
            return Set.of();
        }
        listed = listedThen;
        return settle(Set.copyOf(byMember.keySet()));
    }

    /**
     * What bites on the subject now, instead of what did before.
     *
     * @param biting as {@link Agreement#vetoesOfDay} gives it
     * @return the subjects, this one left out, whose vetoes came to hold or ceased to
     */
    public Set<Subject> put(Subject subject, Collection<StatedClaim> biting) {
        List<StatedClaim> before = bySubject.getOrDefault(subject, List.of());
        List<StatedClaim> now = List.copyOf(biting);
        if (before.equals(now)) {
            return Set.of();
        }
        var members = new HashSet<MemberId>();
        for (StatedClaim it : before) {
            vetoesOf(it.member()).remove(it);
            members.add(it.member());
        }
        for (StatedClaim it : now) {
            vetoesOf(it.member()).put(it, subject);
            members.add(it.member());
        }
        if (now.isEmpty()) {
            bySubject.remove(subject);
        } else {
            bySubject.put(subject, now);
        }
        var changed = new HashSet<>(settle(members));
        changed.remove(subject);
        return changed;
    }

    private Map<StatedClaim, Subject> vetoesOf(MemberId member) {
        return byMember.computeIfAbsent(member, _ -> new TreeMap<>(StatedClaim.BY_PLACE));
    }

    public Vetoes vetoes() {
        return vetoes;
    }

    private Set<Subject> settle(Set<MemberId> members) {
        var changed = new HashSet<Subject>();
        int budget = Vetoes.budget(listed);
        for (MemberId member : members) {
            Set<Subject> before = beyond.getOrDefault(member, Set.of());
            Collection<Subject> all = vetoesOf(member).values();
            Set<Subject> now =
                    all.size() <= budget
                            ? Set.of()
                            : new HashSet<>(new ArrayList<>(all).subList(budget, all.size()));
            if (!before.equals(now)) {
                before.stream().filter(it -> !now.contains(it)).forEach(changed::add);
                now.stream().filter(it -> !before.contains(it)).forEach(changed::add);
                beyond.put(member, now);
            }
        }
        if (!changed.isEmpty()) {
            vetoes = Vetoes.allBut(beyond);
        }
        return changed;
    }
}
