package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Make a directory from a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Make a directory from a backup; it must not be there yet, or be empty.",
        footer = {"", "Example:  comity restore comity-monday.backup --data /var/lib/comity"})
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "FILE", description = "made by comity backup")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Path file;

    @Override
    public Integer call() throws IOException {
        Backup.Restored restored = Backup.restore(file, common.data());
        var answer =
                Json.object()
                        .put("made_at", Instant.ofEpochSecond(restored.madeSecond()).toString())
                        .put("rows", restored.rows())
                        .put("other_members", restored.members());
        answer.set("keys", Json.array(restored.keys()));
        common.show(answer, _ -> words(restored));
        return 0;
    }

    private void words(Backup.Restored restored) {
        var out = common.out();
        out.printf(
                "restored as of %s: %d rows into %s%n",
                Instant.ofEpochSecond(restored.madeSecond()), restored.rows(), common.data());
        if (restored.keys().isEmpty()) {
            out.printf(
                    "The backup has no keys: put node.seed and exchange.key into %s (0600).%n",
                    common.data().resolve("keys"));
        }
        out.println(
                restored.members() == 0
                        ? "What was said since then is lost; receipts for it prove nothing more."
                        : "Start the node; it states nothing until all other members were heard."
                                + " Then: comity recover");
    }
}
