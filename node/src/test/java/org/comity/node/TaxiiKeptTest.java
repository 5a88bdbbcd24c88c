package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.comity.store.Change;
import org.comity.taxii.TaxiiObjects;
import org.comity.taxii.TaxiiTarget;
import org.comity.value.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What stands in the collections of a node, and what becomes of it. */
final class TaxiiKeptTest {
    private static final String MADE = "2024-01-01T00:00:00.000Z";
    private static final String LATER = "2024-02-01T00:00:00.000Z";
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TaxiiNode node;

    @BeforeEach
    void start() {
        node = TaxiiNode.start(folder);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private JsonNode claim(String value) throws IOException {
        return node.node().run("claim", Json.object().put("value", value));
    }

    private List<String> patterns(String collection) throws IOException {
        return objects(collection).texts("objects", "pattern");
    }

    private TaxiiTarget.Got objects(String collection) throws IOException {
        return node.target().inRoot("collections/" + collection + "/objects/").get();
    }

    /** Lists are worked out when whoever said something was answered. */
    private void await(String collection, String words) throws IOException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!objects(collection).body().utf8().contains(words)) {
            assertTrue(System.nanoTime() < until, objects(collection).body().utf8());
            Thread.onSpinWait();
        }
    }

    private static org.comity.statement.Json.Members marked(
            org.comity.statement.Json.Members object, String marking) {
        return object.with(
                "object_marking_refs", org.comity.statement.Json.Array.ofTexts(List.of(marking)));
    }

    @Test
    void aClaimIsInTheCollectionsAndOnTheTrustedListUntilItIsRetracted() throws IOException {
        claim("bad-one.com");
        String pattern = "[domain-name:value = 'bad-one.com']";
        assertTrue(patterns("own").contains(pattern));
        assertTrue(patterns("exchange").contains(pattern));
        await("trusted", pattern);
        var _ = node.node().run("retract", Json.object().put("value", "bad-one.com"));
        await("trusted", "\"revoked\":true");
        assertEquals(List.of(pattern), patterns("trusted"));
    }

    @Test
    void aUserSeesUpToItsLevelAndTheLastVersionOfThat() throws IOException {
        node.user("green", "own:r", "TLP:GREEN");
        String id = TaxiiObjects.id("indicator");
        var first = marked(TaxiiObjects.indicator(MADE).with("id", id), GREEN);
        var second = marked(TaxiiObjects.indicator(LATER).with("id", id), AMBER);
        assertEquals(202, node.target().add(first).status());
        assertEquals(202, node.target().add(second).status());
        TaxiiTarget green = node.target("green");
        for (String path : List.of("objects/", "objects/" + id + "/", "objects/?limit=1")) {
            assertEquals(List.of(MADE), green.in(path).get().texts("objects", "modified"), path);
            assertEquals(
                    List.of(LATER),
                    node.target().in(path).get().texts("objects", "modified"),
                    path);
        }
        assertEquals(
                List.of(MADE),
                green.in("objects/" + id + "/?match%5Bversion%5D=all")
                        .get()
                        .texts("objects", "modified"));
        var hidden = marked(TaxiiObjects.indicator(MADE), AMBER);
        node.target().add(hidden);
        String at = "objects/" + hidden.text("id").orElseThrow() + "/";
        assertEquals(404, green.in(at).get().status());
        assertEquals(200, node.target().in(at).get().status());
        assertEquals(
                green.in("manifest/").get().header("x-taxii-date-added-last"),
                green.in("manifest/?match%5Btype%5D=tool").get().header("x-taxii-date-added-last"),
                "the time of what is hidden is hidden too");
    }

    @Test
    void whatIsErasedIsInNoCollectionAndInNoRow() throws IOException {
        JsonNode said = claim("to-be-erased.com");
        await("trusted", "to-be-erased");
        var erase = Json.object().put("reason", "test");
        erase.set("statements", said.path("statements"));
        var _ = node.node().run("erase", erase);
        claim("another.com"); // with which what follows from the erasure is durable
        await("trusted", "another.com");
        for (String collection : List.of("own", "exchange", "trusted")) {
            assertFalse(objects(collection).body().utf8().contains("to-be-erased"), collection);
        }
        node.node()
                .desk()
                .store()
                .scan(
                        RowKeys.COLLECTED,
                        (key, value) -> {
                            assertFalse(value.utf8().contains("to-be-erased"), key.utf8());
                            return true;
                        });
        checked();
    }

    private void checked() throws IOException {
        JsonNode findings = node.node().run("check-data", Json.object()).path("findings");
        assertEquals("[]", findings.toString());
    }

    @Test
    void aRebuildKeepsWhatClientsHaveSeenInItsOrderAndTheirWalksGoOn() throws IOException {
        for (int i = 0; i < 5; i++) {
            node.target().add(TaxiiObjects.indicator(MADE), TaxiiObjects.indicator(LATER));
        }
        var before = node.target().in("manifest/").get().json();
        var first = node.target().in("objects/?limit=3").get();
        String next = "&next=" + TaxiiTarget.encoded(first.json().text("next").orElseThrow());
        var second = node.target().in("objects/?limit=3" + next).get().json();
        node.node().run("rebuild", Json.object());
        assertEquals(before, node.target().in("manifest/").get().json());
        node.restart();
        assertEquals(before, node.target().in("manifest/").get().json());
        assertEquals(second, node.target().in("objects/?limit=3" + next).get().json());
        checked();
    }

    @Test
    void whatWasStatedWithoutTaxiiIsCollectedBehindTheRest() throws IOException {
        node.target().add(TaxiiObjects.indicator(MADE));
        List<String> before = node.target().in("manifest/").get().texts("objects", "date_added");
        Collected collected = node.node().desk().ledger().collected();
        var _ =
                node.node()
                        .desk()
                        .writer()
                        .call(() -> {
                            collected.turn(false);
                            return true;
                        });
        claim("meanwhile.com");
        assertFalse(patterns("own").toString().contains("meanwhile"));
        node.restart();
        assertTrue(patterns("own").toString().contains("meanwhile"));
        assertTrue(patterns("trusted").toString().contains("meanwhile"));
        List<String> after = node.target().in("manifest/").get().texts("objects", "date_added");
        assertEquals(before, after.subList(0, before.size()));
    }

    @Test
    void aDeletionIsSaidToAllWhoSawTheObject() throws IOException {
        String pattern = "[domain-name:value = 'pushed-one.com']";
        String now =
                java.time.Instant.now()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString();
        var indicator =
                TaxiiObjects.indicator(MADE).with("pattern", pattern).with("valid_from", now);
        var report =
                TaxiiObjects.indicator(MADE)
                        .with("type", "x-comity-test")
                        .with("id", TaxiiObjects.id("x-comity-test"));
        node.target().add(indicator, report);
        assertEquals("reported", level("pushed-one.com"));
        long size = node.node().desk().logs().own().tree().size();
        for (var object : List.of(indicator, report)) {
            String at = "objects/" + object.text("id").orElseThrow() + "/";
            assertEquals(200, node.target().in(at).delete().status());
            assertEquals(404, node.target().in(at).get().status());
        }
        assertEquals(size + 2, node.node().desk().logs().own().tree().size());
        assertEquals("unknown", level("pushed-one.com"));
        String exchange = objects("exchange").body().utf8();
        assertTrue(exchange.contains("\"revoked\":true"), exchange);
        assertTrue(exchange.contains("takes back version"), exchange);
        assertEquals(202, node.target().add(indicator, report).status());
        assertEquals(2, node.target().in("objects/").get().list("objects").size());
        checked();
    }

    private String level(String value) throws IOException {
        var values = Json.object();
        values.set("values", Json.array(List.of(value)));
        JsonNode checked = node.node().run("check", values).path("subjects").path(0);
        return checked.path("level").asString();
    }

    @Test
    void aUserThatIsRemovedIsAnsweredNoMore() throws IOException {
        TaxiiTarget two = node.target("two");
        assertEquals(200, two.in("objects/").get().status());
        String token = "Bearer two." + TaxiiNode.PASSWORD.replace(" ", "%");
        assertEquals(
                401, two.in("objects/").login("").header("Authorization", token).get().status());
        assertEquals(401, two.in("objects/").login("two:wrong").get().status());
        String rights = "own:w";
        node.node()
                .run("taxii-user-rights", Json.object().put("name", "two").put("rights", rights));
        assertEquals(403, two.in("objects/").get().status());
        node.node().run("taxii-user-remove", Json.object().put("name", "two"));
        assertEquals(401, two.in("objects/").get().status());
        JsonNode made = node.node().run("taxii-user-add", Json.object().put("name", "three"));
        String bearer = "bearer three." + made.path("password").asString();
        assertEquals(
                200, two.in("objects/").login("").header("Authorization", bearer).get().status());
    }

    @Test
    void theSlowHashIsWorkedOutOnce() throws IOException {
        node.userWhoChose("three", "own:r");
        TaxiiTarget one = node.target("three");
        assertEquals(200, one.in("manifest/").get().status());
        long from = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertEquals(200, one.in("manifest/?limit=1").get().status());
        }
        long each = (System.nanoTime() - from) / 100;
        var secret = TaxiiSecret.chosen("nothing much", node.node().desk().random());
        from = System.nanoTime();
        assertTrue(secret.isOf("nothing much"));
        assertTrue(each < (System.nanoTime() - from), "a request takes less than one hash");
    }

    @Test
    void beyondLoopbackItSpeaksTlsOnly() throws IOException {
        assertTrue(
                new Config.Taxii(java.util.Optional.of(new InetSocketAddress("192.0.2.1", 1)))
                        .isTls());
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer server = TaxiiStart.open(node.node().desk(), at, true)) {
            TaxiiTarget plain = node.target();
            var tls =
                    new TaxiiTarget(
                            URI.create("https://127.0.0.1:" + server.port()),
                            plain.root(),
                            plain.readWrite(),
                            "",
                            "",
                            "",
                            plain.login(),
                            "");
            assertEquals(200, tls.at("/taxii2/").get().status());
        }
    }

    @Test
    void rowsThatCannotBeReadAreFoundAndDropped() throws IOException {
        node.target().add(TaxiiObjects.indicator(MADE));
        Bytes key = Bytes.join(RowKeys.COLLECTED, Bytes.utf8("down\0rubbish"));
        node.node()
                .desk()
                .writer()
                .call(() -> {
                    var rubbish = Bytes.utf8("rubbish");
                    node.node().desk().pending().write(List.of(new Change.Put(key, rubbish)));
                    return true;
                });
        assertTrue(node.node().run("check-data", Json.object()).toString().contains(key.hex()));
    }
}
