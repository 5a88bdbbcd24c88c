package org.comity.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.comity.intake.StixBundleParser;
import org.comity.intake.StixPiece;
import org.comity.statement.StixObject;
import org.comity.taxii.Walk;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a collection to its end. After each page that is durable here the cursor is kept, so that a
 * walk that breaks off goes on there; what came twice is stated once.
 */
final class TaxiiPull {
    private static final int PAGE_OBJECTS = 1_000;
    private static final int PAGES_MAX = 100_000;
    private static final int WINDOW = 32;
    private static final int NAMED_MAX = 50;

    /** Odd and without a pattern, so that two pages nearly never have one hash. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Keeps how far a feed has come. */
    interface Keeping {
        void keep(TaxiiFeed feed) throws IOException;
    }

    private final Desk desk;
    private final Keeping keeping;
    private final Consumer<JsonNode> progress;
    private final ArrayDeque<CompletableFuture<Reported>> underWay = new ArrayDeque<>();
    private final ObjectNode summary = Json.object();
    private long pages;
    private long objects;
    private long stated;
    private long already;
    private long refused;
    // Of all objects of the last page.
    private long lastContent;

    TaxiiPull(Desk desk, Keeping keeping, Consumer<JsonNode> progress) {
        this.desk = desk;
        this.keeping = keeping;
        this.progress = progress;
        summary.putArray("not_taken");
    }

    JsonNode run(TaxiiFeed feed) throws IOException {
        var wire = new TaxiiWire(feed.login());
        var to =
                Addressed.of(
                        Json.object()
                                .put("marking", feed.terms().marking())
                                .put("group", feed.terms().group()),
                        desk);
        TaxiiFeed at = feed;
        boolean goesOn = true;
        while (goesOn && pages < PAGES_MAX) {
            Walk walk = at.stand().walk();
            Walk.Step step;
            String address = at.address() + "objects/" + walk.query(PAGE_OBJECTS);
            try (TaxiiWire.Reply reply = wire.get(address).orRefuse()) {
                step = Refusal.orRefuse(walk.after(page(reply, at, to)));
            }
            pages++;
            at = at.at(new TaxiiFeed.Stand(step.walk(), 0, desk.nowSecond(), 0, said()));
            keeping.keep(at);
            progress.accept(Json.object().put("pages", pages).put("objects", objects));
            goesOn = step.goesOn();
        }
        return summary();
    }

    private Walk.Page page(TaxiiWire.Reply reply, TaxiiFeed feed, Addressed to) throws IOException {
        StixBundleParser parser = StixBundleParser.open(reply.body());
        var taken = new StixImport(desk, to, "TAXII " + feed.name(), this::submitted);
        long before = objects;
        long content = 0;
        try {
            for (var next = parser.next(); next.isPresent(); next = parser.next()) {
                take(taken, next.get());
                content = content * SPREAD + next.get().object().hashCode();
            }
        } finally {
            // What was read before the page broke off is good.
            taken.finish();
            drain(0);
        }
        if (objects > before && !parser.isClosed()) {
            throw new IOException("the page broke off; what came of it is kept");
        }
        // With another next each time it could go on for ever.
        if (objects > before && content == lastContent) {
            throw new Refusal("the server gives the same page again", "page " + (pages + 1));
        }
        lastContent = content;
        return new Walk.Page(
                objects - before,
                parser.beside("more").equals(Optional.of(new org.comity.statement.Json.Flag(true))),
                parser.beside("next")
                        .map(it ->
                                it instanceof org.comity.statement.Json.Text(String text)
                                        ? text
                                        : "")
                        .orElse(""),
                reply.header("X-TAXII-Date-Added-Last"),
                reply.header("Date"));
    }

    private void take(StixImport taken, StixPiece piece) throws IOException {
        if (piece.number() == 0) {
            // An envelope without objects has no list at all (TAXII 2.1, section 3.7).
            if (piece.object() instanceof Checked.Refused<?>(String why, String where)
                    && !why.equals(StixBundleParser.NO_LIST)) {
                throw new Refusal("the answer is no TAXII envelope: " + why, where);
            }
            return;
        }
        objects++;
        Checked<StixObject> one =
                switch (piece.object()) {
                    case Checked.Good<org.comity.statement.Json.Members>(var object) ->
                            taken.take(object);
                    case Checked.Refused<org.comity.statement.Json.Members> bad -> bad.as();
                };
        if (one instanceof Checked.Refused<StixObject> bad) {
            notTaken("object " + piece.number() + " of page " + (pages + 1), bad.toString());
        }
    }

    private void notTaken(String where, String why) {
        refused++;
        if (refused <= NAMED_MAX) {
            summary.withArray("not_taken").addObject().put("where", where).put("why", why);
        }
    }

    private void submitted(List<StixImport.Given> objects, CompletableFuture<Reported> answer)
            throws IOException {
        underWay.add(answer);
        drain(WINDOW);
    }

    private void drain(int most) throws IOException {
        while (underWay.size() > most) {
            Reported reported = Writer.await(underWay.remove());
            if (reported
                    instanceof
                    Reported.Objects(var _, int now, int _, int before, var faults, var _)) {
                stated += now;
                already += before;
                faults.forEach(it -> notTaken(it.object(), it.why()));
            }
        }
    }

    private String said() {
        return objects + " objects, " + stated + " new, " + refused + " not taken";
    }

    private ObjectNode summary() {
        return summary.put("pages", pages)
                .put("objects", objects)
                .put("stated", stated)
                .put("already", already)
                .put("refused", refused);
    }
}
