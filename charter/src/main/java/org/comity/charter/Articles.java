package org.comity.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * What a charter lays down beside its members and the rules of its default list.
 *
 * @param lives of claims on the default list
 * @param lists rules of other lists, sorted by name, none twice
 * @param protectedAssets {@link Charter#protectedHash hashes} of subjects that need 2f+1 countries
 * @param committee the members that witness logs, above ten members; empty: all do
 * @param dormant members that were named dormant when this charter was voted; they lowered the
 *     number of votes that it needed and could not vote on it
 * @param cuts of members that are no longer in, sorted
 */
public record Articles(
        Lives lives,
        List<ListRules> lists,
        SortedSet<Hash> protectedAssets,
        SortedSet<MemberId> committee,
        AmendmentRules amendments,
        Budgets budgets,
        SortedSet<MemberId> dormant,
        List<Cut> cuts) {
    public static final int LISTS_MAX = 32;
    public static final int PROTECTED_MAX = 512;
    public static final int COMMITTEE_MAX = 64;
    public static final int DORMANT_MAX = 250;
    public static final int CUTS_MAX = 128;

    public static final Articles DEFAULT =
            new Articles(
                    Lives.DEFAULT,
                    List.of(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    AmendmentRules.DEFAULT,
                    Budgets.DEFAULT,
                    new TreeSet<>(),
                    List.of());

    public Articles {
        lists = lists.stream().sorted(Comparator.comparing(ListRules::name)).toList();
        protectedAssets = Collections.unmodifiableSortedSet(new TreeSet<>(protectedAssets));
        committee = Collections.unmodifiableSortedSet(new TreeSet<>(committee));
        dormant = Collections.unmodifiableSortedSet(new TreeSet<>(dormant));
        cuts = cuts.stream().sorted().toList();
    }

    public Articles withLives(Lives next) {
        return new Articles(
                next, lists, protectedAssets, committee, amendments, budgets, dormant, cuts);
    }

    /** With that list instead of one of its name. */
    public Articles withList(ListRules list) {
        List<ListRules> next = new ArrayList<>(lists);
        next.removeIf(it -> it.name().equals(list.name()));
        next.add(list);
        return withLists(next);
    }

    /** With no rules of its own for that list. */
    public Articles withoutList(String name) {
        return withLists(lists.stream().filter(it -> !it.name().equals(name)).toList());
    }

    public Articles withLists(List<ListRules> next) {
        return new Articles(
                lives, next, protectedAssets, committee, amendments, budgets, dormant, cuts);
    }

    public Articles withProtectedAssets(SortedSet<Hash> next) {
        return new Articles(lives, lists, next, committee, amendments, budgets, dormant, cuts);
    }

    public Articles withCommittee(SortedSet<MemberId> next) {
        return new Articles(
                lives, lists, protectedAssets, next, amendments, budgets, dormant, cuts);
    }

    public Articles withAmendments(AmendmentRules next) {
        return new Articles(lives, lists, protectedAssets, committee, next, budgets, dormant, cuts);
    }

    public Articles withBudgets(Budgets next) {
        return new Articles(
                lives, lists, protectedAssets, committee, amendments, next, dormant, cuts);
    }

    public Articles withDormant(SortedSet<MemberId> next) {
        return new Articles(
                lives, lists, protectedAssets, committee, amendments, budgets, next, cuts);
    }

    public Articles withCuts(List<Cut> next) {
        return new Articles(
                lives, lists, protectedAssets, committee, amendments, budgets, dormant, next);
    }
}
