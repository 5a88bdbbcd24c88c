package org.comity.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.comity.intake.StixBundleParser;
import org.comity.intake.StixPiece;
import org.comity.statement.Audience;
import org.comity.statement.Json;
import org.comity.statement.Marking;
import org.comity.statement.StixFinding;
import org.comity.statement.StixObject;
import org.comity.statement.StixValidator;
import org.comity.store.StoreReader;
import org.comity.taxii.Added;
import org.comity.taxii.Status;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * An envelope as statements of this member: each object kept as it was found, told as relayed from
 * the user who pushed it. One after another, so that memory does not grow with the envelope.
 */
final class TaxiiAdding implements StixImport.Sink {
    /** Statements under way to the writer at once, and their bytes. */
    private static final int WINDOW = 32;

    private static final long WINDOW_BYTES = 4 << 20;

    /**
     * An envelope that is shorter is read whole before anything of it is stated, so that a broken
     * one leaves nothing behind; of a longer one that may not lie in memory what was read is.
     */
    private static final int WHOLE_BYTES = 4 << 20;

    private record UnderWay(long bytes, CompletableFuture<Reported> answer) {}

    private final Desk desk;
    private final TaxiiUser user;
    private final String collection;
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private final TaxiiOutcomes outcomes = new TaxiiOutcomes();
    private long underWayBytes;
    private int batches;

    TaxiiAdding(Desk desk, TaxiiUser user, String collection) {
        this.desk = desk;
        this.user = user;
        this.collection = collection;
    }

    Added add(InputStream envelope) throws IOException {
        byte[] first = envelope.readNBytes(WHOLE_BYTES);
        if (first.length < WHOLE_BYTES) {
            var broken = StixBundleParser.findBroken(new ByteArrayInputStream(first));
            if (broken.isPresent()) {
                return new Added.Malformed(broken.get().why(), broken.get().where());
            }
        }
        return addObjects(new SequenceInputStream(new ByteArrayInputStream(first), envelope));
    }

    private Added addObjects(InputStream envelope) throws IOException {
        long requestedAt = desk.nowSecond() * 1_000_000;
        StixBundleParser parser = StixBundleParser.open(envelope);
        var to = new Addressed(Marking.of(desk.config().intake().marking()), audience());
        var objects = new StixImport(desk, to, "TAXII user " + user.name(), this);
        for (var next = parser.next(); next.isPresent(); next = parser.next()) {
            StixPiece piece = next.get();
            switch (piece.object()) {
                case Checked.Good<Json.Members>(Json.Members object) -> take(objects, object);
                case Checked.Refused<Json.Members>(String why, String where) -> {
                    if (piece.number() == 0 && parser.broken().isEmpty()) {
                        return new Added.Refused(why, where);
                    }
                    outcomes.failed("", "", why + " (object " + piece.number() + ")");
                }
            }
        }
        if (parser.broken().isPresent()) {
            drain(0, 0);
            String so = outcomes.batches() == 0 ? "" : "; what stood before it is stated";
            return new Added.Malformed(
                    parser.broken().get().why() + so, parser.broken().get().where());
        }
        objects.finish();
        return kept(requestedAt);
    }

    /**
     * The status goes to the disk with the last of the objects: the writer has them all before it,
     * and waiting for them first would cost each envelope one more sync.
     */
    private Added kept(long requestedAt) throws IOException {
        String id = uuid(desk);
        CompletableFuture<Optional<Status>> status =
                desk.writer()
                        .submitDurable(() -> {
                            // Some were refused, and the answer says why.
                            if (outcomes.batches() < batches || outcomes.isEmpty()) {
                                return Optional.empty();
                            }
                            Status whole = outcomes.status(id, requestedAt);
                            TaxiiStatuses.write(desk, user.name(), whole);
                            return Optional.of(whole);
                        });
        drain(0, 0);
        return Writer.await(status)
                .<Added>map(Added.Done::new)
                .orElseGet(() -> new Added.Refused("no objects", "/objects"));
    }

    private Audience audience() {
        return Collected.groupOf(collection)
                .<Audience>map(Audience.Group::new)
                .orElse(new Audience.Exchange());
    }

    /** A UUIDv4. */
    static String uuid(Desk desk) {
        byte[] drawn = new byte[16];
        desk.random().nextBytes(drawn);
        drawn[6] = (byte) ((drawn[6] & 0x0f) | 0x40);
        drawn[8] = (byte) ((drawn[8] & 0x3f) | 0x80);
        var bytes = java.nio.ByteBuffer.wrap(drawn);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    private void take(StixImport objects, Json.Members object) throws IOException {
        String id = object.text("id").orElse("");
        Optional<StixFinding> unusable = StixValidator.unusable(object);
        if (unusable.isPresent()) {
            outcomes.failed(id, version(object), unusable.get().toString());
            return;
        }
        if (isThere(object)) {
            succeeded(desk.store(), id, version(object), "");
        } else if (objects.take(object)
                instanceof Checked.Refused<StixObject>(String why, String where)) {
            outcomes.failed(id, version(object), where.isEmpty() ? why : why + " (" + where + ")");
        }
    }

    /** Whoever pushes again all that was pushed costs a look-up each, and the writer nothing. */
    private boolean isThere(Json.Members object) throws IOException {
        Bytes key = CollectedRow.object(collection, object.text("id").orElse(""));
        Optional<Bytes> row = key.length() > 1_024 ? Optional.empty() : desk.store().value(key);
        if (row.isEmpty()) {
            return false;
        }
        long hash = Collected.hash(Hash.digest(object.canonical().array()));
        return shown(row.get()).stream().anyMatch(it -> it.hash() == hash);
    }

    /** An answer must not tell of what the user may not see. */
    private List<CollectedRow.Known> shown(Bytes row) {
        return CollectedRow.Known.read(row).stream()
                .filter(it -> it.tlp().compareTo(user.greatest()) <= 0)
                .toList();
    }

    private static String version(Json.Members object) {
        return object.text("modified").or(() -> object.text("created")).orElse("");
    }

    @Override
    public void submitted(List<StixImport.Given> objects, CompletableFuture<Reported> answer)
            throws IOException {
        long bytes = objects.stream().mapToLong(it -> it.canonical().length()).sum();
        underWay.add(new UnderWay(bytes, answer));
        underWayBytes += bytes;
        batches++;
        drain(WINDOW, WINDOW_BYTES);
    }

    private void drain(int most, long mostBytes) throws IOException {
        while (underWay.size() > most || underWayBytes > mostBytes) {
            UnderWay first = underWay.remove();
            underWayBytes -= first.bytes();
            var _ = Writer.await(first.answer());
        }
    }

    @Override
    public void stated(List<StixImport.Given> objects, Reported reported) throws IOException {
        var faults = new ArrayList<Reported.Fault>();
        var doubtful = new ArrayList<Reported.Fault>();
        if (reported instanceof Reported.Objects all) {
            faults.addAll(all.faults());
            doubtful.addAll(all.doubtful());
        }
        // Of two versions of one object it is the later that another one stands before.
        for (StixImport.Given object : objects.reversed()) {
            Optional<Reported.Fault> fault = takeOut(faults, object);
            Optional<Reported.Fault> doubt = takeOut(doubtful, object);
            if (fault.isPresent()) {
                outcomes.failed(object.id(), object.version(), fault.get().why());
            } else {
                String message = doubt.isPresent() && isTwice(object) ? doubt.get().why() : "";
                succeeded(desk.pending(), object.id(), object.version(), message);
            }
        }
        outcomes.batch();
    }

    private static Optional<Reported.Fault> takeOut(
            List<Reported.Fault> faults, StixImport.Given object) {
        Optional<Reported.Fault> its =
                faults.stream().filter(it -> it.object().equals(object.id())).findFirst();
        its.ifPresent(faults::remove);
        return its;
    }

    /** Whether the user may see both contents. */
    private boolean isTwice(StixImport.Given object) throws IOException {
        long instant = TaxiiTime.parse(object.version()).orElse(0);
        Optional<Bytes> row = desk.pending().value(CollectedRow.object(collection, object.id()));
        return row.isPresent()
                && shown(row.get()).stream()
                                .filter(it -> object.version().isEmpty() || it.instant() == instant)
                                .count()
                        > 1;
    }

    private void succeeded(StoreReader from, String id, String version, String message)
            throws IOException {
        outcomes.succeeded(id, version.isEmpty() ? given(from, id) : version, message);
    }

    /** The version that the collection gives an object which has none. */
    private String given(StoreReader from, String id) throws IOException {
        return from.value(CollectedRow.object(collection, id))
                .map(this::shown)
                .filter(it -> !it.isEmpty())
                .map(it -> TaxiiTime.print(it.getFirst().date()))
                .orElse("");
    }
}
