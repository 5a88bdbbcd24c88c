package org.comity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a whole store and says what is wrong with it; changes nothing. */
final class Inspection {
    /** RocksDB names the file at fault only in its message. */
    private static final Pattern ROW_FILE =
            Pattern.compile("([0-9]{6,}\\.sst|MANIFEST-[0-9]+|CURRENT)");

    private static final Pattern ROW_OFFSET = Pattern.compile("offset ([0-9]{1,18})");

    private Inspection() {}

    static List<Finding> of(Path directory) throws IOException {
        Path file = directory.resolve("journal");
        List<Finding> findings = StoreFiles.inspect(directory);
        if (!Files.exists(file)) {
            findings.add(new Finding(Finding.Kind.JOURNAL, "the journal is missing", file, 0));
            return findings;
        }
        RocksLibrary.loadOnly(directory.resolve("native"));
        switch (JournalParser.parse(Disk.REAL.read(file, JournalParser.JOURNAL_BYTES_MAX))) {
            case JournalReading.Corrupt(var why, var offset) -> {
                findings.add(new Finding(Finding.Kind.JOURNAL, why, file, offset));
                checkRows(directory, findings);
            }
            case JournalReading.Sound content -> {
                Engine.tornTail(content, file).ifPresent(findings::add);
                boolean notBegun =
                        content.firstBatch() == 1
                                && !Files.exists(directory.resolve("rows/CURRENT"));
                long inRows = notBegun ? 0 : checkRows(directory, findings);
                if (inRows >= 0) {
                    Engine.gap(content, inRows, file).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    /** The number of the last batch in the rows, or -1 after a finding. */
    private static long checkRows(Path directory, List<Finding> findings) {
        Path rows = directory.resolve("rows");
        try {
            return RocksRows.verify(rows);
        } catch (IOException bad) {
            String why = String.valueOf(bad.getMessage());
            Matcher name = ROW_FILE.matcher(why);
            Matcher offset = ROW_OFFSET.matcher(why);
            Path file = name.find() ? rows.resolve(name.group()) : rows;
            findings.add(
                    new Finding(
                            Finding.Kind.ROWS,
                            why,
                            file,
                            offset.find() ? Long.parseLong(offset.group(1)) : 0));
            return -1;
        }
    }
}
