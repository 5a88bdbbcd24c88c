package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.comity.charter.Member;
import org.comity.charter.Viewer;
import org.comity.exchange.Answer;
import org.comity.exchange.LogName;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PushedEntries;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * For a node that nobody can ask: hands the own logs to another member, entries first and then what
 * it may see of the payloads.
 */
final class Pushing {
    private static final int ROUNDS_MAX = 10_000;
    private static final int TEXT_BYTES_MAX = 256 * 128;

    private final Desk desk;
    private final PeerClient client;
    // What each was handed last.
    private final Map<String, Note> done = new ConcurrentHashMap<>();

    Pushing(Desk desk, PeerClient client) {
        this.desk = desk;
        this.client = client;
    }

    /** Whether the peer has all of the log now. */
    boolean push(Member peer, LogName name) throws IOException {
        Optional<Log> log = desk.logs().log(name.origin());
        Optional<Note> newest = log.flatMap(Log::checkpoint);
        if (newest.isEmpty() || newest.get().equals(done.get(key(peer, name)))) {
            return true;
        }
        var to = new To(peer, name, log.get());
        if (!entries(to, newest.get()) || !payloads(to)) {
            return false;
        }
        done.put(key(peer, name), newest.get());
        return true;
    }

    private record To(Member peer, LogName name, Log log) {
        String uri(String what) {
            String rest = name.audience().map(it -> "/" + it.hex()).orElse("");
            return peer.url() + what + name.owner() + rest;
        }
    }

    private static String key(Member peer, LogName name) {
        return peer.id() + " " + name.origin();
    }

    private boolean entries(To to, Note newest) throws IOException {
        String uri = to.uri(PushRoutes.ENTRIES);
        long signed = size(newest);
        long has = number(client.fetch(uri, TEXT_BYTES_MAX));
        for (int round = 0; round < ROUNDS_MAX && has >= 0 && has <= signed; round++) {
            PushedEntries next =
                    PushedEntries.next(
                            to.log().tree(),
                            newest,
                            has,
                            (from, end) ->
                                    desk.logs()
                                            .leaves(to.log().origin(), from, (int) (end - from)));
            long now = number(client.hand(uri, next.bytes()));
            if (now == signed) {
                return true;
            }
            if (now <= has) {
                return false;
            }
            has = now;
        }
        // It has more than this checkpoint says: a newer one was handed over meanwhile.
        return has > signed;
    }

    private boolean payloads(To to) throws IOException {
        String uri = to.uri(PushRoutes.PAYLOADS);
        long from = 0;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            if (!(client.fetch(uri + "?from=" + from, TEXT_BYTES_MAX)
                    instanceof Answer.Got(Bytes text))) {
                return false;
            }
            List<String> lines = text.utf8().lines().toList();
            if (lines.isEmpty()) {
                return true;
            }
            var asked = new ArrayList<Hash>();
            for (String line : lines) {
                String[] words = line.split(" ", 2);
                Optional<Hash> commitment =
                        words.length == 2 ? Hash.parseHex(words[1]).optional() : Optional.empty();
                if (commitment.isEmpty() || !words[0].matches("[0-9]{1,18}")) {
                    return false;
                }
                from = Math.max(from, Long.parseLong(words[0]) + 1);
                asked.add(commitment.get());
            }
            if (!handOver(to, asked.stream().distinct().toList())) {
                return false;
            }
        }
        return false;
    }

    /** As many as go into one body at a time; what the peer may not see stays here. */
    private boolean handOver(To to, List<Hash> commitments) throws IOException {
        var viewer = new Viewer.Identified(to.peer().id());
        var left = new ArrayList<Hash>();
        for (Hash one : commitments) {
            if (desk.payloads().visible(one, viewer).isPresent()) {
                left.add(one);
            }
        }
        while (!left.isEmpty()) {
            Bytes body = PayloadAnswer.bytes(left, it -> desk.payloads().visible(it, viewer));
            int count = PayloadAnswer.parsePushed(body).orThrow().parts().size();
            if (!(client.hand(to.uri(PushRoutes.PAYLOADS), body) instanceof Answer.Got)) {
                return false;
            }
            left.subList(0, count).clear();
        }
        return true;
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }

    private static long number(Answer answer) {
        return answer instanceof Answer.Got(Bytes text)
                        && text.utf8().strip().matches("[0-9]{1,18}")
                ? Long.parseLong(text.utf8().strip())
                : -1;
    }
}
