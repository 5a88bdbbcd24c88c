package org.comity.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comity.charter.CharterHistory;
import org.comity.tlog.TlogPolicy;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Files that somebody named, read whole and not beyond a limit. */
public final class InputFile {
    private InputFile() {}

    public static Checked<Bytes> read(Path file, int most) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return Checked.refused("no such file, or not readable", file.toString());
        }
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most + 1);
            return content.length > most
                    ? Checked.refused("larger than " + most + " bytes", file.toString())
                    : Checked.good(Bytes.of(content));
        }
    }

    /** All charters of all files together; none without a file. */
    public static Checked<Optional<CharterHistory>> charters(List<Path> files) throws IOException {
        Optional<CharterHistory> all = Optional.empty();
        for (Path file : files) {
            Checked<CharterHistory> read =
                    read(file, CharterHistory.BYTES_MAX)
                            .then(it -> CharterHistory.parse(it).in(file.toString()));
            if (read instanceof Checked.Refused<CharterHistory> refused) {
                return refused.as();
            }
            CharterHistory more = read.orThrow();
            all = Optional.of(all.map(it -> it.and(more)).orElse(more));
        }
        return Checked.good(all);
    }

    public static Checked<Optional<TlogPolicy>> policy(Optional<Path> file) throws IOException {
        return file.isEmpty()
                ? Checked.good(Optional.empty())
                : read(file.get(), TlogPolicy.BYTES_MAX)
                        .then(it -> TlogPolicy.parse(it).in(file.get().toString()))
                        .map(Optional::of);
    }
}
