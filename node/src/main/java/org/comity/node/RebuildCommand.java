package org.comity.node;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.comity.store.EmbeddedStore;
import org.comity.store.StoreInUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Delete every view and make it anew from the logs. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "Delete every view and make it anew from the logs.",
        footer = {"", "Example:  comity rebuild"})
final class RebuildCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        mendIfClosed();
        common.show(
                common.ask("rebuild", Json.object()),
                answer ->
                        common.out()
                                .println(
                                        answer.path("statements").asLong() + " statements folded"));
        return 0;
    }

    /** A row that cannot be read may keep the directory from being opened at all. */
    private void mendIfClosed() throws IOException {
        Config config = Desk.config(common.data());
        Logs.quiet();
        try (var store = EmbeddedStore.open(common.data().resolve("store"), false)) {
            long now = InstantSource.system().instant().getEpochSecond();
            var _ = Mending.run(store, config.member(), now);
        } catch (StoreInUseException running) {
            // The node itself rebuilds what it could open.
            return;
        }
    }
}
