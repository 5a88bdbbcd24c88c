package org.comity.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;

/**
 * Nodes that run the real state machine over a network that loses, delays, doubles and reorders, in
 * one thread, with one seed and a clock of its own.
 */
final class SimulatedNet {
    final Random random;
    final Map<MemberId, SimulatedNode> nodes = new TreeMap<>();
    final Set<String> cut = new HashSet<>();
    double loss;
    double doubled;
    long delayMax = 200;
    long now = 1_000_000;
    long asks;
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private long sequence;

    private record Later(long at, long sequence, Runnable what) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            return at != other.at
                    ? Long.compare(at, other.at)
                    : Long.compare(sequence, other.sequence);
        }
    }

    SimulatedNet(Random random) {
        this.random = random;
    }

    SimulatedNode add(String name, ReplicationLimits limits) {
        var node = new SimulatedNode(this, Desk.of(name, "NL"), limits);
        nodes.put(node.id(), node);
        return node;
    }

    /** All know all others. */
    void join() {
        for (SimulatedNode node : nodes.values()) {
            node.join(List.copyOf(nodes.values()));
        }
    }

    void in(long millis, Runnable what) {
        later.add(new Later(now + millis, sequence++, what));
    }

    void cut(SimulatedNode a, SimulatedNode b) {
        cut.add(a.id() + " " + b.id());
        cut.add(b.id() + " " + a.id());
    }

    private boolean isCut(SimulatedNode from, SimulatedNode to) {
        return cut.contains(from.id() + " " + to.id());
    }

    /** A question goes over, and what is answered comes back, or does not. */
    void carry(SimulatedNode from, Order.Send send) {
        int life = from.life;
        asks++;
        SimulatedNode to = nodes.get(send.to());
        if (isCut(from, to)) {
            in(20, () -> bring(from, life, send, new Answer.Failed("connection refused")));
            return;
        }
        if (random.nextDouble() < loss) {
            return;
        }
        in(
                delay(),
                () ->
                        to.answer(from, send)
                                .ifPresent(reply -> {
                                    int copies = random.nextDouble() < doubled ? 2 : 1;
                                    for (int copy = 0; copy < copies; copy++) {
                                        if (random.nextDouble() >= loss) {
                                            in(
                                                    delay() + to.slowness(random),
                                                    () -> bring(from, life, send, reply));
                                        }
                                    }
                                }));
    }

    /**
     * What a process asked that has ended is no answer to the next one, whose tickets begin anew.
     */
    private static void bring(SimulatedNode from, int life, Order.Send send, Answer answer) {
        if (from.life == life) {
            from.answered(send, answer);
        }
    }

    /** An announcement, which may be lost. */
    void announce(SimulatedNode from, MemberId to, Runnable heard) {
        if (!isCut(from, nodes.get(to)) && random.nextDouble() >= loss) {
            in(delay(), heard);
        }
    }

    private long delay() {
        return 1 + random.nextLong(delayMax);
    }

    /** Lets this much time pass. */
    void run(long millis) {
        long end = now + millis;
        while (!later.isEmpty() && later.peek().at() <= end) {
            Later next = later.remove();
            now = Math.max(now, next.at());
            next.what().run();
        }
        now = end;
    }

    /** Runs until it is so; false when it does not come about in that time. */
    boolean runUntil(long millisMax, BooleanSupplier wished) {
        long end = now + millisMax;
        while (now < end) {
            if (wished.getAsBoolean()) {
                return true;
            }
            run(1_000);
        }
        return wished.getAsBoolean();
    }

    /** What is wrong with what honest nodes hold of honest logs; empty when all are in step. */
    List<String> differences(List<SimulatedNode> honest) {
        var found = new ArrayList<String>();
        for (SimulatedNode node : honest) {
            for (SimulatedNode of : honest) {
                if (node != of) {
                    node.difference(of).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    static Answer spoiled(Answer answer, Random random) {
        return answer instanceof Answer.Got(Bytes body)
                ? new Answer.Got(Mutations.of(body, random))
                : answer;
    }
}
