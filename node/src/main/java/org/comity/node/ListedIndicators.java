package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.agreement.Level;
import org.comity.protection.Listing;
import org.comity.statement.Json;
import org.comity.statement.MemberId;
import org.comity.statement.StixObservables;
import org.comity.statement.Subject;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;

/**
 * The collections {@code trusted} and {@code agreed}: an indicator for each subject on the first
 * list, a later version of it when its level, tier or day of expiry changes, and a revoked one when
 * it leaves. On the writer's thread.
 */
final class ListedIndicators {
    static final String TRUSTED = "trusted";
    static final String AGREED = "agreed";

    /** Of one indicator. */
    private static final int VERSIONS_MAX = 32;

    private static final long MICROS = 1_000_000;

    private final PendingStore store;
    private final Ledger ledger;
    private final MemberId self;
    private final Config.ListOf list;
    private final Map<Subject, Optional<Listing>> changed = new LinkedHashMap<>();

    ListedIndicators(PendingStore store, Ledger ledger, MemberId self, Config.ListOf list) {
        this.store = store;
        this.ledger = ledger;
        this.self = self;
        this.list = list;
    }

    /** What a list had of a subject, and has now. */
    void note(String name, Subject subject, Optional<Listing> before, Optional<Listing> after) {
        if (ledger.collected().isOn()
                && list.name().equals(name)
                && !state(before).equals(state(after))) {
            changed.put(subject, after);
        }
    }

    /** What changed while the node did not run. */
    void missed(String name, Subject subject, Optional<Listing> now) {
        if (ledger.collected().isOn() && list.name().equals(name)) {
            changed.put(subject, now);
        }
    }

    private static String state(Optional<Listing> listing) {
        return listing.map(it -> it.level() + " " + it.tier() + " " + until(it)).orElse("");
    }

    /** The end of the day, so that each further sighting is no version of its own. */
    private static long until(Listing listing) {
        return ListedIndicator.until(listing);
    }

    void write(long nowSecond) throws IOException {
        for (Map.Entry<Subject, Optional<Listing>> one : changed.entrySet()) {
            bring(one.getKey(), one.getValue(), nowSecond);
        }
        changed.clear();
    }

    /** Writes what the collections lack to be as the list is. */
    void bring(Subject subject, Optional<Listing> listing, long nowSecond) throws IOException {
        String id = id(subject);
        bring(TRUSTED, id, listing, nowSecond);
        bring(AGREED, id, listing.filter(it -> it.level() == Level.AGREED), nowSecond);
    }

    void revokeAllBut(Set<String> ids, long nowSecond) throws IOException {
        for (String collection : List.of(TRUSTED, AGREED)) {
            Bytes prefix = CollectedRow.object(collection, "");
            var others = new ArrayList<String>();
            store.scan(
                    prefix,
                    (key, _) -> {
                        String id = key.slice(prefix.length(), key.length()).utf8();
                        return ids.contains(id) || others.add(id);
                    });
            for (String id : others) {
                bring(collection, id, Optional.empty(), nowSecond);
            }
        }
    }

    /** Of a subject of which nothing is said any more not even its indicators stay. */
    void forget(Subject subject) throws IOException {
        for (String collection : List.of(TRUSTED, AGREED)) {
            drop(collection, known(collection, id(subject)));
        }
    }

    /** What goes on and off a list for years leaves room for its next version. */
    private void dropOldest(String collection, String id) throws IOException {
        List<CollectedRow.Known> all = known(collection, id);
        if (all.size() >= VERSIONS_MAX) {
            drop(collection, all.subList(0, all.size() - VERSIONS_MAX / 2));
        }
    }

    private List<CollectedRow.Known> known(String collection, String id) throws IOException {
        return store.value(CollectedRow.object(collection, id))
                .map(CollectedRow.Known::read)
                .orElse(List.of());
    }

    private void drop(String collection, List<CollectedRow.Known> versions) throws IOException {
        var rows = new ArrayList<CollectedRow>();
        for (CollectedRow.Known one : versions) {
            Bytes key = CollectedRow.at(CollectedRow.byDate(collection), one.tlp(), one.date());
            store.value(key).ifPresent(it -> rows.add(CollectedRow.read(key, it)));
        }
        if (!rows.isEmpty()) {
            ledger.write(ledger.collected().without(collection, rows));
        }
    }

    private void bring(String collection, String id, Optional<Listing> listing, long nowSecond)
            throws IOException {
        Optional<Json.Members> before = last(collection, id);
        boolean was = before.isPresent() && before.get().at("revoked").isEmpty();
        if (!was && listing.isEmpty()) {
            return;
        }
        Json.Members now =
                listing.map(it -> ListedIndicator.of(self, list, id, it))
                        .orElseGet(before::orElseThrow);
        if (listing.isEmpty()) {
            now = now.with("revoked", new Json.Flag(true));
        }
        String created = before.flatMap(it -> it.text("created")).orElse(time(nowSecond));
        long modified =
                before.flatMap(it -> it.text("modified"))
                        .map(it -> Math.max(nowSecond, TaxiiTime.parse(it).orElse(0) / MICROS + 1))
                        .orElse(nowSecond);
        if (before.isPresent() && isSame(before.get(), now)) {
            return;
        }
        Bytes object = now.with("created", created).with("modified", time(modified)).canonical();
        dropOldest(collection, id);
        ledger.write(ledger.collected().made(collection, ListedIndicator.tlp(list), object));
    }

    private static boolean isSame(Json.Members before, Json.Members now) {
        String same = "same";
        return before.with("created", same)
                .with("modified", same)
                .equals(now.with("created", same).with("modified", same));
    }

    private static String time(long second) {
        return StixObservables.time(second);
    }

    String id(Subject subject) {
        return StixObservables.named(
                "indicator", "list\n" + self.name() + "\n" + list.name() + "\n" + subject.key());
    }

    private Optional<Json.Members> last(String collection, String id) throws IOException {
        Optional<Bytes> all = store.value(CollectedRow.object(collection, id));
        if (all.isEmpty()) {
            return Optional.empty();
        }
        CollectedRow.Known last = CollectedRow.Known.read(all.get()).getLast();
        Bytes key = CollectedRow.at(CollectedRow.byDate(collection), last.tlp(), last.date());
        return store.value(key)
                .flatMap(it -> Json.parseMembers(CollectedRow.read(key, it).content()).optional());
    }
}
