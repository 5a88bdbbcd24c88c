package org.comity.node;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.value.Hash;

/** The mails of a demo in arrival order: an index, a folder with spam/ and ham/, or an exercise. */
final class DemoMail {
    /** Members that take mail, in the order of the index's third column. */
    static final List<String> TAKERS = List.of("A", "B", "C");

    /**
     * One line of the index.
     *
     * @param taker place in {@link #TAKERS}
     */
    record Line(boolean spam, Path file, int taker) {}

    private DemoMail() {}

    /** Lines {@code label path [member]}; paths are relative to the index. */
    static List<Line> read(Path index) throws IOException {
        if (Files.isDirectory(index)) {
            return folder(index);
        }
        if (!Files.isReadable(index)) {
            throw new Refusal("no such index, or not readable", index.toString());
        }
        var lines = new ArrayList<Line>();
        int number = 0;
        for (String text : Files.readAllLines(index)) {
            number++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            String[] words = text.strip().split("\\s+", -1);
            if (words.length < 2 || words.length > 3) {
                throw new Refusal("an index line is: label path [member]", "line " + number);
            }
            Path file = index.toAbsolutePath().resolveSibling(words[1]).normalize();
            if (!Files.isReadable(file)) {
                throw new Refusal("no such mail", "line " + number + ": " + file);
            }
            lines.add(new Line(isSpam(words[0], number), file, taker(words, file, number)));
        }
        if (lines.isEmpty()) {
            throw new Refusal("no mail in the index", index.toString());
        }
        return lines;
    }

    private static boolean isSpam(String label, int number) {
        return switch (label) {
            case "spam" -> true;
            case "ham", "wanted" -> false;
            default -> throw new Refusal("a label is spam, or ham or wanted", "line " + number);
        };
    }

    private static int taker(String[] words, Path file, int number) throws IOException {
        if (words.length < 3) {
            return byHash(file);
        }
        int taker = TAKERS.indexOf(words[2]);
        if (taker < 0) {
            throw new Refusal("a member of the index is A, B or C", "line " + number);
        }
        return taker;
    }

    private static List<Line> folder(Path folder) throws IOException {
        var lines = new ArrayList<Line>();
        for (String label : List.of("spam", "ham")) {
            Path inside = folder.resolve(label);
            if (!Files.isDirectory(inside)) {
                throw new Refusal("a folder of mails has folders spam and ham", folder.toString());
            }
            try (var files = Files.walk(inside)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    lines.add(new Line(label.equals("spam"), file, byHash(file)));
                }
            }
        }
        // Names tell nothing of arrival; their order at least mixes spam and wanted the same way
        // each time.
        lines.sort(java.util.Comparator.comparing((Line it) -> it.file().getFileName().toString()));
        return lines;
    }

    /** SHA-256 of the file as a big-endian number modulo three. */
    static int byHash(Path file) throws IOException {
        Hash hash = Hash.digest(Files.readAllBytes(file));
        return new BigInteger(1, hash.array()).mod(BigInteger.valueOf(TAKERS.size())).intValue();
    }

    /** Where the mails come from, for the report. */
    static String words(Optional<Path> index, int count) {
        return index.map(it -> count + " mails of " + it)
                .orElse(
                        count
                                + " mails of a seeded exercise of our own making (no real mail; try --mail)");
    }
}
