package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the compiled classes of a room name, from their constant pools. */
final class ClassFiles {
    /** A class inside a descriptor or a generic signature. */
    private static final Pattern TYPE = Pattern.compile("L((?:[\\w$]+/)+[\\w$]+)[;<]");

    private ClassFiles() {}

    /** Classes whose source still stands; an old build may have left others. */
    static List<ClassModel> of(String room) {
        Path classes = Project.root().resolve(room).resolve("target/classes");
        Path sources = Project.root().resolve(room).resolve("src/main/java");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException("not compiled: " + room + "; build with -pl node -am");
        }
        try (Stream<Path> all = Files.walk(classes)) {
            return all.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .map(ClassFiles::parse)
                    .filter(model -> Files.exists(sources.resolve(source(model))))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("walking " + classes, failure);
        }
    }

    static String name(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    static String packageOf(ClassModel model) {
        return name(model).substring(0, name(model).lastIndexOf('/'));
    }

    /**
     * Every class that the file names: in class entries and in descriptors and generic signatures,
     * where a type stands that comes only through another room's method.
     */
    static SortedSet<String> named(ClassModel model) {
        var names = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> addClass(type.asInternalName(), names);
                case Utf8Entry text -> addTypes(text.stringValue(), names);
                default -> {}
            }
        }
        return names;
    }

    /** Every method that the file calls and field that it reads, as {@code owner.name(types)}. */
    static SortedSet<String> used(ClassModel model) {
        var used = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member) {
                used.add(
                        member.owner().asInternalName()
                                + "."
                                + member.name().stringValue()
                                + member.type().stringValue());
            }
        }
        return used;
    }

    private static void addClass(String name, SortedSet<String> names) {
        if (name.startsWith("[")) {
            addTypes(name, names);
        } else {
            names.add(name);
        }
    }

    private static void addTypes(String text, SortedSet<String> names) {
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            names.add(type.group(1));
        }
    }

    private static String source(ClassModel model) {
        String file =
                model.findAttribute(Attributes.sourceFile())
                        .map(attribute -> attribute.sourceFile().stringValue())
                        .orElseThrow();
        return packageOf(model) + "/" + file;
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("reading " + file, failure);
        }
    }
}
