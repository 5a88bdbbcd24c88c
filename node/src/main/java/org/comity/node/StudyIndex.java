package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Lines {@code label path [member] [date]}; paths are relative to the index. */
final class StudyIndex {
    /**
     * @param member as the index calls it; empty when it does not say
     * @param second when the mail arrived, if the index says so
     */
    record Line(boolean spam, Path file, String member, OptionalLong second) {}

    /** A member's name is printed in tables. */
    private static final String MEMBER = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    /** 9999-12-31T23:59:59Z. */
    private static final long SECOND_MAX = 253_402_300_799L;

    private StudyIndex() {}

    /** In the order of the index. */
    static List<Line> read(Path index) throws IOException {
        if (Files.isDirectory(index)) {
            return DemoMail.read(index).stream()
                    .map(it -> new Line(it.spam(), it.file(), "", OptionalLong.empty()))
                    .toList();
        }
        if (!Files.isReadable(index)) {
            throw new Refusal("no such index, or not readable", index.toString());
        }
        var lines = new ArrayList<Line>();
        int number = 0;
        try (var texts = Files.lines(index)) {
            for (var it = texts.iterator(); it.hasNext(); ) {
                String text = it.next();
                number++;
                if (!text.isBlank() && !text.startsWith("#")) {
                    lines.add(line(text, index, number));
                }
            }
        } catch (java.io.UncheckedIOException notText) {
            throw new Refusal("the index is not UTF-8 text", "after line " + number);
        }
        if (lines.isEmpty()) {
            throw new Refusal("no mail in the index", index.toString());
        }
        return lines;
    }

    private static Line line(String text, Path index, int number) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length < 2 || words.length > 4) {
            throw refused("an index line is: label path [member] [date]", number);
        }
        boolean spam =
                switch (words[0]) {
                    case "spam" -> true;
                    case "ham", "wanted" -> false;
                    default -> throw refused("a label is spam, or ham or wanted", number);
                };
        // Three words may end in a member or in a date; a date is never a good name.
        boolean dateOnly = words.length == 3 && isDate(words[2]);
        String member = words.length < 3 || dateOnly || words[2].equals("-") ? "" : words[2];
        if (!member.isEmpty() && !member.matches(MEMBER)) {
            throw refused("a member is letters, digits, dots, hyphens, underscores", number);
        }
        String date = words.length == 4 ? words[3] : dateOnly ? words[2] : "";
        try {
            Path file = index.toAbsolutePath().resolveSibling(words[1]).normalize();
            return new Line(spam, file, member, date(date, number));
        } catch (java.nio.file.InvalidPathException noPath) {
            throw refused("not a path", number);
        }
    }

    private static boolean isDate(String word) {
        return word.matches("[0-9]{9,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?");
    }

    private static OptionalLong date(String word, int number) {
        if (word.isEmpty()) {
            return OptionalLong.empty();
        }
        long second = second(word, number);
        if (second < 0 || second > SECOND_MAX) {
            throw refused("a date lies between 1970 and 9999", number);
        }
        return OptionalLong.of(second);
    }

    private static long second(String word, int number) {
        if (word.matches("[0-9]{1,12}")) {
            return Long.parseLong(word);
        }
        try {
            return word.indexOf('T') < 0
                    ? LocalDate.parse(word).toEpochSecond(java.time.LocalTime.MIN, ZoneOffset.UTC)
                    : OffsetDateTime.parse(word).toEpochSecond();
        } catch (DateTimeException noDate) {
            throw refused(
                    "a date is seconds since 1970, or ISO 8601 as 2007-04-08T13:07:21Z", number);
        }
    }

    private static Refusal refused(String why, int number) {
        return new Refusal(why, "line " + number);
    }
}
