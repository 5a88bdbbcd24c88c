package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A pure room gives the same bytes for the same input: no clock, no randomness that was not passed
 * in, no threads, files or sockets, nothing that depends on the machine's language or time zone,
 * and no floating point where a decision is made.
 */
final class PurityTest {
    /** Beginnings of class names that a pure room does not name at all. */
    private static final List<String> TYPES =
            List.of(
                    "java/time/Clock",
                    "java/time/InstantSource",
                    "java/security/SecureRandom",
                    "java/util/Random",
                    "java/util/SplittableRandom",
                    "java/util/Timer",
                    "java/util/concurrent/",
                    "java/lang/Thread",
                    "java/lang/Process",
                    "java/lang/Runtime",
                    "java/lang/ScopedValue",
                    "java/lang/foreign/",
                    "java/lang/reflect/",
                    "java/io/File",
                    "java/io/RandomAccessFile",
                    "java/io/Console",
                    "java/nio/file/",
                    "java/nio/channels/",
                    "java/net/Socket",
                    "java/net/ServerSocket",
                    "java/net/Datagram",
                    "java/net/MulticastSocket",
                    "java/net/URLConnection",
                    "java/net/HttpURLConnection",
                    "java/net/NetworkInterface",
                    "java/net/http/");

    /**
     * RuntimeException begins like Runtime. A sorted map that many may read starts no thread, and
     * its order is that of its keys. The array is a memory of what was computed before, and answers
     * as if computed anew.
     */
    private static final List<String> TYPES_ALLOWED =
            List.of(
                    "java/lang/RuntimeException",
                    "java/util/concurrent/ConcurrentNavigableMap",
                    "java/util/concurrent/ConcurrentSkipListMap",
                    "java/util/concurrent/atomic/AtomicReferenceArray");

    /** What is used of classes that are otherwise allowed. */
    private static final List<Pattern> CALLS =
            List.of(
                    Pattern.compile("java/lang/System\\.(?!arraycopy).*"),
                    Pattern.compile("java/time/\\w+\\.now\\(.*"),
                    Pattern.compile("java/time/ZoneId\\.systemDefault.*"),
                    Pattern.compile("java/lang/Math\\.random.*"),
                    Pattern.compile("java/util/UUID\\.randomUUID.*"),
                    Pattern.compile("java/util/random/RandomGenerator\\.(getDefault|of)\\(.*"),
                    Pattern.compile("java/util/Collections\\.shuffle\\(Ljava/util/List;\\)V"),
                    Pattern.compile("java/util/Locale\\.getDefault.*"),
                    Pattern.compile("java/util/TimeZone\\.getDefault.*"),
                    Pattern.compile(
                            "java/net/Inet\\w+\\.(getByName|getAllByName|getLocalHost|getHostName"
                                    + "|getCanonicalHostName|isReachable|<init>).*"),
                    Pattern.compile("java/net/URL\\.(open|get[CI]).*"),
                    Pattern.compile(
                            "java/lang/String\\.(getBytes|toLowerCase|toUpperCase)\\(\\).*"),
                    Pattern.compile("java/lang/String\\.<init>\\(\\[B(II)?\\)V"),
                    Pattern.compile(
                            "java/lang/String\\.format(ted)?\\((Ljava/lang/String;)?\\[Ljava/lang.*"),
                    Pattern.compile("java/util/Collection\\.parallelStream.*"),
                    Pattern.compile("java/util/stream/\\w+\\.parallel\\(.*"));

    /** Iteration order differs from run to run, or from one Java release to the next. */
    private static final List<Pattern> UNORDERED =
            List.of(
                    Pattern.compile("java/util/(Identity|Weak)?HashMap\\.<init>.*"),
                    Pattern.compile("java/util/HashSet\\.<init>.*"),
                    Pattern.compile("java/util/(Set|Map)\\.(of|copyOf|ofEntries)\\(.*"),
                    Pattern.compile(
                            "java/util/stream/Collectors\\.(toSet|toUnmodifiableSet"
                                    + "|toUnmodifiableMap).*"),
                    Pattern.compile(
                            "java/util/stream/Collectors\\.(toMap|groupingBy)\\((?!.*Supplier).*"));

    @Test
    void pureRoomsNameNoClockFileSocketOrThread() {
        var findings = new TreeSet<String>();
        for (Room room : pureRooms()) {
            for (ClassModel model : ClassFiles.of(room.name())) {
                for (String named : ClassFiles.named(model)) {
                    if (banned(named)) {
                        findings.add(ClassFiles.name(model) + " names " + named);
                    }
                }
            }
        }
        assertEquals(Set.of(), findings);
    }

    @Test
    void pureRoomsCallNothingThatDependsOnTheMachine() {
        assertEquals(Set.of(), usersOf(CALLS, true));
    }

    /** Not every use is wrong: a set that is only asked whether it holds something has no order. */
    @Test
    void unorderedCollectionsStandWhereTheyWereReadByAPerson() {
        Ratchet.hold("unordered-ratchet.txt", "org/comity/", usersOf(UNORDERED, false));
    }

    @Test
    void decisionsHaveNoFloatingPoint() {
        var findings = new TreeSet<String>();
        for (String room : List.of("agreement", "charter")) {
            for (ClassModel model : ClassFiles.of(room)) {
                floating(model).forEach(what -> findings.add(ClassFiles.name(model) + " " + what));
            }
        }
        assertEquals(Set.of(), findings);
    }

    /** Guards this test itself: node, which may do all this, must be full of findings. */
    @Test
    void theSameRulesFindWhatNodeDoes() {
        var named = new TreeSet<String>();
        var used = new TreeSet<String>();
        for (ClassModel model : ClassFiles.of("node")) {
            ClassFiles.named(model).stream().filter(PurityTest::banned).forEach(named::add);
            used.addAll(ClassFiles.used(model));
        }
        assertTrue(named.contains("java/nio/file/Files"));
        assertTrue(named.contains("java/security/SecureRandom"));
        assertTrue(used.stream().anyMatch(CALLS.get(0).asMatchPredicate()));
    }

    private static List<Room> pureRooms() {
        return Room.TABLE.values().stream().filter(Room::pure).toList();
    }

    private static boolean banned(String named) {
        return TYPES.stream().anyMatch(named::startsWith) && !TYPES_ALLOWED.contains(named);
    }

    private static SortedSet<String> usersOf(List<Pattern> calls, boolean withCall) {
        var users = new TreeSet<String>();
        for (Room room : pureRooms()) {
            for (ClassModel model : ClassFiles.of(room.name())) {
                for (String used : ClassFiles.used(model)) {
                    if (calls.stream().anyMatch(call -> call.matcher(used).matches())) {
                        users.add(ClassFiles.name(model) + (withCall ? " uses " + used : ""));
                    }
                }
            }
        }
        return users;
    }

    private static SortedSet<String> floating(ClassModel model) {
        var found = new TreeSet<String>();
        for (FieldModel field : model.fields()) {
            if (hasFloating(field.fieldType().stringValue())) {
                found.add("field " + field.fieldName());
            }
        }
        for (MethodModel method : model.methods()) {
            if (hasFloating(method.methodType().stringValue())) {
                found.add("method " + method.methodName());
            }
            method.code()
                    .ifPresent(code -> {
                        for (CodeElement element : code) {
                            if (element instanceof Instruction instruction
                                    && hasFloating(instruction)) {
                                found.add("code of " + method.methodName());
                            }
                        }
                    });
        }
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member
                    && hasFloating(member.type().stringValue())) {
                found.add("use of " + member.name());
            }
        }
        return found;
    }

    private static boolean hasFloating(String descriptor) {
        return descriptor.contains("Ljava/lang/Double;")
                || descriptor.contains("Ljava/lang/Float;")
                || descriptor.replaceAll("L[^;]*;", "").matches(".*[DF].*");
    }

    private static boolean hasFloating(Instruction instruction) {
        String name = instruction.opcode().name();
        return name.matches("[DF](?!UP).*|[IL]2[DF]");
    }
}
