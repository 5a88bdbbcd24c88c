package org.comity.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One row of the table of rooms in docs/architecture.md: what a room's own classes may name. {@code
 * value} stands in no row because every room may use it.
 *
 * @param rooms the other rooms that it may use
 */
record Room(String name, Purity purity, Set<String> rooms, Libraries libraries) {
    enum Purity {
        PURE,
        EDGE
    }

    /**
     * @param artifacts what its pom asks for
     * @param packages beginnings of the library classes that it may name, with slashes
     */
    record Libraries(Set<String> artifacts, List<String> packages) {
        static final Libraries NONE = new Libraries(Set.of(), List.of());
    }

    static final Map<String, Room> TABLE = table();

    boolean pure() {
        return purity == Purity.PURE;
    }

    private static Map<String, Room> table() {
        var table = new TreeMap<String, Room>();
        pure(table, "value", Set.of(), Libraries.NONE);
        pure(table, "tlog", Set.of(), ed25519());
        pure(table, "statement", Set.of(), jsonAndPatterns());
        pure(table, "charter", Set.of("statement", "tlog"), sealing());
        pure(table, "agreement", Set.of("statement", "tlog", "charter"), Libraries.NONE);
        pure(table, "intake", Set.of("statement"), mailAndHtml());
        pure(table, "views", Set.of("statement", "charter"), Libraries.NONE);
        pure(table, "exchange", Set.of("statement", "tlog", "charter"), json());
        pure(table, "protection", Set.of("statement", "charter", "agreement"), json());
        pure(table, "taxii", Set.of("statement"), Libraries.NONE);
        pure(
                table,
                "study",
                Set.of("statement", "tlog", "intake", "charter", "agreement", "views"),
                Libraries.NONE);
        edge(table, "store", Set.of("tlog"), rocks());
        edge(
                table,
                "verifier",
                Set.of("statement", "tlog", "charter", "agreement"),
                Libraries.NONE);
        edge(table, "node", allBut(table), outside());
        return table;
    }

    private static void pure(Map<String, Room> table, String name, Set<String> rooms, Libraries l) {
        table.put(name, new Room(name, Purity.PURE, rooms, l));
    }

    private static void edge(Map<String, Room> table, String name, Set<String> rooms, Libraries l) {
        table.put(name, new Room(name, Purity.EDGE, rooms, l));
    }

    private static Set<String> allBut(Map<String, Room> table) {
        var rooms = new TreeSet<>(table.keySet());
        rooms.remove("value");
        return rooms;
    }

    private static Libraries ed25519() {
        return new Libraries(
                Set.of("bcprov-jdk18on"), List.of("org/bouncycastle/math/ec/rfc8032/"));
    }

    private static Libraries jsonAndPatterns() {
        return new Libraries(
                Set.of("jackson-databind", "re2j"),
                List.of("tools/jackson/core/", "com/google/re2j/"));
    }

    /** HPKE, for what only some members may read. */
    private static Libraries sealing() {
        return new Libraries(
                Set.of("bcprov-jdk18on"),
                List.of("org/bouncycastle/crypto/", "org/bouncycastle/math/ec/rfc7748/"));
    }

    private static Libraries mailAndHtml() {
        return new Libraries(
                Set.of("apache-mime4j-core", "jsoup", "maxmind-db"),
                List.of("org/apache/james/mime4j/", "org/jsoup/parser/", "com/maxmind/db/"));
    }

    private static Libraries json() {
        return new Libraries(Set.of("jackson-databind"), List.of("tools/jackson/"));
    }

    private static Libraries rocks() {
        return new Libraries(Set.of("rocksdbjni"), List.of("org/rocksdb/"));
    }

    private static Libraries outside() {
        return new Libraries(
                Set.of(
                        "bcprov-jdk18on",
                        "commons-net",
                        "jackson-databind",
                        "jackson-dataformat-toml",
                        "jetty-server",
                        "picocli",
                        "prometheus-metrics-core",
                        "prometheus-metrics-exposition-textformats",
                        "slf4j-api",
                        "logback-classic"),
                List.of(
                        "javax/net/ssl/",
                        "org/apache/commons/net/smtp/",
                        "org/bouncycastle/asn1/",
                        "tools/jackson/",
                        "org/eclipse/jetty/",
                        "picocli/",
                        "io/prometheus/metrics/",
                        "org/slf4j/",
                        "ch/qos/logback/"));
    }
}
