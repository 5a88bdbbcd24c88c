package org.comity.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.comity.protection.Listing;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.taxii.TaxiiServer;
import org.comity.value.Bytes;

/** Opens the TAXII server, and first puts into the collections what was stated without one. */
final class TaxiiStart {
    static final String ROOT = "comity";

    /** Of an envelope; memory does not grow with it. */
    static final long BODY_BYTES_MAX = 64 << 20;

    private static final Bytes TOKEN_KEY = CollectedRow.key('k', "");
    private static final int KEY_BYTES = 32;

    private final Desk desk;

    private TaxiiStart(Desk desk) {
        this.desk = desk;
    }

    /** Empty when the configuration has none. */
    static Optional<HttpServer> start(Desk desk) throws IOException {
        Config.Taxii at = desk.config().local().taxii();
        var start = new TaxiiStart(desk);
        start.collect(at.listen().isPresent() || new TaxiiFeeds(desk).isAnyPushed());
        if (at.listen().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(open(desk, at.listen().get(), at.isTls()));
    }

    /** Answers there, over what is collected. */
    static HttpServer open(Desk desk, InetSocketAddress listen, boolean isTls) throws IOException {
        var words =
                new TaxiiServer.Words(
                        "Comity node of " + desk.self(),
                        "What " + desk.self() + " states, holds and lists, as STIX 2.1",
                        ROOT,
                        BODY_BYTES_MAX);
        var server = new TaxiiServer(words, new TaxiiStart(desk).key());
        var handling =
                new HttpHandling(
                        _ -> new TaxiiAnswering(desk, server),
                        Optional.of(TaxiiAnswering.errors()));
        Optional<SSLContext> tls = isTls ? Optional.of(desk.keys().tls()) : Optional.empty();
        return HttpServer.start(listen, handling, tls, OpenConnections.BOUNDS);
    }

    /** For a node without a server that writes to another's. */
    static void collect(Desk desk) throws IOException {
        new TaxiiStart(desk).collect(true);
    }

    /** Pages that were begun before a start go on after it. */
    private Bytes key() throws IOException {
        Optional<Bytes> kept = desk.store().value(TOKEN_KEY);
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] drawn = new byte[KEY_BYTES];
        desk.random().nextBytes(drawn);
        Bytes key = Bytes.of(drawn);
        desk.writer()
                .call(() -> {
                    desk.pending().write(List.of(new Change.Put(TOKEN_KEY, key)));
                    return true;
                });
        return key;
    }

    private void collect(boolean wanted) throws IOException {
        Collected collected = desk.ledger().collected();
        desk.writer()
                .callLong(() -> {
                    if (wanted != collected.isOn()) {
                        collected.turn(wanted);
                        if (wanted) {
                            collectAll(desk);
                            collectLists();
                        }
                    }
                    return true;
                });
    }

    /**
     * Entries for statements that have none, behind all that clients have seen. On the writer's
     * thread.
     */
    static void collectAll(Desk desk) throws IOException {
        var payloads = new Payloads(desk.pending(), desk.logs(), desk.charters());
        for (Log log : desk.logs().all()) {
            for (long at = 0; at < log.tree().size(); at++) {
                var id = new StatementId(log.origin(), at);
                Optional<Statement> statement = payloads.statement(id);
                if (statement.isPresent()) {
                    Prepared prepared = Prepared.of(log.author(), statement.get());
                    desk.ledger()
                            .write(
                                    desk.ledger()
                                            .collected()
                                            .rows(new Collected.Taken(log.author(), id, prepared)));
                }
            }
        }
    }

    private void collectLists() throws IOException {
        var ids = new HashSet<String>();
        ListedIndicators indicators = desk.listBook().indicators();
        for (ServedList list : desk.listBook().kept()) {
            if (list.of().name().equals(desk.config().lists().getFirst().name())) {
                for (Listing listing : list.listings().all()) {
                    ids.add(indicators.id(listing.subject()));
                    indicators.bring(listing.subject(), Optional.of(listing), desk.nowSecond());
                }
            }
        }
        // What left the list while nobody wrote it down.
        indicators.revokeAllBut(ids, desk.nowSecond());
    }
}
