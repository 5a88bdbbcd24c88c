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

    private final Map<NetworkSaid, Integer> numbers = new HashMap<>();
    private final List<NetworkSaid> saids = new ArrayList<>();
    private final Map<String, NetworkSaid> holders = new HashMap<>();
    private long[] places = new long[4 * 1024];
    private int[] said = new int[1024];
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
                if (count == said.length) {
                    said = Arrays.copyOf(said, count * 2);
                    places = Arrays.copyOf(places, 4 * count * 2);
                }
                int number =
                        numbers.computeIfAbsent(
                                its,
                                it -> {
                                    saids.add(it);
                                    return saids.size() - 1;
                                });
                said[count] = number;
                places[4 * count] = network.first().high();
                places[4 * count + 1] = network.first().low();
                places[4 * count + 2] = network.last().high();
                places[4 * count + 3] = network.last().low();
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
        var cutting = new Cutting(sorted(), own);
        cutting.cut();
        cutting.write(new DataOutputStream(out));
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

    private Ip first(int network) {
        return new Ip(places[4 * network], places[4 * network + 1]);
    }

    private Ip last(int network) {
        return new Ip(places[4 * network + 2], places[4 * network + 3]);
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
        int order = unsigned(places[4 * a], places[4 * b]);
        order = order != 0 ? order : unsigned(places[4 * a + 1], places[4 * b + 1]);
        order = order != 0 ? order : unsigned(places[4 * b + 2], places[4 * a + 2]);
        return order != 0 ? order : unsigned(places[4 * b + 3], places[4 * a + 3]);
    }

    private static int unsigned(long a, long b) {
        return Long.compareUnsigned(a, b);
    }

    /** Cuts the address space at every begin and end of a network. */
    private final class Cutting {
        private final int[] order;
        private final List<NetworkFacts> own;
        private final Map<NetworkFacts, Integer> pool = new HashMap<>();
        private final List<NetworkFacts> facts = new ArrayList<>();
        private final int[] factsOf = new int[count];
        private long[] starts = new long[2 * 1024];
        private int[] networks = new int[1024];
        private int segments;
        private final List<Integer> around = new ArrayList<>();

        Cutting(int[] order, List<NetworkFacts> own) {
            this.order = order;
            this.own = own;
        }

        void cut() {
            for (int network : order) {
                closeBefore(Optional.of(first(network)));
                NetworkFacts its = own.get(said[network]);
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
                begin(first(network), network);
            }
            closeBefore(Optional.empty());
        }

        /**
         * Ends those around that lie wholly before it; one that overlaps only is cut by its end.
         */
        private void closeBefore(Optional<Ip> next) {
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
                last.next().ifPresent(after -> begin(after, outer));
            }
        }

        private void begin(Ip at, int network) {
            boolean again =
                    segments > 0
                            && starts[2 * segments - 2] == at.high()
                            && starts[2 * segments - 1] == at.low();
            if (again) {
                networks[segments - 1] = network;
                return;
            }
            if (segments == networks.length) {
                networks = Arrays.copyOf(networks, 2 * segments);
                starts = Arrays.copyOf(starts, 4 * segments);
            }
            starts[2 * segments] = at.high();
            starts[2 * segments + 1] = at.low();
            networks[segments++] = network;
        }

        void write(DataOutputStream out) throws IOException {
            List<byte[]> texts = new ArrayList<>();
            int textBytes = 0;
            for (NetworkFacts one : facts) {
                byte[] text = text(one);
                texts.add(text);
                textBytes = Math.addExact(textBytes, text.length + 2);
            }
            out.write(NetworkTable.MAGIC.array());
            for (int size : new int[] {segments, count, facts.size(), textBytes}) {
                out.writeInt(size);
            }
            for (int at = 0; at < segments; at++) {
                out.writeLong(starts[2 * at]);
                out.writeLong(starts[2 * at + 1]);
                out.writeInt(networks[at]);
            }
            for (int network = 0; network < count; network++) {
                for (int part = 0; part < 4; part++) {
                    out.writeLong(places[4 * network + part]);
                }
                out.writeInt(factsOf[network]);
            }
            int at = 0;
            for (byte[] text : texts) {
                out.writeInt(at);
                at += text.length + 2;
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
