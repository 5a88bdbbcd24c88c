package org.comity.node;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.charter.Scope;
import org.comity.statement.GuardSet;

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
            GuardSet guards) {}

    private final ListChanges changes;
    // By scope, the members' first.
    private final Map<Scope, Lists> scopes = new LinkedHashMap<>();
    private final Lists members;

    ListBook(Parts parts, Wants wants, Collection<Config.ListOf> configured) {
        this.changes = new ListChanges(parts.pending(), parts.indexes().pending(), parts.logs());
        var own = new OwnList(parts.charters().self().id(), parts.logs(), wants);
        this.members = lists(new Scope.Members(), parts, own);
        scopes.put(members.settings().scope(), members);
        for (Config.ListOf list : configured) {
            scopes.computeIfAbsent(list.scope(), it -> lists(it, parts, own));
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
        return scopes.getOrDefault(list.scope(), members());
    }

    Collection<Lists> scopes() {
        return scopes.values();
    }

    ListChanges changes() {
        return changes;
    }

    /** The lists of all scopes. */
    List<Lists.Kept> kept() {
        return scopes.values().stream().flatMap(it -> it.all().stream()).toList();
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
            one.getValue()
                    .keep(which.stream().filter(it -> it.scope().equals(one.getKey())).toList());
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
