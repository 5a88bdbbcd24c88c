package org.comity.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@link Replication} wants done and has not handed out, and the asks that are under way: few
 * to one peer at once, each with a time by which it counts as not answered, all within the bytes
 * that may be in flight.
 */
final class Outbox {
    /** Time for an answer, in milliseconds. */
    private static final long ANSWER_MAX = 60_000;

    private static final long NEWS_MAX = 15_000;
    private static final Answer LATE = new Answer.Failed("no answer in time");

    private final ReplicationLimits limits;
    private final Flow flow;
    private final List<Order> orders = new ArrayList<>();
    private final Map<Long, Sent> sent = new TreeMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long nextTicket = 1;

    Outbox(ReplicationLimits limits) {
        this.limits = limits;
        this.flow = new Flow(limits.bytesInFlight());
    }

    private record Waiting(Errand errand, LogName log, Ask ask) {}

    private record Sent(Errand errand, Ask ask, long until) {}

    void order(Order order) {
        orders.add(order);
    }

    /** Empty when it would be too much now. */
    Optional<Flow.Lease> book(PeerState peer, long bytes) {
        return flow.book(peer.isSlow(), bytes);
    }

    void ask(Errand errand, LogName log, Ask ask) {
        waiting.add(new Waiting(errand, log, ask));
    }

    /** An errand is over: if none of its asks is under way, what it booked is free. */
    void ended(Errand errand) {
        if (errand.isDone()) {
            flow.release(errand.lease());
        }
    }

    /** An answer; one that comes twice, or too late, belongs nowhere. */
    void answered(long ticket, Answer answer, long now) {
        Sent one = sent.remove(ticket);
        if (one == null) {
            return;
        }
        one.errand().closed();
        one.errand().peer().open--;
        if (one.errand().isOver()) {
            ended(one.errand());
        } else {
            one.errand().answered(one.ask(), answer, now);
        }
    }

    void expire(long now) {
        for (Map.Entry<Long, Sent> one : List.copyOf(sent.entrySet())) {
            if (now >= one.getValue().until()) {
                answered(one.getKey(), LATE, now);
            }
        }
    }

    /** Hands out what may be asked now and all else that is to be done. */
    List<Order> drain(long now) {
        int count = waiting.size();
        for (int at = 0; at < count; at++) {
            Waiting next = waiting.removeFirst();
            if (next.errand().isOver()) {
                continue;
            }
            PeerState peer = next.errand().peer();
            if (peer.open >= limits.asksPerPeer()) {
                waiting.addLast(next);
                continue;
            }
            send(next, now);
        }
        var all = List.copyOf(orders);
        orders.clear();
        return all;
    }

    private void send(Waiting next, long now) {
        PeerState peer = next.errand().peer();
        peer.open++;
        next.errand().opened();
        long ticket = nextTicket++;
        Ask ask = next.ask();
        long within = ask instanceof Ask.News ? NEWS_MAX : ANSWER_MAX;
        sent.put(ticket, new Sent(next.errand(), ask, now + within));
        boolean open =
                (ask instanceof Ask.Payloads || ask instanceof Ask.News)
                        ? next.errand().isOpenly()
                        : next.log().isMain();
        orders.add(new Order.Send(ticket, peer.id(), next.log(), ask, !open));
    }

    /** When the next ask counts as not answered. */
    long nextAt() {
        return sent.values().stream().mapToLong(Sent::until).min().orElse(Long.MAX_VALUE);
    }

    int waiting() {
        return waiting.size();
    }

    int underWay() {
        return sent.size();
    }

    long bytesBooked() {
        return flow.booked();
    }
}
