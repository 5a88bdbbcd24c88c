package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The walls of docs/architecture.md over class files: which rooms and libraries a room's code
 * names, be it by a call, a field or a generic argument, so a type that only came through another
 * room's pom is found too.
 */
class RoomsTest {
    private static final Map<String, Set<String>> ROOMS =
            Map.ofEntries(
                    Map.entry("value", Set.of()),
                    Map.entry("statement", Set.of("value")),
                    Map.entry("tlog", Set.of("value")),
                    Map.entry("charter", Set.of("value", "statement", "tlog")),
                    Map.entry("agreement", Set.of("value", "statement", "tlog", "charter")),
                    Map.entry("store", Set.of("value", "tlog")),
                    Map.entry("intake", Set.of("value", "statement")),
                    Map.entry("views", Set.of("value", "statement", "charter")),
                    Map.entry("exchange", Set.of("value", "statement", "tlog", "charter")),
                    Map.entry("protection", Set.of("value", "statement", "charter", "agreement")));

    private static final Map<String, Set<String>> LIBRARIES =
            Map.ofEntries(
                    Map.entry("value", Set.of()),
                    Map.entry("statement", Set.of("tools/jackson", "com/google/re2j")),
                    Map.entry("tlog", Set.of("org/bouncycastle")),
                    Map.entry("charter", Set.of("org/bouncycastle")),
                    Map.entry("agreement", Set.of()),
                    Map.entry("store", Set.of("org/rocksdb")),
                    Map.entry("intake", Set.of("org/apache/james", "org/jsoup")),
                    Map.entry("views", Set.of()),
                    Map.entry("exchange", Set.of("tools/jackson")),
                    Map.entry("protection", Set.of()));

    private static final Pattern ROOM = Pattern.compile("org/comity/([a-z]+)/");
    private static final Pattern LIBRARY =
            Pattern.compile(
                    "(?:^|[L;<])((?:tools/jackson|com/google/re2j|org/bouncycastle|org/rocksdb|org/apache/james|org/jsoup|org/eclipse|ch/qos|org/slf4j|picocli|io/prometheus))");

    /** What a pure room may not name: clocks, randomness of its own, threads, files, sockets. */
    private static final Pattern IMPURE =
            Pattern.compile(
                    "(?:^|[L;<])(java/lang/(?:Thread|ProcessBuilder|Runtime)|java/util/(?:Random|Timer)|java/security/SecureRandom|java/time/(?:Clock|InstantSource)"
                            + "|java/util/concurrent/(?:Executor|ThreadLocalRandom|ForkJoin|CompletableFuture)|java/nio/file/|java/nio/channels/|java/io/File|java/net/(?:Socket|URL|http|ServerSocket|Datagram))");

    private static final Set<String> IMPURE_ROOMS = Set.of("store");

    @Test
    void noRoomNamesARoomOrALibraryThatItMayNotUse() throws IOException {
        var found = new TreeSet<String>();
        for (String room : ROOMS.keySet()) {
            for (Path file : classes(room)) {
                for (String text : texts(file)) {
                    Matcher rooms = ROOM.matcher(text);
                    while (rooms.find()) {
                        String other = rooms.group(1);
                        if (!other.equals(room) && !ROOMS.get(room).contains(other)) {
                            found.add(file.getFileName() + " in " + room + " names " + other);
                        }
                    }
                    Matcher libraries = LIBRARY.matcher(text);
                    while (libraries.find()) {
                        if (!LIBRARIES.get(room).contains(libraries.group(1))) {
                            found.add(
                                    file.getFileName()
                                            + " in "
                                            + room
                                            + " names "
                                            + libraries.group(1));
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void pureRoomsNameNoClockThreadFileOrSocket() throws IOException {
        var found = new TreeSet<String>();
        for (String room : ROOMS.keySet()) {
            if (IMPURE_ROOMS.contains(room)) {
                continue;
            }
            for (Path file : classes(room)) {
                for (String text : texts(file)) {
                    Matcher impure = IMPURE.matcher(text);
                    if (impure.find() && !text.contains("java/lang/RuntimeException")) {
                        found.add(file.getFileName() + " in " + room + " names " + impure.group(1));
                    }
                    if (List.of("currentTimeMillis", "nanoTime", "randomUUID").contains(text)) {
                        found.add(file.getFileName() + " in " + room + " calls " + text);
                    }
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void aRoomIsOneFlatPackageAndItsPomAgreesWithTheTable() throws IOException {
        for (String room : ROOMS.keySet()) {
            Path sources = root().resolve(room).resolve("src/main/java");
            try (var all = Files.walk(sources)) {
                for (Path file : all.filter(it -> it.toString().endsWith(".java")).toList()) {
                    assertEquals(sources.resolve("org/comity").resolve(room), file.getParent());
                }
            }
            String pom = Files.readString(root().resolve(room).resolve("pom.xml"));
            Matcher uses =
                    Pattern.compile(
                                    "<groupId>org.comity</groupId><artifactId>([a-z]+)</artifactId>(?!<version>)")
                            .matcher(pom);
            while (uses.find()) {
                String other = uses.group(1);
                assertTrue(
                        other.equals("comity") || ROOMS.get(room).contains(other),
                        () -> room + "/pom.xml names " + other);
            }
        }
    }

    @Test
    void valueHoldsThreeTypesAndNothingElse() throws IOException {
        var names = new TreeSet<String>();
        for (Path file : classes("value")) {
            String name = file.getFileName().toString().replaceAll("[$.].*", "");
            names.add(name);
        }
        names.remove("package-info");
        assertEquals(Set.of("Bytes", "Checked", "Hash"), names);
    }

    private static List<Path> classes(String room) throws IOException {
        Path folder = root().resolve(room).resolve("target/classes");
        try (var all = Files.walk(folder)) {
            List<Path> classes = all.filter(it -> it.toString().endsWith(".class")).toList();
            assertTrue(classes.size() >= 3, () -> "no classes in " + folder);
            return classes;
        }
    }

    private static List<String> texts(Path file) throws IOException {
        ClassModel model = ClassFile.of().parse(file);
        var texts = new ArrayList<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry utf8) {
                texts.add(utf8.stringValue());
            }
        }
        return texts;
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("node/pom.xml")) ? here : here.getParent();
    }
}
