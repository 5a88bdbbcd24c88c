package org.comity.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.comity.value.Bytes;

/**
 * Where the passphrase of the key files comes from: a file that {@code COMITY_PASSPHRASE_FILE}
 * names (which may be {@code /dev/stdin}), else the systemd credential {@code comity-passphrase}.
 * Never an argument or the environment itself: others may read those.
 */
interface Passphrase {
    int BYTES_MAX = 1_024;
    String VARIABLE = "COMITY_PASSPHRASE_FILE";

    Bytes read() throws IOException;

    static Passphrase of(Map<String, String> environment) {
        return () -> {
            String named = environment.getOrDefault(VARIABLE, "");
            String credentials = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
            if (!named.isEmpty()) {
                return from(Path.of(named));
            }
            if (!credentials.isEmpty()) {
                return from(Path.of(credentials, "comity-passphrase"));
            }
            throw new Refusal(
                    "the keys are locked: name a file with their passphrase in " + VARIABLE, "");
        };
    }

    /** The first line. */
    static Bytes from(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(BYTES_MAX + 1);
            String line = new String(read, StandardCharsets.UTF_8).lines().findFirst().orElse("");
            if (line.isEmpty() || read.length > BYTES_MAX) {
                throw new Refusal(
                        "a passphrase is one line of at most 1024 bytes", file.toString());
            }
            return Bytes.utf8(line);
        }
    }
}
