package org.comity.node;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.comity.agreement.Tier;
import org.comity.charter.Scope;
import org.comity.protection.Listing;
import org.comity.statement.GuardSet;
import org.comity.statement.Leaf;
import org.comity.statement.Subject;

/**
 * The lists of each scope that this node keeps, with all that they follow from: standing, vetoes
 * and decisions too are worked out for each scope from what its viewers may see, so that nothing on
 * a list tells more. The members' scope is always kept; the others cost only whom they are
 * configured by. Changed by the writer only.
 */
final class ListBook {
    /** What it reads. */
    record Parts(
            PendingStore pending,
            Indexes indexes,
            LogBook logs,
            CharterBook charters,
            GuardSet guards,
            Ledger ledger) {}

    private static final long DAY_SECONDS = 86_400;

    private final ListedIndicators indicators;
    private final ListChanges changes;
    // By scope, the members' first.
    private final Map<Scope, Lists> scopes = new LinkedHashMap<>();
    private final Lists members;

    ListBook(Parts parts, Wants wants, Collection<Config.ListOf> configured) {
        this.indicators =
                new ListedIndicators(
                        parts.pending(),
                        parts.ledger(),
                        parts.charters().self().id(),
                        configured.iterator().next());
        this.changes =
                new ListChanges(
                        parts.pending(), parts.indexes().pending(), parts.logs(), indicators);
        var own = new OwnList(parts.charters().self().id(), parts.logs(), wants);
        this.members = lists(new Scope.Members(), parts, own);
        scopes.put(members.settings().scope(), members);
        for (Config.ListOf list : configured) {
            scopes.computeIfAbsent(list.scope(), it -> lists(it, parts, own));
        }
        if (scopes.containsKey(new Scope.Public())) {
            scopes.put(new Scope.Acting(), lists(new Scope.Acting(), parts, own));
        }
    }

    private Lists lists(Scope scope, Parts parts, OwnList own) {
        var standings =
                new StandingBook(
                        new StandingBook.Parts(
                                parts.pending(),
                                parts.logs(),
                                parts.charters(),
                                parts.indexes().pending()),
                        new Payloads(parts.pending(), parts.logs(), parts.charters()),
                        scope);
        var settings =
                new Settings(
                        new Settings.Parts(
                                parts.logs(), parts.charters(), standings, parts.guards(), scope));
        return new Lists(parts.indexes(), settings, own, changes);
    }

    /** What the membership works out for itself; communiques tell of it. */
    Lists members() {
        return members;
    }

    /** Those of the scope of this list, which is configured. */
    Lists of(Config.ListOf list) {
        return of(list.scope());
    }

    private Lists of(Scope scope) {
        return scopes.getOrDefault(scope, members());
    }

    /** Those that also work out what strangers are not shown of this list, where it is for them. */
    private Optional<Lists> acting(Config.ListOf list) {
        return list.scope() instanceof Scope.Public
                ? Optional.of(of(new Scope.Acting()))
                : Optional.empty();
    }

    /** By which of the two this list has the subject; for the eyes of this member. */
    Lists deciding(Subject subject, Config.ListOf list, long asOfSecond) {
        Lists shown = of(list);
        Optional<Lists> acting = acting(list);
        boolean unshown =
                acting.isPresent()
                        && isStronger(
                                acting.get().decide(subject, list, asOfSecond).tier(),
                                shown.decide(subject, list, asOfSecond).tier());
        return unshown ? acting.get() : shown;
    }

    private static boolean isStronger(Optional<Tier> one, Optional<Tier> other) {
        return one.isPresent() && (other.isEmpty() || one.get().compareTo(other.get()) > 0);
    }

    /** As {@link Lists#listed}, with what strangers are told of the rest. */
    Optional<Listing> listed(Subject subject, Config.ListOf list, long nowSecond)
            throws IOException {
        Optional<Listing> shown = of(list).listed(subject, list, nowSecond);
        Optional<Lists> acting = acting(list).filter(it -> !it.areKept());
        return acting.isPresent()
                ? ServedList.joined(shown, acting.get().listed(subject, list, nowSecond))
                : shown;
    }

    /**
     * All that strangers are told of a subject that stands on the list, or higher on it, by what is
     * not for them; empty where nothing is.
     */
    Optional<Listing> unshown(
            Subject subject, Config.ListOf list, long asOfSecond, long nowSecond) {
        Optional<Listing> shown = Listed.of(of(list).decide(subject, list, asOfSecond));
        return acting(list)
                .flatMap(it -> Listed.of(it.decide(subject, list, coarse(asOfSecond, nowSecond))))
                .flatMap(it -> ServedList.beyond(shown, it))
                .filter(it -> it.holdsAt(asOfSecond));
    }

    /**
     * When strangers ask about another time they could find out, by asking again and again, to the
     * second when a thing was said that is not for them. So of a day that is over they are told
     * what held at its end, of this day what holds now, and of what comes what will hold to five
     * minutes: no more than the times that a listing has.
     */
    private static long coarse(long asOfSecond, long nowSecond) {
        long endOfDay = asOfSecond - asOfSecond % DAY_SECONDS + DAY_SECONDS - 1;
        long slot = asOfSecond - asOfSecond % Leaf.ROUNDED_TO_SECONDS;
        return asOfSecond > nowSecond ? Math.max(nowSecond, slot) : Math.min(nowSecond, endOfDay);
    }

    /** The list without local overrides; in order of subjects. */
    SortedMap<Subject, Listing> shared(Config.ListOf list, Tier atLeast, long asOfSecond) {
        return shared(list, atLeast, asOfSecond, asOfSecond);
    }

    /** The same as strangers see it, who may ask of any time. */
    SortedMap<Subject, Listing> sharedWithStrangers(
            Config.ListOf list, Tier atLeast, long asOfSecond, long nowSecond) {
        SortedMap<Subject, Listing> all =
                shared(list, atLeast, asOfSecond, coarse(asOfSecond, nowSecond));
        all.values().removeIf(it -> !it.holdsAt(asOfSecond));
        return all;
    }

    private SortedMap<Subject, Listing> shared(
            Config.ListOf list, Tier atLeast, long asOfSecond, long actingSecond) {
        SortedMap<Subject, Listing> shown = of(list).shared(list, atLeast, asOfSecond);
        acting(list)
                .ifPresent(it ->
                        it.shared(list, atLeast, actingSecond)
                                .forEach((subject, listing) ->
                                        ServedList.joined(
                                                        Optional.ofNullable(shown.get(subject)),
                                                        Optional.of(listing))
                                                .ifPresent(one -> shown.put(subject, one))));
        return shown;
    }

    Collection<Lists> scopes() {
        return scopes.values();
    }

    /** The collections that follow from the first list. */
    ListedIndicators indicators() {
        return indicators;
    }

    ListChanges changes() {
        return changes;
    }

    /** The lists of all scopes. */
    List<ServedList> kept() {
        return scopes.values().stream()
                .filter(it -> !it.isUnshown())
                .flatMap(it -> it.all().stream())
                .toList();
    }

    /** Standing day by day, of each scope. */
    void refresh(long nowSecond) throws IOException {
        for (Lists lists : scopes.values()) {
            lists.settings().standings().refresh(nowSecond);
        }
    }

    /** Works out every list; from then on they are kept in step. */
    void load(Collection<Config.ListOf> which, long nowSecond) throws IOException {
        refresh(nowSecond);
        for (Map.Entry<Scope, Lists> one : scopes.entrySet()) {
            if (one.getKey() instanceof Scope.Acting) {
                one.getValue().keepBeside(of(new Scope.Public()));
            } else {
                one.getValue()
                        .keep(
                                which.stream()
                                        .filter(it -> it.scope().equals(one.getKey()))
                                        .toList());
            }
            one.getValue().load(nowSecond);
        }
        changes.settle(kept(), members().setting(nowSecond));
    }

    void update(Touched touched, long nowSecond) throws IOException {
        for (Lists lists : scopes.values()) {
            lists.update(touched, nowSecond);
        }
    }

    /** Something changed that concerns every subject: some are decided anew after each batch. */
    void allAnew() {
        scopes.values().forEach(Lists::allAnew);
    }

    /** Decides some of those anew; false when more are left. */
    boolean goOn(long nowSecond) throws IOException {
        boolean done = true;
        for (Lists lists : scopes.values()) {
            done &= lists.goOn(nowSecond);
        }
        return done;
    }

    void witnessed(Set<Log> grown, long nowSecond) throws IOException {
        for (Lists lists : scopes.values()) {
            lists.witnessed(grown, nowSecond);
        }
    }

    void tick(long nowSecond) throws IOException {
        for (Lists lists : scopes.values()) {
            lists.tick(nowSecond);
        }
    }
}
