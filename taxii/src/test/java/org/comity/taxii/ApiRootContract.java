package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** What every {@link ApiRoot} does. */
public abstract class ApiRootContract {
    private static final List<String> VERSIONS =
            List.of(
                    "2024-01-01T00:00:00.000Z",
                    "2024-02-01T00:00:00.000Z",
                    "2024-03-01T00:00:00.000Z");

    /** Of a user who may read and write the first of its collections, which is empty. */
    protected abstract ApiRoot root();

    /** Of another user of the same server. */
    protected abstract ApiRoot ofAnother();

    private ApiRoot root;
    private String collection = "";

    private void open() throws IOException {
        root = root();
        collection = root.collections().getFirst().id();
    }

    private Status add(Json... objects) throws IOException {
        Json.Members envelope = Json.Members.NONE.with("objects", new Json.Array(List.of(objects)));
        Added added = root.add(collection, envelope.canonical().stream());
        return assertInstanceOf(Added.Done.class, added).status();
    }

    private List<Entry> all(Selection selection, int limit) throws IOException {
        var all = new ArrayList<Entry>();
        long after = Long.MIN_VALUE;
        ApiRoot.Page page;
        do {
            page = root.page(collection, selection, after, limit);
            assertTrue(page.entries().size() <= limit);
            all.addAll(page.entries());
            after = all.isEmpty() ? after : all.getLast().dateAdded();
        } while (page.more());
        return all;
    }

    private static Selection versions(Selection.VersionMatch... versions) {
        return new Selection(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(List.of(versions)),
                new TreeSet<>());
    }

    @Test
    final void everyEntryIsOnOnePageHoweverPagesAreCut() throws IOException {
        open();
        var ids = new TreeSet<String>();
        for (int i = 0; i < 150; i++) {
            Json.Members object = TaxiiObjects.indicator(VERSIONS.getFirst());
            ids.add(object.text("id").orElseThrow());
            add(object, TaxiiObjects.indicator(VERSIONS.get(1)));
        }
        for (int limit : new int[] {1, 7, 100, 300, 1_000}) {
            List<Entry> all = all(Selection.ALL, limit);
            assertEquals(300, all.size());
            assertEquals(300, all.stream().map(Entry::id).distinct().count());
            for (int i = 1; i < all.size(); i++) {
                assertTrue(all.get(i - 1).dateAdded() < all.get(i).dateAdded());
            }
            assertTrue(all.stream().map(Entry::id).toList().containsAll(ids));
            assertEquals(
                    all.getLast().dateAdded(),
                    root.page(collection, Selection.ALL, Long.MIN_VALUE, limit).newest());
        }
    }

    @Test
    final void theLastOfABatchHasAWholeMillisecond() throws IOException {
        open();
        for (int i = 0; i < 5; i++) {
            add(
                    TaxiiObjects.indicator(VERSIONS.getFirst()),
                    TaxiiObjects.indicator(VERSIONS.get(1)));
            assertEquals(0, all(Selection.ALL, 100).getLast().dateAdded() % 1_000);
        }
    }

    @Test
    final void versionsAreChosenWithinOneObject() throws IOException {
        open();
        String id = TaxiiObjects.id("indicator");
        for (String version : List.of(VERSIONS.get(1), VERSIONS.get(2), VERSIONS.get(0))) {
            add(TaxiiObjects.indicator(version).with("id", id));
        }
        var last = versions(new Selection.Last());
        assertEquals(List.of(VERSIONS.get(2)), texts(all(last, 10)));
        assertEquals(List.of(VERSIONS.get(0)), texts(all(versions(new Selection.First()), 10)));
        var both = versions(new Selection.First(), new Selection.Last());
        assertEquals(List.of(VERSIONS.get(2), VERSIONS.get(0)), texts(all(both, 10)));
        var exact = new Selection.Exactly(TaxiiTime.normal(VERSIONS.get(1)).orElseThrow());
        assertEquals(List.of(VERSIONS.get(1)), texts(all(versions(exact), 10)));
        assertEquals(3, all(Selection.ALL.ofObject(id), 10).size());
        assertEquals(1, all(last.ofObject(id), 10).size());
    }

    private static List<String> texts(List<Entry> entries) {
        return entries.stream().map(Entry::version).toList();
    }

    @Test
    final void typesAndIdsAndSpecVersionsAreChosen() throws IOException {
        open();
        Json.Members address = TaxiiObjects.address("198.51.100.7");
        add(TaxiiObjects.indicator(VERSIONS.getFirst()), address);
        var addresses =
                new Selection(
                        new TreeSet<>(),
                        new TreeSet<>(List.of("ipv4-addr", "tool")),
                        new TreeSet<>(),
                        new TreeSet<>());
        assertEquals(List.of("ipv4-addr"), all(addresses, 10).stream().map(Entry::type).toList());
        assertEquals(1, all(Selection.ALL.ofObject(address.text("id").orElseThrow()), 10).size());
        var old =
                new Selection(
                        new TreeSet<>(),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        new TreeSet<>(List.of("2.0")));
        assertTrue(all(old, 10).isEmpty());
        assertFalse(TaxiiTime.normal(all(addresses, 10).getFirst().version()).isEmpty());
    }

    /** Section 3.4.3: of both where both are asked for, else of the newest that there is. */
    @Test
    final void versionsAreChosenWithinAVersionOfStix() throws IOException {
        open();
        Json.Members first = TaxiiObjects.old(VERSIONS.getFirst());
        String id = first.text("id").orElseThrow();
        Json.Members alone = TaxiiObjects.old(VERSIONS.get(1)).with("spec_version", "2.0");
        add(first, alone);
        Selection last = versions(new Selection.Last());
        assertEquals(List.of("2.0", "2.0"), all(last, 1).stream().map(Entry::specVersion).toList());
        add(TaxiiObjects.indicator(VERSIONS.get(1)).with("id", id));
        add(TaxiiObjects.old(VERSIONS.get(2)).with("id", id));
        for (boolean byId : List.of(true, false)) {
            assertEquals(VERSIONS.subList(1, 2), chosen(byId, id, last));
            assertEquals(VERSIONS.subList(1, 2), chosen(byId, id, Selection.ALL));
            assertEquals(VERSIONS.subList(2, 3), chosen(byId, id, of(last, "2.0")));
            assertEquals(
                    VERSIONS.subList(0, 1),
                    chosen(byId, id, of(versions(new Selection.First()), "2.0")));
            assertEquals(VERSIONS.subList(1, 3), chosen(byId, id, of(last, "2.0", "2.1")));
            assertEquals(VERSIONS, chosen(byId, id, of(Selection.ALL, "2.0", "2.1")));
            assertEquals(List.of(), chosen(byId, id, of(Selection.ALL, "2.2")));
        }
        assertTrue(root.delete(collection, id, of(Selection.ALL.ofObject(id), "2.1")));
        assertEquals(VERSIONS.subList(2, 3), chosen(true, id, last));
        assertEquals(VERSIONS.subList(2, 3), chosen(false, id, last));
    }

    private static Selection of(Selection from, String... specVersions) {
        return new Selection(
                from.ids(), from.types(), from.versions(), new TreeSet<>(List.of(specVersions)));
    }

    private List<String> chosen(boolean byId, String id, Selection selection) throws IOException {
        return all(byId ? selection.ofObject(id) : selection, 1).stream()
                .filter(it -> it.id().equals(id))
                .map(Entry::version)
                .toList();
    }

    @Test
    final void whatWasAddedIsGivenBackAsItWas() throws IOException {
        open();
        Json.Members object =
                TaxiiObjects.indicator(VERSIONS.getFirst()).with("x_comity_test", "ü \u0007 \"");
        add(TaxiiObjects.address("198.51.100.8"), object);
        Entry entry = all(Selection.ALL.ofObject(object.text("id").orElseThrow()), 1).getFirst();
        Bytes content = root.content(collection, entry).orElseThrow();
        assertEquals(object, Json.parse(content).orThrow());
        assertEquals(entry.bytes(), content.length());
    }

    @Test
    final void addingAgainChangesNothing() throws IOException {
        open();
        Json.Members object = TaxiiObjects.indicator(VERSIONS.getFirst());
        assertEquals(1, add(object).successCount());
        List<Entry> before = all(Selection.ALL, 10);
        Status again = add(object);
        assertEquals(1, again.successCount());
        assertEquals(0, again.failureCount());
        assertEquals(before, all(Selection.ALL, 10));
    }

    /** Refused, or kept beside it: in any case it is told, and what was there stays. */
    @Test
    final void otherContentUnderOneVersionIsToldAndTakesNothingAway() throws IOException {
        open();
        Json.Members object = TaxiiObjects.indicator(VERSIONS.getFirst());
        add(object);
        List<Entry> before = all(Selection.ALL, 10);
        Status other = add(object.with("name", "something else"));
        List<Status.Outcome> outcomes =
                Stream.of(other.successes(), other.failures()).flatMap(List::stream).toList();
        assertEquals(1, outcomes.size());
        assertFalse(outcomes.getFirst().message().isEmpty());
        assertTrue(all(Selection.ALL, 10).containsAll(before));
    }

    @Test
    final void oneBadObjectSpoilsNoOther() throws IOException {
        open();
        Status status =
                add(
                        TaxiiObjects.indicator(VERSIONS.getFirst()),
                        Json.Members.NONE.with("type", "indicator").with("id", "indicator--1"),
                        TaxiiObjects.indicator(VERSIONS.getFirst()));
        assertEquals(2, status.successCount());
        assertEquals(1, status.failureCount());
        assertFalse(status.failures().getFirst().message().isEmpty());
        assertEquals(2, all(Selection.ALL, 10).size());
        // What has no version gets the time of the request once it is written.
        assertEquals(status.json(), root.status(status.id()).orElseThrow().json());
        assertTrue(ofAnother().status(status.id()).isEmpty());
    }

    @Test
    final void whatIsDeletedIsGoneAndMayComeAgain() throws IOException {
        open();
        String id = TaxiiObjects.id("indicator");
        for (String version : VERSIONS) {
            add(TaxiiObjects.indicator(version).with("id", id));
        }
        add(TaxiiObjects.indicator(VERSIONS.getFirst()));
        var first = versions(new Selection.First()).ofObject(id);
        assertTrue(root.delete(collection, id, first));
        assertEquals(VERSIONS.subList(1, 3), texts(all(Selection.ALL.ofObject(id), 10)));
        assertEquals(VERSIONS.subList(1, 2), texts(all(first, 10)));
        assertTrue(root.delete(collection, id, Selection.ALL.ofObject(id)));
        assertTrue(all(Selection.ALL.ofObject(id), 10).isEmpty());
        assertFalse(root.delete(collection, id, Selection.ALL.ofObject(id)));
        assertEquals(1, all(Selection.ALL, 10).size());
        assertEquals(
                1, add(TaxiiObjects.indicator(VERSIONS.getFirst()).with("id", id)).successCount());
        assertEquals(1, all(Selection.ALL.ofObject(id), 10).size());
    }

    @Test
    final void whatIsNoEnvelopeIsRefused() throws IOException {
        open();
        for (String text : List.of("", "{", "[]", "{}", "{\"objects\":{}}", "{\"objects\":[]}")) {
            assertFalse(
                    root.add(collection, Bytes.utf8(text).stream()) instanceof Added.Done, text);
        }
        assertTrue(all(Selection.ALL, 10).isEmpty());
    }
}
