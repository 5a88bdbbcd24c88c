package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Write all that this directory holds into one file, while the node goes on. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Write all that this directory holds into one file, while the node goes on.",
        footer = {"", "Example:  comity backup comity-monday.backup --without-keys"})
final class BackupCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "FILE", description = "a file that is not there yet")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Path file;

    @Option(
            names = "--without-keys",
            description = "leave the keys out; keep them elsewhere, or nothing can be restored")
    boolean withoutKeys;

    @Override
    public Integer call() throws IOException {
        var with = Json.object().put("file", file.toAbsolutePath().normalize().toString());
        common.show(
                common.ask("backup", with.put("without_keys", withoutKeys)),
                answer ->
                        common.out()
                                .printf(
                                        "%s: %d rows, %d statements of the own log, %s%n",
                                        answer.path("file").asString(),
                                        answer.path("rows").asLong(),
                                        answer.path("statements").asLong(),
                                        withoutKeys
                                                ? "WITHOUT KEYS: keep keys/ elsewhere"
                                                : "WITH THE KEYS of this member: keep it as you"
                                                        + " keep them"));
        return 0;
    }
}
