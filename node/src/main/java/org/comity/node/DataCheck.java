package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.store.StoreReader;

/**
 * All rows of a store against each other, from leaf 0; reads only, and needs nothing of it to be
 * good.
 */
final class DataCheck {
    private final StoreReader store;
    private final MemberId self;
    private final Findings findings;
    private Optional<Path> signed = Optional.empty();

    DataCheck(StoreReader store, MemberId self, Findings findings) {
        this.store = store;
        this.self = self;
        this.findings = findings;
    }

    /** Where this machine remembers what it signed. */
    DataCheck signedIn(Path folder) {
        signed = Optional.of(folder);
        return this;
    }

    /** What was read and what is wrong. */
    record Outcome(
            long leaves, long payloads, List<Charter> charters, List<Findings.One> findings) {
        Outcome {
            charters = List.copyOf(charters);
            findings = List.copyOf(findings);
        }

        boolean isGood() {
            return findings.stream().noneMatch(it -> it.remedy().isGrave());
        }
    }

    /** Of an open store as it is durable now, though others write meanwhile. */
    static Outcome of(Desk desk, Consumer<String> progress) throws IOException {
        try (StoreReader seen = desk.store().snapshot()) {
            var check = new DataCheck(seen, desk.self(), new Findings());
            return check.run(progress, desk.machine().clock());
        }
    }

    Outcome run(Consumer<String> progress, InstantSource clock) throws IOException {
        List<Charter> charters = CharterCheck.run(store, findings);
        var from = new LogCheck.Sources(store, CheckedLogs.of(charters, self, store), charters);
        var derived = new DerivedCheck(from, findings);
        var logs = new LogCheck(from, findings, derived::expect);
        for (Log log : from.logs().all()) {
            progress.accept("log " + log.origin());
            logs.run(log);
        }
        if (signed.isPresent()) {
            SignedCheck.run(signed.get(), from.logs(), findings);
        }
        progress.accept("evidence and what no log gives again");
        new EvidenceCheck(store, findings).run();
        new OtherTables(from, clock.instant().getEpochSecond(), findings).run();
        var standing = new StandingCheck(store, self, findings);
        standing.read();
        if (logs.isWhole()) {
            progress.accept("what follows from the logs");
            derived.compare();
            if (!findings.hasGrave()) {
                standing.compare();
            }
        }
        return new Outcome(logs.leaves(), logs.payloads(), charters, findings.all());
    }
}
