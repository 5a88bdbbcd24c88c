package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.comity.statement.Json;
import org.junit.jupiter.api.Test;

/** TAXII 2.1 from outside, for any server: filters, order and paging, F1 to F9. */
public abstract class TaxiiFilterConformance {
    private static final List<String> VERSIONS =
            List.of(
                    "2024-01-01T00:00:00.000Z",
                    "2024-02-01T00:00:00.000Z",
                    "2024-03-01T00:00:00.000Z");

    protected abstract TaxiiTarget target();

    private static String match(String field, String... values) {
        return "match%5B" + field + "%5D=" + String.join(",", values);
    }

    private List<String> many(int count) throws IOException {
        var objects = new Json.Members[count];
        for (int i = 0; i < count; i++) {
            objects[i] = TaxiiObjects.indicator(VERSIONS.getFirst());
        }
        target().add(objects);
        return List.of(objects).stream().map(it -> it.text("id").orElseThrow()).toList();
    }

    @Test
    final void f1WhatIsMalformedIsABadRequest() throws IOException {
        for (String query :
                List.of(
                        "limit=0",
                        "limit=-1",
                        "limit=x",
                        "limit=",
                        "limit=99999999999999999999",
                        "added_after=yesterday",
                        "added_after=2024-13-01T00:00:00Z",
                        "added_after=2024-01-01T00:00:00Z&added_after=2024-01-01T00:00:00Z",
                        match("type", "a") + "&" + match("type", "b"),
                        match("version", "garbage"),
                        match("version", "all", "last"),
                        match("version", "last", "last"),
                        match("version", ""),
                        match("spec_version", "x"),
                        match("id", "x"),
                        "next=zzz",
                        "limit=%zz")) {
            for (String path : List.of("objects/", "manifest/")) {
                if (query.contains("%zz")) {
                    continue; // no client library sends it
                }
                assertEquals(400, target().in(path + "?" + query).get().status(), query);
            }
        }
        assertEquals(200, target().in("objects/?" + match("x_unknown", "1")).get().status());
    }

    @Test
    final void f2AddedAfterIsStrictAndWithoutItTheOldestComeFirst() throws IOException {
        List<String> ids = many(3);
        String filter = match("id", String.join(",", ids));
        TaxiiTarget.Got all = target().in("manifest/?" + filter).get();
        assertEquals(new TreeSet<>(ids), new TreeSet<>(all.texts("objects", "id")));
        List<String> dates = all.texts("objects", "date_added");
        TaxiiTarget.Got later =
                target().in("manifest/?" + filter + "&added_after=" + dates.getFirst()).get();
        assertEquals(dates.subList(1, 3), later.texts("objects", "date_added"));
    }

    @Test
    final void f3LimitHoldsAndWhatFitsIsAllThere() throws IOException {
        List<String> ids = many(7);
        String filter = match("id", String.join(",", ids));
        TaxiiTarget.Got some = target().in("objects/?limit=3&" + filter).get();
        assertEquals(3, some.list("objects").size());
        assertEquals(new Json.Flag(true), some.json().at("more").orElseThrow());
        TaxiiTarget.Got all = target().in("objects/?limit=7&" + filter).get();
        assertEquals(7, all.list("objects").size());
        assertFalse(all.json().at("more").equals(java.util.Optional.of(new Json.Flag(true))));
        assertEquals(200, target().in("objects/?limit=1000000000&" + filter).get().status());
    }

    @Test
    final void f4ListsAscendByDateAddedWhichIsOfOneObjectOnly() throws IOException {
        many(25);
        List<String> dates = target().in("manifest/").get().texts("objects", "date_added");
        assertEquals(dates.stream().sorted().toList(), dates);
        assertEquals(dates.size(), new TreeSet<>(dates).size());
    }

    @Test
    final void f5HeadersSayTheFirstAndTheLastDateAdded() throws IOException {
        List<String> ids = many(3);
        String filter = "?" + match("id", String.join(",", ids));
        List<String> dates = target().in("manifest/" + filter).get().texts("objects", "date_added");
        for (String path :
                List.of(
                        "objects/" + filter,
                        "manifest/" + filter,
                        "objects/" + ids.getFirst() + "/",
                        "objects/" + ids.getFirst() + "/versions/")) {
            TaxiiTarget.Got got = target().in(path).get();
            boolean one = path.contains("--") && !path.contains("match");
            String last = one ? got.header("x-taxii-date-added-first").orElse("") : dates.getLast();
            assertTrue(dates.contains(got.header("x-taxii-date-added-first").orElse("")), path);
            assertEquals(last, got.header("x-taxii-date-added-last").orElse(""), path);
        }
        TaxiiTarget.Got none =
                target().in("objects/?added_after=2999-01-01T00:00:00.000000Z").get();
        for (String name : List.of("x-taxii-date-added-first", "x-taxii-date-added-last")) {
            assertEquals("2999-01-01T00:00:00.000000Z", none.header(name).orElse(""));
        }
    }

    @Test
    final void f6FieldsAreAndedAndValuesOred() throws IOException {
        Json.Members indicator = TaxiiObjects.indicator(VERSIONS.getFirst());
        Json.Members address = TaxiiObjects.address("198.51.100.9");
        target().add(indicator, address);
        String ids =
                match("id", indicator.text("id").orElseThrow(), address.text("id").orElseThrow());
        assertEquals(2, target().in("objects/?" + ids).get().list("objects").size());
        TaxiiTarget.Got one =
                target().in("objects/?" + ids + "&" + match("type", "ipv4-addr", "tool")).get();
        assertEquals(List.of("ipv4-addr"), one.texts("objects", "type"));
        for (String type : List.of("malware", "tool", "grouping", "x-unknown")) {
            assertEquals(200, target().in("objects/?" + match("type", type)).get().status(), type);
        }
        assertTrue(
                target().in("objects/?" + ids + "&" + match("spec_version", "2.0"))
                        .get()
                        .list("objects")
                        .isEmpty());
        assertEquals(
                2,
                target().in("objects/?" + ids + "&" + match("spec_version", "2.0", "2.1"))
                        .get()
                        .list("objects")
                        .size());
    }

    @Test
    final void f6WhatIsStix20IsServedAsThat() throws IOException {
        Json.Members old = TaxiiObjects.old(VERSIONS.getFirst());
        Json.Members both = TaxiiObjects.old(VERSIONS.getFirst());
        String id = both.text("id").orElseThrow();
        target().add(old, both);
        target().add(TaxiiObjects.indicator(VERSIONS.get(1)).with("id", id));
        String ids = match("id", old.text("id").orElseThrow(), id);
        assertEquals(
                List.of("application/stix+json;version=2.0", "application/stix+json;version=2.1"),
                target().in("manifest/?" + ids).get().texts("objects", "media_type"));
        assertEquals(
                2,
                target().in("objects/?" + ids + "&" + match("spec_version", "2.0"))
                        .get()
                        .list("objects")
                        .size());
        assertEquals(
                3,
                target().in("manifest/?" + ids + "&" + match("spec_version", "2.0", "2.1"))
                        .get()
                        .list("objects")
                        .size());
        assertEquals(200, target().in("objects/" + id + "/").delete().status());
        assertEquals(404, target().in("objects/" + id + "/").get().status());
    }

    @Test
    final void f7VersionsAreThoseOfTheObjects() throws IOException {
        String id = TaxiiObjects.id("indicator");
        for (String version : VERSIONS) {
            target().add(TaxiiObjects.indicator(version).with("id", id));
        }
        String at = "objects/" + id + "/";
        assertEquals(VERSIONS.subList(2, 3), modified(at));
        assertEquals(VERSIONS.subList(0, 1), modified(at + "?" + match("version", "first")));
        assertEquals(VERSIONS, modified(at + "?" + match("version", "all")));
        assertEquals(
                List.of(VERSIONS.get(0), VERSIONS.get(2)),
                modified(at + "?" + match("version", "first", "last")));
        assertEquals(
                VERSIONS.subList(1, 2), modified(at + "?" + match("version", VERSIONS.get(1))));
        assertEquals(
                VERSIONS.subList(1, 2),
                modified(at + "?" + match("version", "2024-02-01T00:00:00Z")));
        TaxiiTarget.Got versions = target().in(at + "versions/").get();
        assertEquals(Json.Array.ofTexts(VERSIONS), versions.json().at("versions").orElseThrow());
        TaxiiTarget.Got two = target().in(at + "versions/?limit=2").get();
        assertEquals(
                Json.Array.ofTexts(VERSIONS.subList(0, 2)),
                two.json().at("versions").orElseThrow());
        String after = two.header("x-taxii-date-added-last").orElseThrow();
        assertEquals(
                Json.Array.ofTexts(VERSIONS.subList(2, 3)),
                target().in(at + "versions/?added_after=" + after)
                        .get()
                        .json()
                        .at("versions")
                        .orElseThrow());
        assertEquals(404, target().in("objects/" + TaxiiObjects.id("tool") + "/").get().status());
        Json.Members address = TaxiiObjects.address("198.51.100.10");
        target().add(address);
        String of = "objects/" + address.text("id").orElseThrow() + "/versions/";
        assertEquals(target().in(of).get().json(), target().in(of).get().json());
    }

    private List<String> modified(String path) throws IOException {
        return target().in(path).get().texts("objects", "modified");
    }

    @Test
    final void f8NextGoesOnAndGivesTheSamePageTwice() throws IOException {
        List<String> ids = many(25);
        String query = "?limit=7&" + match("id", String.join(",", ids));
        for (String path : List.of("objects/", "manifest/")) {
            var got = new ArrayList<String>();
            TaxiiTarget.Got page = target().in(path + query).get();
            got.addAll(page.texts("objects", "id"));
            while (page.json().at("more").equals(java.util.Optional.of(new Json.Flag(true)))) {
                String next = TaxiiTarget.encoded(page.json().text("next").orElseThrow());
                page = target().in(path + query + "&next=" + next).get();
                TaxiiTarget.Got again = target().in(path + query + "&next=" + next).get();
                assertEquals(page.json(), again.json());
                got.addAll(page.texts("objects", "id"));
                assertTrue(got.size() <= ids.size());
            }
            assertEquals(new TreeSet<>(ids), new TreeSet<>(got));
            assertEquals(ids.size(), got.size());
            String changed = path + "?limit=7&" + match("id", ids.getFirst());
            TaxiiTarget.Got first = target().in(path + query).get();
            String next = TaxiiTarget.encoded(first.json().text("next").orElseThrow());
            assertEquals(400, target().in(changed + "&next=" + next).get().status());
        }
    }

    @Test
    final void f8DatesGoOnToo() throws IOException {
        List<String> ids = many(25);
        String query = "?limit=7&" + match("id", String.join(",", ids));
        for (String path : List.of("objects/", "manifest/")) {
            var got = new ArrayList<String>();
            String after = "";
            for (int pages = 0; pages < 4; pages++) {
                TaxiiTarget.Got page = target().in(path + query + after).get();
                got.addAll(page.texts("objects", "id"));
                after = "&added_after=" + page.header("x-taxii-date-added-last").orElseThrow();
            }
            assertEquals(new TreeSet<>(ids), new TreeSet<>(got));
            assertEquals(ids.size(), got.size());
        }
    }

    /** Also when the client cuts the header to milliseconds, as OpenCTI does. */
    @Test
    final void f9WhoPollsMissesNothingWhileOthersWriteAndReadsNothingForEver() throws Exception {
        String start =
                target().in("manifest/").get().header("x-taxii-date-added-last").orElseThrow();
        var got = new TreeSet<String>();
        var written = new TreeSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<java.util.concurrent.Future<List<String>>>();
            for (int i = 0; i < 8; i++) {
                writers.add(
                        threads.submit(() -> {
                            var ids = new ArrayList<String>();
                            for (int k = 0; k < 10; k++) {
                                ids.addAll(many(3));
                            }
                            return ids;
                        }));
            }
            String after = start;
            boolean done;
            int empty = 0;
            do {
                done = writers.stream().allMatch(java.util.concurrent.Future::isDone);
                TaxiiTarget.Got page = target().in("objects/?limit=20&added_after=" + after).get();
                got.addAll(page.texts("objects", "id"));
                empty = page.list("objects").isEmpty() ? empty + 1 : 0;
                String last = page.header("x-taxii-date-added-last").orElseThrow();
                after = page.json().at("more").isPresent() ? last : last.substring(0, 23) + "Z";
            } while (!done || empty == 0);
            for (var writer : writers) {
                written.addAll(ids(writer));
            }
        }
        assertEquals(240, written.size());
        written.removeAll(got);
        assertTrue(written.isEmpty(), written.size() + " lost");
    }

    private static List<String> ids(java.util.concurrent.Future<List<String>> of) throws Exception {
        try {
            return of.get();
        } catch (ExecutionException failed) {
            throw new IOException(failed);
        }
    }
}
