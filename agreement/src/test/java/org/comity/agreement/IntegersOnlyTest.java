package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * P18: no floating point number in what decides; they could differ between machines or orders of
 * adding.
 */
final class IntegersOnlyTest {
    @Test
    void noInstructionOfTheRoomTouchesAFloat() throws Exception {
        Path classes =
                Path.of(
                        Agreement.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        List<String> found = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                seen++;
                for (MethodModel method : model.methods()) {
                    method.code().stream()
                            .flatMap(it -> it.elementStream())
                            .filter(it -> it instanceof Instruction i && isFloat(i))
                            .forEach(it -> found.add(file.getFileName() + " " + it));
                }
            }
        }
        assertTrue(seen > 15, "classes seen: " + seen);
        assertEquals(List.of(), found);
    }

    private static boolean isFloat(Instruction instruction) {
        String name = instruction.opcode().name();
        boolean works = name.matches("F.*|D(?!UP).*");
        return works || name.endsWith("2F") || name.endsWith("2D");
    }
}
