package org.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * the feed's greatest TLP level, and what was said to a group or to named members only from the
 * group's own collection, which somebody named for this server.
 */
final class TaxiiPush {
    private static final int ENVELOPE_OBJECTS_MAX = 500;
    private static final int ENVELOPE_BYTES_MAX = 8 << 20;

    /** Where a server does not say how much it takes. */
    private static final int ENVELOPE_BYTES_UNSAID = 1 << 20;

    private static final int FRAME_BYTES = "{\"objects\":[]}".length();
    private static final int REFUSED_WHOLE = 422;
    private static final int TOO_LARGE = 413;
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

    /** Where it goes, and from which collection. */
    private record To(TaxiiWire wire, String address, CollectedRoot root, String from) {}

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
                List<Entry> first = first(left, bytesMax);
                send(new To(wire, at.address(), root, from), first);
                Entry last = first.getLast();
                at =
                        at.at(
                                new TaxiiFeed.Stand(
                                        at.stand().walk(),
                                        last.dateAdded(),
                                        desk.nowSecond(),
                                        0,
                                        said()));
                keeping.keep(at);
                left = left.subList(first.size(), left.size());
                progress.accept(Json.object().put("objects", objects));
            }
        }
        return summary();
    }

    /** As many of the first as the server takes at once, and one at least. */
    private static List<Entry> first(List<Entry> entries, int bytesMax) {
        long bytes = FRAME_BYTES;
        int count = 0;
        for (Entry entry : entries) {
            bytes += entry.bytes() + 1L;
            if (count > 0 && bytes > bytesMax) {
                break;
            }
            count++;
        }
        return entries.subList(0, count);
    }

    private List<Bytes> contents(To to, List<Entry> entries) throws IOException {
        var contents = new ArrayList<Bytes>();
        for (Entry entry : entries) {
            if (Collected.groupOf(to.from()).isPresent() || to.root().isForAll(entry)) {
                to.root()
                        .content(CollectedRoot.id(desk, to.from()), entry)
                        .ifPresent(contents::add);
            }
        }
        return contents;
    }

    private static Bytes envelope(List<Bytes> contents) {
        var json = new ByteArrayOutputStream();
        json.writeBytes(Bytes.utf8("{\"objects\":[").array());
        for (int at = 0; at < contents.size(); at++) {
            json.writeBytes(Bytes.utf8(at == 0 ? "" : ",").array());
            json.writeBytes(contents.get(at).array());
        }
        json.writeBytes(Bytes.utf8("]}").array());
        return Bytes.of(json.toByteArray());
    }

    /** Of an envelope that is refused whole each half is tried, so that the good is taken. */
    private void send(To to, List<Entry> entries) throws IOException {
        List<Bytes> contents = contents(to, entries);
        if (contents.isEmpty()) {
            return;
        }
        int status;
        try (TaxiiWire.Reply reply =
                to.wire().post(to.address() + "objects/", envelope(contents))) {
            status = reply.status();
            if (status != REFUSED_WHOLE && status != TOO_LARGE) {
                status(reply.orRefuse().body().readNBytes(ANSWER_BYTES_MAX));
                envelopes++;
                objects += contents.size();
                return;
            }
        }
        if (entries.size() == 1) {
            notTaken(entries.getFirst().id(), "the server answered " + status);
        } else {
            int middle = entries.size() / 2;
            send(to, entries.subList(0, middle));
            send(to, entries.subList(middle, entries.size()));
        }
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
