package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Viewer;
import org.comity.exchange.LogFollower;
import org.comity.exchange.LogName;
import org.comity.exchange.Missing;
import org.comity.exchange.Order;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PayloadRequest;
import org.comity.exchange.PushedEntries;
import org.comity.exchange.Replication;
import org.comity.exchange.Shelf;
import org.comity.exchange.Step;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.TileId;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What a member hands over that nobody can ask for it: its entries, checked as if they had been
 * asked for, and then the payloads that are missing here; docs/formats/exchange.md.
 */
final class PushRoutes {
    static final String ENTRIES = "/push/";
    static final String PAYLOADS = "/push-payloads/";

    private final LogBook logs;
    private final Pulling pulling;
    private final Side side;

    /** What becomes of it in replication. */
    interface Side {
        /** Why nothing more is taken of this member now. */
        Optional<String> exceeded(MemberId member);

        void pushed(LogName log, Replication.Pushed entries, long size);

        /** What was handed over proves that the log has two forms. */
        void forked(ForkProof proof) throws IOException;
    }

    PushRoutes(LogBook logs, Pulling pulling, Side side) {
        this.logs = logs;
        this.pulling = pulling;
        this.side = side;
    }

    static boolean isPush(String path) {
        return path.startsWith(ENTRIES) || path.startsWith(PAYLOADS);
    }

    static int bodyBytesMax(String path) {
        return path.startsWith(ENTRIES) ? PushedEntries.BYTES_MAX : PayloadAnswer.BYTES_MAX;
    }

    /** Empty where there is no such log, or it is not the asker's own. */
    Optional<HttpServer.Answered> answer(HttpServer.Asked asked, Viewer viewer) throws IOException {
        boolean payloads = asked.path().startsWith(PAYLOADS);
        String rest = asked.path().substring((payloads ? PAYLOADS : ENTRIES).length());
        Optional<Log> log = logOf(rest, viewer);
        if (log.isEmpty()) {
            return Optional.empty();
        }
        LogName name = LogName.parseOrigin(log.get().origin()).orThrow();
        if (asked.method().equals("POST")) {
            side.exceeded(name.owner())
                    .ifPresent(why -> {
                        throw new Refusal(why, "");
                    });
            return Optional.of(
                    payloads
                            ? takePayloads(log.get(), name, asked.body())
                            : takeEntries(log.get(), name, asked.body()));
        }
        return Optional.of(payloads ? missing(name, asked.target()) : size(log.get()));
    }

    /** {@code <member>}, or {@code <member>/<hex>} for a log of its for named members. */
    private Optional<Log> logOf(String rest, Viewer viewer) {
        String[] names = rest.split("/", 3);
        String origin = names[0] + (names.length == 1 ? "/log" : "/parties/" + names[1]);
        return viewer instanceof Viewer.Identified(MemberId id)
                        && names.length < 3
                        && id.name().equals(names[0])
                        && !logs.self().equals(id)
                ? LogName.parseOrigin(origin).optional().flatMap(this::find)
                : Optional.empty();
    }

    /** Also one of which nothing is here, unless there are too many. */
    private Optional<Log> find(LogName name) {
        boolean held = logs.log(name.origin()).isPresent();
        return held || logs.forParties(name.owner()).size() < OwnLogs.FOR_ONE_MAX
                ? logs.find(name)
                : Optional.empty();
    }

    private static HttpServer.Answered size(Log log) {
        return HttpServer.Answered.text(200, Long.toString(log.tree().size()));
    }

    private HttpServer.Answered takeEntries(Log log, LogName name, Bytes body) throws IOException {
        PushedEntries pushed = Refusal.orRefuse(PushedEntries.parse(body));
        Shelf.Held held =
                pulling.log(name)
                        .orElseThrow(() ->
                                new Refusal("this log was shown in two forms", name.origin()));
        long size = held.head().size();
        if (pushed.from() != size) {
            return size(log);
        }
        long first = size - size % TileId.FULL;
        List<Bytes> before = logs.leaves(log.origin(), first, (int) (size - first));
        if (before.size() < size - first) {
            return size(log); // the last ones are on their way to the disk
        }
        var start =
                new LogFollower.Held(
                        held.key(), held.tree(), held.head(), held.checkpoint(), held.until());
        switch (pushed.follow(start, before)) {
            case Step.Advanced advanced -> {
                long signed =
                        Checkpoint.parse(advanced.checkpoint().text()).orThrow().head().size();
                long reached = advanced.reached().size();
                pulling.take(new Order.Take(name, advanced, signed == reached));
                long bytes = advanced.entries().stream().mapToLong(Bytes::length).sum();
                var count = new Replication.Pushed(advanced.entries().size(), bytes);
                side.pushed(name, count, reached);
            }
            case Step.UpToDate(var note) -> pulling.merge(new Order.Merge(name, note));
            case Step.Behind _ -> {}
            case Step.Forked(ForkProof proof) -> side.forked(proof);
            case Step.Refused refused -> throw new Refusal(refused.toString(), "");
            case Step.Unanswered(String why) -> throw new Refusal("entries are missing", why);
            case Step.Continue _ -> throw new IllegalStateException("a round has an end");
        }
        return size(find(name).orElse(log));
    }

    /** Index and commitment of payloads that are not here, from an index on. */
    private HttpServer.Answered missing(LogName name, String target) throws IOException {
        String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "from=0";
        if (!query.matches("from=(0|[1-9][0-9]{0,17})")) {
            throw new Refusal("from=<index>", query);
        }
        long from = Long.parseLong(query.substring("from=".length()));
        var text = new StringBuilder();
        var find = new Order.Find(name, from, Long.MAX_VALUE, PayloadRequest.COMMITMENTS_MAX);
        for (Missing one : pulling.find(find)) {
            text.append(one.index()).append(' ').append(one.commitment().hex()).append('\n');
        }
        return HttpServer.Answered.of(
                200, "text/plain; charset=utf-8", Bytes.utf8(text.toString()));
    }

    private HttpServer.Answered takePayloads(Log log, LogName name, Bytes body) throws IOException {
        PayloadAnswer parts = Refusal.orRefuse(PayloadAnswer.parsePushed(body));
        var asked = new ArrayList<Missing>();
        for (Hash commitment : parts.parts().keySet()) {
            asked.addAll(pulling.missing(name, commitment));
        }
        long bytes = pulling.keepPushed(log, asked, parts);
        side.pushed(name, new Replication.Pushed(0, bytes), log.tree().size());
        return HttpServer.Answered.text(200, "kept");
    }
}
