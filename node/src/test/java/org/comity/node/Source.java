package org.comity.node;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

/** One Java file as the JDK's own parser reads it, with its text. */
record Source(String file, String text, CompilationUnitTree unit, SourcePositions positions) {
    /** Every Java file of the project, tests included. */
    static List<Source> all() {
        List<String> files =
                Project.files().stream().filter(file -> file.endsWith(".java")).toList();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units =
                    manager.getJavaFileObjectsFromPaths(files.stream().map(Source::path).toList());
            var task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            var sources = new ArrayList<Source>();
            for (CompilationUnitTree unit : task.parse()) {
                String file = name(unit);
                sources.add(new Source(file, Project.text(file), unit, positions));
            }
            return sources;
        } catch (IOException failure) {
            throw new UncheckedIOException("parsing the project", failure);
        }
    }

    boolean isTest() {
        return file.contains("/src/test/");
    }

    /** The file without folders and ending. */
    String simpleName() {
        return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    String textOf(Tree tree) {
        return text.substring(start(tree), end(tree));
    }

    /** Lines that the tree covers, its annotations included and its comment not. */
    long lineCount(Tree tree) {
        var lines = unit.getLineMap();
        return lines.getLineNumber(end(tree)) - lines.getLineNumber(start(tree)) + 1;
    }

    private int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree);
    }

    private int end(Tree tree) {
        return (int) positions.getEndPosition(unit, tree);
    }

    private static Path path(String file) {
        return Project.root().resolve(file);
    }

    private static String name(CompilationUnitTree unit) {
        var path = new File(unit.getSourceFile().toUri()).toPath();
        return Project.root().relativize(path).toString();
    }
}
