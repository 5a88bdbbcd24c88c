package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The walls between the rooms. The table is {@link Room#TABLE}.
 *
 * <p>The rule: no class of a room names a class of a room, or of a library, outside its row. Naming
 * counts wherever it stands in the class file, descriptors included, so a method body that only
 * passes on what another room's method gave it is held to the row too. What a room's public types
 * expose is judged there, on the exposing room: charter may show tlog's types because tlog is in
 * charter's row; a room that uses charter and leaves those types alone uses nothing transitively,
 * and one that touches them is found here.
 */
final class RoomsTest {
    private static final Pattern ROOM = Pattern.compile("org/comity/(\\w+)/.*");

    @Test
    void noClassNamesARoomOutsideItsRow() {
        var findings = new TreeSet<String>();
        for (Room room : Room.TABLE.values()) {
            for (ClassModel model : ClassFiles.of(room.name())) {
                for (String named : ClassFiles.named(model)) {
                    Matcher other = ROOM.matcher(named);
                    if (other.matches() && !mayUse(room, other.group(1))) {
                        findings.add(ClassFiles.name(model) + " names " + named);
                    }
                }
            }
        }
        assertEquals(Set.of(), findings);
    }

    @Test
    void noClassNamesALibraryOutsideItsRow() {
        var findings = new TreeSet<String>();
        for (Room room : Room.TABLE.values()) {
            for (ClassModel model : ClassFiles.of(room.name())) {
                for (String named : ClassFiles.named(model)) {
                    if (foreign(named)
                            && room.libraries().packages().stream().noneMatch(named::startsWith)) {
                        findings.add(ClassFiles.name(model) + " names " + named);
                    }
                }
            }
        }
        assertEquals(Set.of(), findings);
    }

    @Test
    void everyRoomIsOneFlatPackage() {
        var findings = new TreeSet<String>();
        for (String file : Project.files()) {
            String room = file.substring(0, Math.max(0, file.indexOf('/')));
            if (Room.TABLE.containsKey(room) && file.endsWith(".java")) {
                String folder = file.substring(0, file.lastIndexOf('/'));
                if (!folder.matches(room + "/src/(main|test)/java/org/comity/" + room)) {
                    findings.add(file);
                }
            }
        }
        assertEquals(Set.of(), findings);
    }

    @Test
    void valueHoldsOnlyWhatEveryRoomNeeds() {
        Set<String> files =
                Project.walk(Project.root().resolve("value/src/main")).stream()
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toSet());
        assertEquals(Set.of("Bytes.java", "Hash.java", "Checked.java", "package-info.java"), files);
    }

    @Test
    void modulesAreTheRoomsOfTheTable() throws Exception {
        Element modules = child(pom("pom.xml"), "modules");
        var names = new TreeSet<String>();
        for (Element module : children(modules)) {
            names.add(module.getTextContent());
        }
        assertEquals(new TreeSet<>(Room.TABLE.keySet()), names);
    }

    @Test
    void pomsAskForWhatTheRowNames() throws Exception {
        for (Room room : Room.TABLE.values()) {
            var rooms = new TreeSet<String>();
            var libraries = new TreeSet<String>();
            for (Element dependency : dependencies(room)) {
                if (text(dependency, "scope").equals("test")) {
                    continue;
                }
                SortedSet<String> kind =
                        text(dependency, "groupId").equals("org.comity") ? rooms : libraries;
                kind.add(text(dependency, "artifactId"));
            }
            var expected = new TreeSet<>(room.rooms());
            if (!room.name().equals("value")) {
                expected.add("value");
            }
            assertEquals(expected, rooms, room.name() + "/pom.xml");
            assertEquals(
                    new TreeSet<>(room.libraries().artifacts()),
                    libraries,
                    room.name() + "/pom.xml");
        }
    }

    private static boolean mayUse(Room room, String other) {
        return other.equals("value") || other.equals(room.name()) || room.rooms().contains(other);
    }

    /**
     * javax.crypto and javax.net are in java.base; nullness annotations are part of the language
     * here.
     */
    private static boolean foreign(String named) {
        return named.contains("/")
                && !named.startsWith("java/")
                && !named.startsWith("javax/crypto/")
                && !named.startsWith("javax/net/")
                && !named.startsWith("org/comity/")
                && !named.startsWith("org/jspecify/annotations/");
    }

    private static List<Element> dependencies(Room room) throws Exception {
        return children(child(pom(room.name() + "/pom.xml"), "dependencies"));
    }

    private static Element pom(String file) throws Exception {
        var path = Project.root().resolve(file).toFile();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(path)
                .getDocumentElement();
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> element.getTagName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> element.getTagName().equals(name))
                .map(Node::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (Node at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
