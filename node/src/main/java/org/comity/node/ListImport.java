package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.comity.intake.ListLine;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.Report;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;

/**
 * Values of a list as statements, told as relayed. Where a line names the malware, the value is
 * linked with it, and a family is in each statement once.
 */
final class ListImport {
    /** Values in one statement without a family. */
    private static final int BATCH_MAX = Bundles.OBJECTS_MAX - 4;

    /** And with one: each has an indicator and what links it. */
    private static final int FAMILY_BATCH_MAX = Bundles.OBJECTS_MAX / 2 - 1;

    /** Batches that wait to be full. */
    private static final int WAITING_MAX = 1_000;

    private final Desk desk;
    private final Importing.Use use;
    private final String source;
    private final StixImport.Sink sink;
    private final Map<String, List<Claim>> batches = new TreeMap<>();

    ListImport(Desk desk, Importing.Use use, String source, StixImport.Sink sink) {
        this.desk = desk;
        this.use = use;
        this.source = source;
        this.sink = sink;
    }

    void take(Subject subject, ListLine line) throws IOException {
        String family = line.family();
        if (!batches.containsKey(family) && batches.size() == WAITING_MAX) {
            finish();
        }
        List<Claim> batch = batches.computeIfAbsent(family, _ -> new ArrayList<>());
        batch.add(relayed(subject, family));
        if (batch.size() == (family.isEmpty() ? BATCH_MAX : FAMILY_BATCH_MAX)) {
            batches.remove(family);
            state(family, batch);
        }
    }

    void finish() throws IOException {
        for (Map.Entry<String, List<Claim>> one : batches.entrySet()) {
            state(one.getKey(), one.getValue());
        }
        batches.clear();
    }

    private Claim relayed(Subject subject, String family) {
        var grounds = new Claim.Grounds(Basis.RELAYED, Role.CONTENT, List.of(), source);
        boolean named = !family.isEmpty() && use.abuse() == AbuseClass.UNSPECIFIED;
        AbuseClass abuse = named ? AbuseClass.MALWARE : use.abuse();
        return new Reporter.Word(subject, Stance.MALICIOUS, abuse, grounds)
                .holdingOnce(desk.charters().charter(), desk.nowSecond());
    }

    private void state(String family, List<Claim> batch) throws IOException {
        CompletableFuture<Reported> answer =
                desk.writer().submit(() -> new Reported.Stated(ids(family, batch), batch.size()));
        sink.submitted(answer);
    }

    /** On the writer's thread. */
    private List<StatementId> ids(String family, List<Claim> batch) throws IOException {
        long now = desk.nowSecond();
        Addressed to = use.to();
        if (family.isEmpty() || desk.logs().own().isEnded()) {
            return desk.reporter().state(batch, to, now, List.of());
        }
        var report = new Report(desk.self(), to.marking(), Optional.empty(), now, batch);
        return desk.ownLogs()
                .append(
                        to.audience(),
                        desk.sealer().seal(report, family, to.audience()),
                        List.of(),
                        now);
    }
}
