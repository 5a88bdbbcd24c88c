package org.comity.intake;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.Ip;

/**
 * Gathers what dumps say and writes it as one {@link NetworkTable}. Numbers lie in plain arrays: a
 * registry's dump has five million networks, and all of them are here at once.
 */
public final class NetworkTableBuilder {
    public static final int NETWORKS_MAX = 20_000_000;

    /** A handle leads to a handle: to a role, over an organisation. */
    private static final int STEPS_MAX = 4;

    private static final int PIECE = 1 << 16;

    private final Map<NetworkSaid, Integer> numbers = new HashMap<>();
    private final List<NetworkSaid> saids = new ArrayList<>();
    private final Map<String, NetworkSaid> holders = new HashMap<>();
    // In pieces, since growing one array would need half as much again while it is copied.
    private final List<long[]> places = new ArrayList<>();
    private final List<int[]> said = new ArrayList<>();
    private int count;

    /** What one network or holder says, with whom to look up. */
    private record NetworkSaid(NetworkFacts facts, List<String> see) {}

    /** False when there are more networks than a table may have. */
    public boolean add(NetworkEntry entry) {
        var its = new NetworkSaid(entry.facts(), entry.see());
        switch (entry) {
            case NetworkEntry.Holder holder -> holders.putIfAbsent(holder.handle(), its);
            case NetworkEntry.Network network -> {
                if (count == NETWORKS_MAX) {
                    return false;
                }
                if (count % PIECE == 0) {
                    said.add(new int[PIECE]);
                    places.add(new long[4 * PIECE]);
                }
                int number =
                        numbers.computeIfAbsent(
                                its,
                                it -> {
                                    saids.add(it);
                                    return saids.size() - 1;
                                });
                said.getLast()[count % PIECE] = number;
                long[] place = places.getLast();
                int at = 4 * (count % PIECE);
                place[at] = network.first().high();
                place[at + 1] = network.first().low();
                place[at + 2] = network.last().high();
                place[at + 3] = network.last().low();
                count++;
            }
        }
        return true;
    }

    /** Networks so far. */
    public int count() {
        return count;
    }

    /** Writes the table; the caller closes {@code out}. */
    public void write(OutputStream out) throws IOException {
        List<NetworkFacts> own = new ArrayList<>();
        saids.forEach(it -> own.add(resolved(it)));
        new Cutting(sorted(), own).write(new DataOutputStream(out));
    }

    private NetworkFacts resolved(NetworkSaid one) {
        return resolved(one, new HashSet<>(), STEPS_MAX);
    }

    private NetworkFacts resolved(NetworkSaid one, Set<String> seen, int steps) {
        NetworkFacts facts = one.facts;
        for (String handle : steps == 0 ? List.<String>of() : one.see) {
            NetworkSaid other = holders.get(handle);
            if (other != null && seen.add(handle)) {
                facts = facts.orElse(resolved(other, seen, steps - 1));
            }
        }
        return facts;
    }

    /**
     * @param part 0 and 1 of the first address, 2 and 3 of the last
     */
    private long place(int network, int part) {
        return places.get(network / PIECE)[4 * (network % PIECE) + part];
    }

    private Ip first(int network) {
        return new Ip(place(network, 0), place(network, 1));
    }

    private Ip last(int network) {
        return new Ip(place(network, 2), place(network, 3));
    }

    /** By their first address, the wider first; of equal ones the later said lies within. */
    private int[] sorted() {
        int[] order = new int[count];
        Arrays.setAll(order, it -> it);
        int[] other = new int[count];
        for (int width = 1; width < count; width *= 2) {
            for (int from = 0; from < count; from += 2 * width) {
                merge(order, other, from, width);
            }
            int[] swapped = order;
            order = other;
            other = swapped;
        }
        return order;
    }

    private void merge(int[] in, int[] out, int from, int width) {
        int middle = Math.min(from + width, count);
        int end = Math.min(from + 2 * width, count);
        int left = from;
        int right = middle;
        for (int at = from; at < end; at++) {
            boolean takesLeft =
                    left < middle && (right >= end || compare(in[left], in[right]) <= 0);
            out[at] = takesLeft ? in[left++] : in[right++];
        }
    }

    private int compare(int a, int b) {
        int order = unsigned(place(a, 0), place(b, 0));
        order = order != 0 ? order : unsigned(place(a, 1), place(b, 1));
        order = order != 0 ? order : unsigned(place(b, 2), place(a, 2));
        return order != 0 ? order : unsigned(place(b, 3), place(a, 3));
    }

    private static int unsigned(long a, long b) {
        return Long.compareUnsigned(a, b);
    }

    /** Takes where the address space is cut, ascending. */
    private interface Sink {
        /**
         * @param network from here on, or {@link NetworkTable#NOBODY}
         */
        void begin(Ip at, int network) throws IOException;
    }

    /**
     * Cuts the address space at every begin and end of a network. Done twice, to count and to
     * write: kept, the cuts would take as much memory as the networks.
     */
    private final class Cutting {
        private final int[] order;
        private final List<NetworkFacts> own;
        private final Map<NetworkFacts, Integer> pool = new HashMap<>();
        private final List<NetworkFacts> facts = new ArrayList<>();
        private final int[] factsOf = new int[count];
        private final List<Integer> around = new ArrayList<>();
        // The last cut, until it is known that none is at the same place.
        private Optional<Ip> at = Optional.empty();
        private int begun;

        Cutting(int[] order, List<NetworkFacts> own) {
            this.order = order;
            this.own = own;
        }

        private void cut(Sink sink) throws IOException {
            for (int network : order) {
                closeBefore(Optional.of(first(network)), sink);
                NetworkFacts its = own.get(said.get(network / PIECE)[network % PIECE]);
                if (!around.isEmpty()) {
                    its = its.orElse(facts.get(factsOf[around.getLast()]));
                }
                factsOf[network] =
                        pool.computeIfAbsent(
                                its,
                                it -> {
                                    facts.add(it);
                                    return facts.size() - 1;
                                });
                around.add(network);
                begin(first(network), network, sink);
            }
            closeBefore(Optional.empty(), sink);
            if (at.isPresent()) {
                sink.begin(at.get(), begun);
            }
            at = Optional.empty();
        }

        /**
         * Ends those around that lie wholly before it; one that overlaps only is cut by its end.
         */
        private void closeBefore(Optional<Ip> next, Sink sink) throws IOException {
            while (!around.isEmpty()) {
                Ip last = last(around.getLast());
                if (next.isPresent() && last.compareTo(next.get()) >= 0) {
                    return;
                }
                around.removeLast();
                while (!around.isEmpty() && last(around.getLast()).compareTo(last) <= 0) {
                    around.removeLast();
                }
                int outer = around.isEmpty() ? NetworkTable.NOBODY : around.getLast();
                Optional<Ip> after = last.next();
                if (after.isPresent()) {
                    begin(after.get(), outer, sink);
                }
            }
        }

        private void begin(Ip from, int network, Sink sink) throws IOException {
            if (at.isPresent() && !at.get().equals(from)) {
                sink.begin(at.get(), begun);
            }
            at = Optional.of(from);
            begun = network;
        }

        void write(DataOutputStream out) throws IOException {
            int[] segments = new int[1];
            cut((_, _) -> segments[0]++);
            List<byte[]> texts = new ArrayList<>();
            int textBytes = 0;
            for (NetworkFacts one : facts) {
                byte[] text = text(one);
                texts.add(text);
                textBytes = Math.addExact(textBytes, text.length + 2);
            }
            out.write(NetworkTable.MAGIC.array());
            for (int size : new int[] {segments[0], count, facts.size(), textBytes}) {
                out.writeInt(size);
            }
            cut((from, network) -> {
                out.writeLong(from.high());
                out.writeLong(from.low());
                out.writeInt(network);
            });
            for (int network = 0; network < count; network++) {
                for (int part = 0; part < 4; part++) {
                    out.writeLong(place(network, part));
                }
                out.writeInt(factsOf[network]);
            }
            int offset = 0;
            for (byte[] text : texts) {
                out.writeInt(offset);
                offset += text.length + 2;
            }
            for (byte[] text : texts) {
                out.writeShort(text.length);
                out.write(text);
            }
            out.flush();
        }

        private static byte[] text(NetworkFacts one) {
            String text =
                    String.join(
                            "\t",
                            one.country(),
                            Long.toString(one.autonomousSystem()),
                            one.holder(),
                            one.contact());
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
