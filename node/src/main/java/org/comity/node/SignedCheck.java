package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.store.SigningGuard;
import org.comity.tlog.TreeHead;

/** What this machine remembers to have signed, against the own logs as they were read. */
final class SignedCheck {
    private SignedCheck() {}

    static void run(Path folder, CheckedLogs logs, Findings findings) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var known = new TreeSet<Path>();
        for (Log log : logs.all()) {
            Path file = BeforeSigning.file(folder, log.origin());
            known.add(file);
            if (log.author().equals(logs.self()) && Files.exists(file)) {
                check(file, log, findings);
            }
        }
        try (var files = Files.list(folder)) {
            files.filter(it -> !known.contains(it))
                    .sorted()
                    .forEach(it ->
                            findings.add("left over, or not of Comity: " + it, Remedy.HARMLESS));
        }
    }

    private static void check(Path file, Log log, Findings findings) throws IOException {
        try (SigningGuard guard = SigningGuard.open(file)) {
            Optional<TreeHead> last = guard.last();
            if (last.isPresent() && !BeforeSigning.holds(log, last.get())) {
                findings.add(
                        "the log is not what this machine signed: "
                                + log.origin()
                                + ", size "
                                + last.get().size(),
                        Remedy.OWN_LOG);
            }
            if (guard.hasLostPlace()) {
                findings.add("half of a signing guard cannot be read: " + file, Remedy.NEXT_START);
            }
        } catch (IOException unreadable) {
            findings.add(Main.reason(unreadable), Remedy.OWN_LOG);
        }
    }
}
