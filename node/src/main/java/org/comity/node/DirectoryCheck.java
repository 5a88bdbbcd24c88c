package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.store.EmbeddedStore;
import org.comity.store.Finding;
import org.comity.store.StoreReader;

/**
 * {@code comity check-data}: everything in a node's directory, read only. Needs nothing of it to be
 * good: what cannot be read is told, and the rest is checked all the same.
 */
final class DirectoryCheck {
    private final Path data;
    private final Consumer<String> progress;
    private final Findings findings = new Findings();

    DirectoryCheck(Path data, Consumer<String> progress) {
        this.data = data;
        this.progress = progress;
    }

    /** When no process has it open; StoreInUseException when one has. */
    DataCheck.Outcome closed(InstantSource clock) throws IOException {
        progress.accept("store");
        Path store = data.resolve("store");
        for (Finding finding : EmbeddedStore.inspect(store)) {
            findings.add(finding.toString(), remedy(finding.kind()));
        }
        var files = new FileCheck(data, findings);
        Optional<Config> config = files.names(false);
        try (StoreReader rows = EmbeddedStore.openReadOnly(store)) {
            return rows(rows, config, clock);
        } catch (IOException unreadable) {
            findings.add(
                    "what the rows say was not checked: " + Main.reason(unreadable), Remedy.STORE);
            return notRead(config);
        }
    }

    /** Within the process that has it open; the journal, which it writes, is left out. */
    DataCheck.Outcome running(Desk desk) throws IOException {
        Optional<Config> config = new FileCheck(data, findings).names(true);
        try (StoreReader rows = desk.store().snapshot()) {
            return rows(rows, config, desk.machine().clock());
        }
    }

    private DataCheck.Outcome rows(StoreReader rows, Optional<Config> config, InstantSource clock)
            throws IOException {
        if (config.isEmpty()) {
            findings.add(
                    "whose logs these are, comity.toml does not say; rows not checked",
                    Remedy.CONFIGURATION);
            return notRead(config);
        }
        var files = new FileCheck(data, findings);
        files.settings(rows);
        DataCheck.Outcome outcome =
                new DataCheck(rows, config.get().member(), findings)
                        .signedIn(data.resolve("signed"))
                        .run(progress, clock);
        files.keys(config.get().member(), outcome.charters());
        return new DataCheck.Outcome(
                outcome.leaves(), outcome.payloads(), outcome.charters(), findings.all());
    }

    private DataCheck.Outcome notRead(Optional<Config> config) {
        config.ifPresent(it -> new FileCheck(data, findings).keys(it.member(), List.of()));
        return new DataCheck.Outcome(0, 0, List.of(), findings.all());
    }

    private static Remedy remedy(Finding.Kind kind) {
        return switch (kind) {
            case JOURNAL, ROWS, GAP -> Remedy.STORE;
            case TORN_TAIL, RESERVE, LIBRARY -> Remedy.NEXT_START;
            case LEFTOVER -> Remedy.HARMLESS;
            case PERMISSIONS -> Remedy.PERMISSIONS;
        };
    }
}
