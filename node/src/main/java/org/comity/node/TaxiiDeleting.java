package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.comity.statement.Audience;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.Json;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.StixObservables;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.taxii.Selection;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * DELETE of an object: it leaves the collection, and this member says so, to those to whom it had
 * said the object. What it claimed is revoked; an object that claims nothing gets a note. The log
 * stays as it is.
 */
final class TaxiiDeleting {
    private final Desk desk;
    private final String collection;
    private final Tlp greatest;

    TaxiiDeleting(Desk desk, String collection, Tlp greatest) {
        this.desk = desk;
        this.collection = collection;
        this.greatest = greatest;
    }

    /** False when nothing is selected. */
    boolean delete(Selection ofObject) throws IOException {
        return desk.writer().call(() -> onWriter(ofObject));
    }

    private boolean onWriter(Selection ofObject) throws IOException {
        List<CollectedRow> gone =
                new CollectedPages(desk.pending(), collection, greatest)
                        .page(ofObject, Long.MIN_VALUE, Collected.VERSIONS_MAX).rows().stream()
                                .filter(this::isOwn)
                                .toList();
        if (gone.isEmpty()) {
            return false;
        }
        if (desk.logs().own().isEnded()) {
            throw new Refusal("this member has halted its log; nothing counts", "");
        }
        Set<Long> last = lastSeen(gone.getFirst().id());
        Collected collected = desk.ledger().collected();
        var rows = new ArrayList<>(collected.without(collection, gone));
        for (CollectedRow row : gone) {
            rows.addAll(stateAgain(row));
        }
        desk.ledger().write(rows);
        return collected.except(
                collection,
                () -> {
                    for (CollectedRow row : gone) {
                        retract(row, last.contains(row.date()));
                    }
                    return true;
                });
    }

    /** Pushed again, it is stated again. */
    private List<Change> stateAgain(CollectedRow row) throws IOException {
        StatementId place = row.place().orElseThrow();
        Optional<Payload> payload = desk.payloads().statement(place).map(Statement::payload);
        Audience to = payload.map(Payload::audience).orElse(new Audience.Exchange());
        var stated = new ArrayList<Hash>();
        for (String modified : List.of(row.version(), "")) {
            stated.add(StixImport.version(row.id(), modified, to));
            if (payload.isPresent()) {
                int end = row.offset() + row.flags().length();
                Bytes object = payload.get().json().slice(row.offset(), end);
                stated.add(
                        StixImport.content(
                                row.id(), modified, Json.parseMembers(object).orThrow(), to));
            }
        }
        var rows = new ArrayList<Change>();
        for (Hash one : stated) {
            Bytes key = RowKeys.root(one);
            // It may be that of a version which this user does not see.
            if (desk.pending().value(key).equals(Optional.of(Bytes.utf8(place.toString())))) {
                rows.add(new Change.Delete(key));
            }
        }
        return rows;
    }

    /**
     * The dates of what this user takes for the newest of an object. A newer one at a stricter
     * level stays as it is, and what is said of the others must not tell of it.
     */
    private Set<Long> lastSeen(String id) throws IOException {
        Bytes all = desk.pending().value(CollectedRow.object(collection, id)).orElse(Bytes.EMPTY);
        List<CollectedRow.Known> seen =
                CollectedRow.Known.read(all).stream()
                        .filter(it -> it.tlp().compareTo(greatest) <= 0)
                        .toList();
        return CollectedBatch.Ends.of(seen).lasts().values().stream()
                .map(CollectedRow.Known::date)
                .collect(Collectors.toSet());
    }

    /** In a group's collection stands what others said, too. */
    private boolean isOwn(CollectedRow row) {
        return row.place().filter(it -> desk.ledger().heads().isOwn(it.origin())).isPresent();
    }

    private void retract(CollectedRow row, boolean isLast) throws IOException {
        StatementId place = row.place().orElseThrow();
        Optional<Statement> statement = desk.payloads().statement(place);
        if (statement.isEmpty()) {
            return; // erased: nothing is left to take back
        }
        var to = new Addressed(statement.get().marking(), statement.get().payload().audience());
        long now = desk.nowSecond();
        List<Claim> revoked = isLast ? revoked(row, place, now) : List.of();
        if (!revoked.isEmpty()) {
            desk.reporter().state(revoked, to, now, List.of());
            return;
        }
        Statement note =
                Statement.seal(
                        StatementKind.BUNDLE,
                        now,
                        to.marking().tlp(),
                        0,
                        new Payload(
                                desk.sealer().salt(),
                                to.audience(),
                                bundle(note(row, to, now)).canonical()));
        desk.ownLogs().append(to.audience(), List.of(note), List.of(), now);
    }

    private List<Claim> revoked(CollectedRow row, StatementId place, long now) {
        return desk.pendingIndex().entriesOf(place).stream()
                .map(it -> it.claim())
                .filter(it -> it.objectId().equals(row.id()) && row.id().startsWith("indicator--"))
                .filter(it -> !it.revoked() && it.validity().untilSecond() > now)
                .map(Claim::asRevoked)
                .toList();
    }

    private Json.Members note(CollectedRow row, Addressed to, long now) {
        String time = StixObservables.time(now);
        return Json.Members.NONE
                .with("type", "note")
                .with("spec_version", "2.1")
                .with("id", "note--" + TaxiiAdding.uuid(desk))
                .with("created_by_ref", Bundles.identityId(desk.self()))
                .with("created", time)
                .with("modified", time)
                .with("abstract", "retracted")
                .with("content", desk.self() + " takes back version " + row.version())
                .with("object_refs", Json.Array.ofTexts(List.of(row.id())))
                .with("object_marking_refs", StixObservables.markingRefs(to.marking()));
    }

    private Json.Members bundle(Json.Members object) {
        return Json.Members.NONE
                .with("type", "bundle")
                .with("id", "bundle--" + TaxiiAdding.uuid(desk))
                .with("objects", new Json.Array(List.of(object)));
    }
}
