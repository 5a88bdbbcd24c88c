package org.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.comity.statement.Tlp;
import org.comity.taxii.ApiRoot;
import org.comity.taxii.Entry;
import org.comity.taxii.Selection;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what came into a collection of this node to one of somebody else's server, in the order of
 * coming, envelope by envelope; the cursor is kept behind each that was taken. No more leaves than
 * the feed's greatest TLP level.
 */
final class TaxiiPush {
    private static final int ENVELOPE_OBJECTS_MAX = 500;
    private static final int ENVELOPE_BYTES_MAX = 8 << 20;

    /** Where a server does not say how much it takes. */
    private static final int ENVELOPE_BYTES_UNSAID = 1 << 20;

    private static final int NAMED_MAX = 50;
    private static final int ANSWER_BYTES_MAX = 4 << 20;

    private final Desk desk;
    private final TaxiiPull.Keeping keeping;
    private final Consumer<JsonNode> progress;
    private final ObjectNode summary = Json.object();
    private long envelopes;
    private long objects;
    private long failed;
    private long pending;

    TaxiiPush(Desk desk, TaxiiPull.Keeping keeping, Consumer<JsonNode> progress) {
        this.desk = desk;
        this.keeping = keeping;
        this.progress = progress;
        summary.putArray("not_taken");
    }

    /** Entries that go together. */
    private record Envelope(List<Entry> entries, Bytes json) {}

    JsonNode run(TaxiiFeed feed) throws IOException {
        var wire = new TaxiiWire(feed.login());
        int bytesMax = bytesMax(wire, feed);
        String from = feed.terms().group().isEmpty() ? Collected.OWN : feed.terms().group();
        Tlp greatest =
                feed.terms().marking().isEmpty()
                        ? Tlp.CLEAR
                        : Tlp.ofWord(feed.terms().marking()).orElse(Tlp.CLEAR);
        var rights = new TreeMap<String, String>();
        rights.put(from, "r");
        var reader =
                new TaxiiUser(
                        "push", greatest, rights, new TaxiiSecret(1, Bytes.EMPTY, Bytes.EMPTY));
        TaxiiFeed at = feed;
        boolean more = true;
        while (more) {
            var root = new CollectedRoot(desk, reader);
            ApiRoot.Page page =
                    root.page(
                            CollectedRoot.id(desk, from),
                            Selection.ALL,
                            at.stand().pushed(),
                            ENVELOPE_OBJECTS_MAX);
            more = page.more();
            List<Entry> left = page.entries();
            while (!left.isEmpty()) {
                Envelope envelope = envelope(root, CollectedRoot.id(desk, from), left, bytesMax);
                send(wire, at, envelope);
                Entry last = envelope.entries().getLast();
                at =
                        at.at(
                                new TaxiiFeed.Stand(
                                        at.stand().walk(),
                                        last.dateAdded(),
                                        desk.nowSecond(),
                                        0,
                                        said()));
                keeping.keep(at);
                left = left.subList(envelope.entries().size(), left.size());
                progress.accept(Json.object().put("objects", objects));
            }
        }
        return summary();
    }

    /** As many of the first as the server takes at once, and one at least. */
    private Envelope envelope(ApiRoot root, String collection, List<Entry> entries, int bytesMax)
            throws IOException {
        var json = new ByteArrayOutputStream();
        json.writeBytes(Bytes.utf8("{\"objects\":[").array());
        var taken = new ArrayList<Entry>();
        boolean any = false;
        for (Entry entry : entries) {
            if (any && json.size() + entry.bytes() + 3 > bytesMax) {
                break;
            }
            taken.add(entry);
            Optional<Bytes> content = root.content(collection, entry);
            if (content.isPresent()) {
                json.writeBytes(Bytes.utf8(any ? "," : "").array());
                json.writeBytes(content.get().array());
                any = true;
            }
        }
        json.writeBytes(Bytes.utf8("]}").array());
        return new Envelope(taken, any ? Bytes.of(json.toByteArray()) : Bytes.EMPTY);
    }

    /** What the server does not take is said; it holds up nothing behind it. */
    private void send(TaxiiWire wire, TaxiiFeed feed, Envelope envelope) throws IOException {
        if (envelope.json().length() == 0) {
            return;
        }
        try (TaxiiWire.Reply reply = wire.post(feed.address() + "objects/", envelope.json())) {
            if (reply.status() == 422 || reply.status() == 413) {
                notTaken(
                        envelope.entries().getFirst().id()
                                + " and "
                                + (envelope.entries().size() - 1)
                                + " more",
                        "the server answered " + reply.status());
                failed += envelope.entries().size() - 1L;
                return;
            }
            status(reply.orRefuse().body().readNBytes(ANSWER_BYTES_MAX));
        }
        envelopes++;
        objects += envelope.entries().size();
    }

    private void status(byte[] body) {
        JsonNode status;
        try {
            status = Json.parse(Bytes.of(body).utf8());
        } catch (RuntimeException notJson) { // taken all the same: the code said so
            return;
        }
        pending += status.path("pending_count").asLong(0);
        for (JsonNode failure : status.path("failures")) {
            notTaken(failure.path("id").asString(""), failure.path("message").asString(""));
        }
    }

    private void notTaken(String what, String why) {
        failed++;
        if (failed <= NAMED_MAX) {
            summary.withArray("not_taken").addObject().put("where", what).put("why", why);
        }
    }

    /** What the collection and its API root say: whether it may be written to, and how much. */
    private static int bytesMax(TaxiiWire wire, TaxiiFeed feed) throws IOException {
        try (TaxiiWire.Reply reply = wire.get(feed.address()).orRefuse()) {
            JsonNode collection = parsed(reply);
            if (!collection.path("can_write").asBoolean(false)) {
                throw new Refusal("the server lets this user not write there", feed.address());
            }
        }
        String root = feed.address().replaceFirst("collections/[^/]+/$", "");
        try (TaxiiWire.Reply reply = wire.get(root)) {
            long said =
                    reply.status() < 300 ? parsed(reply).path("max_content_length").asLong(0) : 0;
            return said <= 0 ? ENVELOPE_BYTES_UNSAID : (int) Math.min(said, ENVELOPE_BYTES_MAX);
        }
    }

    private static JsonNode parsed(TaxiiWire.Reply reply) throws IOException {
        try {
            return Json.parse(Bytes.of(reply.body().readNBytes(ANSWER_BYTES_MAX)).utf8());
        } catch (RuntimeException notJson) {
            throw new Refusal("the TAXII server's answer is not JSON", "");
        }
    }

    private String said() {
        return objects + " objects, " + failed + " not taken";
    }

    private ObjectNode summary() {
        return summary.put("envelopes", envelopes)
                .put("objects", objects)
                .put("pending", pending)
                .put("refused", failed);
    }
}
