package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a person should not have to remember about the code. Offenders that are known stand in
 * tidy-ratchet.txt, one a line as {@code check file what}, and the file only ever shrinks.
 */
final class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 50;
    private static final int PARAMETERS_MAX = 4;
    private static final int HEADER_MAX = 8;
    private static final int BLOB_BYTES_MAX = 500_000;

    /** Words that say nothing; each has a better one. */
    private static final Pattern EMPTY_WORD =
            Pattern.compile(
                    "(?:^|(?<=[a-z0-9]))(Event|Record|Item|Data|Info|Manager|Helper|Service|Handler)"
                            + "(?![a-z]).*");

    /** Data that others keep and that ships with Comity. */
    private static final Set<String> BLOBS =
            Set.of("statement/src/main/resources/org/comity/statement/guards.gz");

    private static final Set<String> BROAD =
            Set.of("Exception", "RuntimeException", "Throwable", "Error");

    /** What is not written, and what is written instead. */
    private static final Map<Pattern, String> BANNED =
            Map.ofEntries(
                    ban("\\.printStackTrace\\(", "log it, return it, or let it pass"),
                    ban("\\bThread\\.sleep\\(", "wait for the condition itself, with a Duration"),
                    ban("@Disabled(?!\\(\")", "say in the annotation why, or take the test out"),
                    ban(
                            "\\.(then(Apply|Accept|Compose|Combine)|supplyAsync)\\(",
                            "a virtual thread"),
                    ban("\\bfinalize\\(\\)", "AutoCloseable"),
                    ban("\\bTO" + "DO\\b(?! \\(issue \\d+\\))", "\"(issue N)\" behind it"),
                    ban("\\bFIX" + "ME\\b|\\bXX" + "X\\b", "an issue"),
                    ban("(^|[\\s\"'(=:])/(work|root|home|tmp/wt)/", "no path of one machine"),
                    ban("npmjs\\.|repo1?\\.maven|pypi\\.", "no host of a package registry"),
                    ban("org\\.mockito|easymock", "the in-memory store, or the real thing"));

    private static final List<Source> SOURCES = Source.all();

    @Test
    void filesAreShort() {
        var found = new TreeSet<String>();
        for (Source source : SOURCES) {
            if (source.lines().size() > FILE_LINES_MAX) {
                found.add("file-lines " + source.file());
            }
        }
        Ratchet.hold("tidy-ratchet.txt", "file-lines ", found);
    }

    @Test
    void methodsAreShort() {
        var found = new TreeSet<String>();
        eachMethod((source, method) -> {
            if (source.lineCount(method) > METHOD_LINES_MAX) {
                found.add("method-lines " + place(source, method));
            }
        });
        Ratchet.hold("tidy-ratchet.txt", "method-lines ", found);
    }

    @Test
    void parametersAreFew() {
        var found = new TreeSet<String>();
        eachType((source, type) -> {
            boolean record = type.getKind() == Tree.Kind.RECORD;
            if (record && headerOf(type) > HEADER_MAX) {
                found.add("parameters " + source.file() + " " + type.getSimpleName());
            }
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method
                        && method.getParameters().size() > PARAMETERS_MAX
                        && !(record && isConstructor(method))
                        && !overrides(method)) {
                    found.add("parameters " + place(source, method));
                }
            }
        });
        Ratchet.hold("tidy-ratchet.txt", "parameters ", found);
    }

    @Test
    void typeNamesSayWhatTheThingIs() {
        var found = new TreeSet<String>();
        eachType((source, type) -> {
            if (EMPTY_WORD.matcher(type.getSimpleName()).find()) {
                found.add("type-name " + source.file() + " " + type.getSimpleName());
            }
        });
        Ratchet.hold("tidy-ratchet.txt", "type-name ", found);
    }

    @Test
    void methodNamesHaveNoGet() {
        var found = new TreeSet<String>();
        eachMethod((source, method) -> {
            if (method.getName().toString().matches("get[A-Z].*") && !overrides(method)) {
                found.add("get " + place(source, method));
            }
        });
        Ratchet.hold("tidy-ratchet.txt", "get ", found);
    }

    @Test
    void classesAreFinalOrSealed() {
        var found = new TreeSet<String>();
        eachType((source, type) -> {
            Set<Modifier> flags = type.getModifiers().getFlags();
            if (type.getKind() == Tree.Kind.CLASS
                    && !source.isTest()
                    && !type.getSimpleName().isEmpty()
                    && !flags.contains(Modifier.FINAL)
                    && !flags.contains(Modifier.SEALED)) {
                found.add("open-class " + source.file() + " " + type.getSimpleName());
            }
        });
        Ratchet.hold("tidy-ratchet.txt", "open-class ", found);
    }

    @Test
    void noCatchSwallowsInSilence() {
        var found = new TreeSet<String>();
        for (Source source : SOURCES) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitCatch(CatchTree tree, @Nullable Void none) {
                    if (swallows(source, tree)) {
                        found.add("catch " + source.file() + " " + tree.getParameter());
                    }
                    return super.visitCatch(tree, none);
                }
            }.scan(source.unit(), null);
        }
        Ratchet.hold("tidy-ratchet.txt", "catch ", found);
    }

    @Test
    void nothingBannedIsWritten() {
        var found = new TreeSet<String>();
        for (Source source : SOURCES) {
            List<String> lines =
                    source.simpleName().equals("TidyTest") ? List.of() : source.lines();
            for (int at = 0; at < lines.size(); at++) {
                for (Map.Entry<Pattern, String> ban : BANNED.entrySet()) {
                    if (ban.getKey().matcher(lines.get(at)).find()) {
                        String place = source.file() + ":" + (at + 1) + " " + lines.get(at).strip();
                        found.add(place + "; instead: " + ban.getValue());
                    }
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void everyRoomSaysWhatItIs() {
        var found = new TreeSet<String>();
        for (String room : Room.TABLE.keySet()) {
            String readme = room + "/README.md";
            if (!Project.exists(readme) || Project.text(readme).lines().count() > 60) {
                found.add("room " + readme + " of at most 60 lines");
            }
            String about = room + "/src/main/java/org/comity/" + room + "/package-info.java";
            String text = Project.exists(about) ? Project.text(about) : "";
            if (!text.contains("@NullMarked")) {
                found.add("room " + about + " with @NullMarked");
            }
            if (text.substring(0, Math.max(0, text.indexOf("*/"))).split("\\.\\s").length < 3) {
                found.add(
                        "room "
                                + about
                                + " with three sentences: what, what not, who may be harmed");
            }
        }
        Ratchet.hold("tidy-ratchet.txt", "room ", found);
    }

    @Test
    void bigFilesAreOnlyThoseWeMeantToShip() throws IOException {
        var found = new TreeSet<String>();
        for (String file : Project.files()) {
            if (Files.size(Project.root().resolve(file)) > BLOB_BYTES_MAX
                    && !BLOBS.contains(file)) {
                found.add(file);
            }
        }
        assertEquals(Set.of(), found);
    }

    /** Guards this test itself against a parser that finds nothing. */
    @Test
    void theParserSawTheProject() {
        var types = new TreeMap<String, Integer>();
        eachType((source, type) -> types.merge(type.getKind().toString(), 1, Integer::sum));
        assertTrue(types.getOrDefault("RECORD", 0) > 50, types::toString);
        assertTrue(EMPTY_WORD.matcher("MailHandler").find());
        assertTrue(EMPTY_WORD.matcher("DataCheck").find());
        assertTrue(
                !EMPTY_WORD.matcher("Recorder").find() && !EMPTY_WORD.matcher("Database").find());
    }

    private static Map.Entry<Pattern, String> ban(String pattern, String instead) {
        return Map.entry(Pattern.compile(pattern), instead);
    }

    /**
     * An empty block needs a word why; so does a block that takes whatever may come, unless it
     * throws again.
     */
    private static boolean swallows(Source source, CatchTree tree) {
        List<? extends StatementTree> statements = tree.getBlock().getStatements();
        String text = source.textOf(tree);
        if (text.contains("//") || text.contains("/*")) {
            return false;
        }
        boolean broad = false;
        for (String type : source.textOf(tree.getParameter().getType()).split("\\|")) {
            broad |= BROAD.contains(type.strip());
        }
        return statements.isEmpty() || (broad && !(statements.getLast() instanceof ThrowTree));
    }

    /** The parser gives a compact constructor the parameters of the header. */
    private static boolean isConstructor(MethodTree method) {
        return method.getName().contentEquals("<init>");
    }

    private static boolean overrides(MethodTree method) {
        for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals("Override")) {
                return true;
            }
        }
        return false;
    }

    /** Before names are resolved, components are fields that are not static. */
    private static long headerOf(ClassTree type) {
        long count = 0;
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree field) {
                ModifiersTree modifiers = field.getModifiers();
                count += modifiers.getFlags().contains(Modifier.STATIC) ? 0 : 1;
            }
        }
        return count;
    }

    private static String place(Source source, MethodTree method) {
        return source.file() + " " + method.getName();
    }

    private interface Visit<T> {
        void visit(Source source, T tree);
    }

    private static void eachMethod(Visit<MethodTree> visit) {
        for (Source source : SOURCES) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
                    visit.visit(source, tree);
                    return super.visitMethod(tree, none);
                }
            }.scan(source.unit(), null);
        }
    }

    private static void eachType(Visit<ClassTree> visit) {
        for (Source source : SOURCES) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitClass(ClassTree tree, @Nullable Void none) {
                    visit.visit(source, tree);
                    return super.visitClass(tree, none);
                }
            }.scan(source.unit(), null);
        }
    }
}
