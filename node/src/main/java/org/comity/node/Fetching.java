package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.LogFollower;
import org.comity.exchange.LogName;
import org.comity.exchange.Missing;
import org.comity.exchange.Order;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PayloadRequest;
import org.comity.exchange.Shelf;
import org.comity.exchange.Step;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Brings one log in step at one member, now, payloads included: for a recovery, not for
 * replication.
 */
final class Fetching {
    private static final int ROUNDS_MAX = 10_000;

    private final PeerClient client;
    private final Pulling pulling;

    Fetching(PeerClient client, Pulling pulling) {
        this.client = client;
        this.pulling = pulling;
    }

    void pull(From from, LogName name) throws IOException {
        Optional<Shelf.Held> log = pulling.log(name);
        if (log.isPresent()) {
            pull(from, name, new Aim(log.get().key(), Optional.empty()));
        }
    }

    /** At whom, and how long that may take. */
    record From(String url, Patience patience) {}

    /**
     * How far to go.
     *
     * @param to no further than to this; else to what the member has
     */
    record Aim(VerifierKey key, Optional<Note> to) {}

    void pull(From from, LogName name, Aim aim) throws IOException {
        if (from.url().isEmpty()) {
            return;
        }
        Optional<Note> ahead = aim.to();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Optional<Shelf.Held> log = pulling.log(name);
            if (log.isEmpty()) {
                return;
            }
            Shelf.Held held = log.get();
            var start =
                    new LogFollower.Held(
                            aim.key(),
                            held.tree(),
                            held.head(),
                            held.checkpoint(),
                            held.until().isPresent() ? held.until() : ahead);
            Step step = LogFollower.follow(start, ask -> ask(from, name, ask));
            if (!(step instanceof Step.Advanced advanced)) {
                break;
            }
            Note note = advanced.checkpoint();
            long signed = Checkpoint.parse(note.text()).orThrow().head().size();
            boolean whole = signed == advanced.reached().size();
            pulling.take(new Order.Take(name, advanced, whole));
            from.patience().brought(advanced.entries().size());
            if (whole && aim.to().isPresent()) {
                break;
            }
            ahead = whole ? Optional.empty() : Optional.of(note);
        }
        payloads(from, name);
    }

    private Answer ask(From from, LogName name, Ask ask) {
        return from.patience().ask(() -> client.ask(from.url(), name, ask));
    }

    /** What the quorum has cosigned of a log, as a member has it. */
    Optional<Note> cosigned(Member at, Log log) {
        Answer answer =
                at.url().isEmpty()
                        ? new Answer.Missing()
                        : client.fetch(at.url() + "/log/" + log.author() + "/cosigned");
        return answer instanceof Answer.Got(Bytes body)
                ? Note.parse(body).then(it -> log.open(it).map(_ -> it)).optional()
                : Optional.empty();
    }

    private void payloads(From at, LogName name) throws IOException {
        long from = 0;
        long size = pulling.log(name).orElseThrow().head().size();
        while (true) {
            var find = new Order.Find(name, from, size, PayloadRequest.COMMITMENTS_MAX);
            List<Missing> missing = pulling.find(find);
            List<Hash> asked = missing.stream().map(Missing::commitment).distinct().toList();
            if (asked.isEmpty()
                    || !(ask(at, name, new Ask.Payloads(asked)) instanceof Answer.Got(Bytes body))
                    || !(PayloadAnswer.parse(asked, body)
                            instanceof Checked.Good<PayloadAnswer>(PayloadAnswer answer))) {
                return;
            }
            from = answer.next(missing);
            at.patience().brought(answer.here());
            pulling.keep(new Order.Keep(name, missing, answer, from));
        }
    }
}
