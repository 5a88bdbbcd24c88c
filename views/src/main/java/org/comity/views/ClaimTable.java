package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Role;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Claims packed as campaigns and bridges need them: 36 bytes for each claim and piece of evidence
 * that it rests on, beside the names of both. What is only relayed is left out: a feed's root is
 * the feed and not a mail. For one thread.
 */
final class ClaimTable {
    /** In place of a piece of evidence: the claim is against its subject. */
    static final int AGAINST = -1;

    private static final int GONE = -2;
    private static final int NONE = -1;

    /** About; its audience may name many. */
    private static final long PROVENANCE_BYTES = 512;

    private static final int WORDS = 7;
    private static final int SUBJECT = 0;
    private static final int ROOT = 1;
    private static final int SECOND = 2;
    private static final int INDEX = 3;
    private static final int FACTS = 4;
    private static final int PROVENANCE = 5;
    private static final int NEXT = 6;

    private static final int ROLE_BITS = 3;
    private static final int ABUSE_BITS = 5;
    private static final int POSITION_AT = 16;

    private final Bytes secret;
    private final Nodes nodes;
    private final Map<Provenance, Integer> provenanceNumbers = new TreeMap<>(Provenance.ORDER);
    private final List<Provenance> provenances = new ArrayList<>();
    private final Map<String, Integer> originNumbers = new TreeMap<>();
    private int[] origins = new int[16];
    private int[] words = new int[WORDS << 8];
    // By where a claim stands: the first of those that have this place in the table.
    private int[] first = empty(1 << 9);
    private final int factor;
    private int used;
    private int gone;

    /**
     * @param secret that whoever makes claims cannot know
     */
    ClaimTable(Bytes secret) {
        this.secret = secret;
        this.nodes = new Nodes(secret);
        this.factor = Nodes.sign(secret, new byte[0]) | 1;
    }

    /** Claims, each as often as it has roots, and places of some that are gone. */
    int places() {
        return used;
    }

    int gone() {
        return gone;
    }

    boolean has(int at) {
        return words[WORDS * at + ROOT] != GONE;
    }

    /** What it takes, about. */
    long bytes() {
        return nodes.bytes()
                + 4L * (words.length + first.length)
                + PROVENANCE_BYTES * provenances.size();
    }

    Nodes nodes() {
        return nodes;
    }

    void add(byte[] subject, KeyFormat.Place place, EntryFormat.Part part) {
        if (part.isAgainst()) {
            add(nodes.number(subject), AGAINST, place, part);
        } else if (part.basis() != Basis.RELAYED) {
            for (Hash root : part.roots()) {
                int node = nodes.number(KeyFormat.nodeOf(root).array());
                add(nodes.number(subject), node, place, part);
            }
        }
    }

    private void add(int subject, int root, KeyFormat.Place place, EntryFormat.Part part) {
        int at = room();
        int index = Math.toIntExact(place.statement().index());
        words[at + SUBJECT] = subject;
        words[at + ROOT] = root;
        words[at + SECOND] = (int) Math.min(part.fromSecond(), Edge.SECOND_MAX);
        words[at + INDEX] = index;
        words[at + FACTS] =
                place.position() << POSITION_AT
                        | Codes.of(part.abuse()) << ROLE_BITS
                        | Codes.of(part.role());
        words[at + PROVENANCE] = number(part.provenance());
        chain(used++);
    }

    /** Where the next one goes. */
    private int room() {
        if (WORDS * used == words.length) {
            words = Arrays.copyOf(words, WORDS * Math.toIntExact(used + used / 2L));
        }
        if (used == first.length) {
            first = empty(2 * first.length);
            for (int at = 0; at < used; at++) {
                chain(at);
            }
        }
        return WORDS * used;
    }

    /** Nothing when it is not here. */
    void remove(byte[] subject, KeyFormat.Place place) {
        int node = nodes.known(subject);
        Integer origin = originNumbers.get(place.statement().origin());
        if (node < 0 || origin == null) {
            return;
        }
        int index = Math.toIntExact(place.statement().index());
        int slot = slot(node, index, place.position());
        for (int at = first[slot]; at != NONE; at = words[WORDS * at + NEXT]) {
            if (subject(at) == node
                    && words[WORDS * at + INDEX] == index
                    && position(at) == place.position()
                    && origin(at) == origin
                    && has(at)) {
                words[WORDS * at + ROOT] = GONE;
                gone++;
            }
        }
    }

    /** As if nothing else had ever been here. */
    ClaimTable only(BitSet these) {
        var other = new ClaimTable(secret);
        for (int at = these.nextSetBit(0); at >= 0; at = these.nextSetBit(at + 1)) {
            other.copy(this, at);
        }
        return other;
    }

    private void copy(ClaimTable from, int at) {
        int to = room();
        System.arraycopy(from.words, WORDS * at, words, to, WORDS);
        words[to + SUBJECT] = nodes.number(from.nodes.copy(from.subject(at)));
        if (!from.isAgainst(at)) {
            words[to + ROOT] = nodes.number(from.nodes.copy(from.root(at)));
        }
        words[to + PROVENANCE] = number(from.provenances.get(from.provenance(at)));
        chain(used++);
    }

    private void chain(int at) {
        int slot = slot(subject(at), words[WORDS * at + INDEX], position(at));
        words[WORDS * at + NEXT] = first[slot];
        first[slot] = at;
    }

    /** Claims of all logs at one place of theirs on one subject lie together. */
    private int slot(int subject, int index, int position) {
        int mixed = ((subject * factor + index) * factor + position) * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & first.length - 1;
    }

    private int number(Provenance provenance) {
        Integer known = provenanceNumbers.get(provenance);
        if (known != null) {
            return known;
        }
        int number = provenances.size();
        if (number == origins.length) {
            origins = Arrays.copyOf(origins, 2 * number);
        }
        Integer met = originNumbers.putIfAbsent(provenance.origin(), originNumbers.size());
        origins[number] = met == null ? originNumbers.size() - 1 : met;
        provenances.add(provenance);
        provenanceNumbers.put(provenance, number);
        return number;
    }

    int subject(int at) {
        return words[WORDS * at + SUBJECT];
    }

    /** Of one that is not against its subject. */
    int root(int at) {
        return words[WORDS * at + ROOT];
    }

    boolean isAgainst(int at) {
        return words[WORDS * at + ROOT] == AGAINST;
    }

    long second(int at) {
        return Integer.toUnsignedLong(words[WORDS * at + SECOND]);
    }

    int provenance(int at) {
        return words[WORDS * at + PROVENANCE];
    }

    int provenances() {
        return provenances.size();
    }

    Provenance provenanceOf(int number) {
        return provenances.get(number);
    }

    /** A number for its log. */
    int origin(int at) {
        return origins[provenance(at)];
    }

    int originOf(int provenance) {
        return origins[provenance];
    }

    int origins() {
        return originNumbers.size();
    }

    /** Ascending within a log as its claims stand there. */
    long order(int at) {
        return Integer.toUnsignedLong(words[WORDS * at + INDEX]) << 16 | position(at);
    }

    private int position(int at) {
        return words[WORDS * at + FACTS] >>> POSITION_AT;
    }

    Role role(int at) {
        return Codes.role((byte) (words[WORDS * at + FACTS] & (1 << ROLE_BITS) - 1));
    }

    AbuseClass abuse(int at) {
        int code = words[WORDS * at + FACTS] >>> ROLE_BITS & (1 << ABUSE_BITS) - 1;
        return Codes.abuse((byte) code);
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, NONE);
        return slots;
    }
}
