package org.comity.agreement;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * What a node says of itself at one second: what it has read, by which rules, and what follows
 * (DESIGN section 6; drawn in docs/formats/communique.md). Two nodes that have read the same say
 * the same, byte for byte; any node works out another's anew at that one's heads.
 *
 * @param heads of the members' main logs, ascending by origin
 */
public record Communique(Inputs inputs, List<Head> heads, Day day, Listed listed) {
    static final String FIRST_LINE = "comity communique v1";

    /**
     * By what it was worked out.
     *
     * @param scope whose list it tells of; standing, vetoes and decisions too are those that all
     *     its viewers can work out
     */
    public record Inputs(String exchange, Scope scope, Hash charter, Hash guards, long second) {
        /** Of the members' lists. */
        public Inputs(String exchange, Hash charter, Hash guards, long second) {
            this(exchange, new Scope.Members(), charter, guards, second);
        }
    }

    /**
     * A log as far as it was read.
     *
     * @param cosigned leaves below it were cosigned by the quorum, and count fully
     */
    public record Head(String origin, long size, Hash root, long cosigned) {
        public Head {
            if (size < 0 || cosigned < 0 || cosigned > size) {
                throw new IllegalArgumentException("a log is cosigned up to its size");
            }
        }
    }

    /**
     * What held on that day.
     *
     * @param listedAtDawn subjects on the list when the day began; veto budgets count by it
     * @param added what the day before added to the members' records
     */
    public record Day(
            SortedSet<MemberId> inStanding,
            long listedAtDawn,
            SortedMap<MemberId, MemberDay> added) {
        public Day {
            inStanding = Collections.unmodifiableSortedSet(new TreeSet<>(inStanding));
            added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
        }
    }

    /**
     * The list of the scope.
     *
     * @param absent names the payloads that were not available, see {@link #absent}
     * @param root of the tree of its lines, see {@link #root}
     */
    public record Listed(Hash absent, long count, Hash root) {}

    public Communique {
        heads = heads.stream().sorted(Comparator.comparing(Head::origin)).toList();
    }

    /** The line of a verdict on the list; empty when it is not listed. */
    public static Optional<String> line(Verdict verdict) {
        return verdict.tier()
                .map(tier ->
                        verdict.subject().key()
                                + " "
                                + verdict.level().word()
                                + " "
                                + tier.word()
                                + " "
                                + verdict.untilSecond());
    }

    /** RFC 9162 root over the lines, which come in the order of their subjects. */
    public static Hash root(Collection<String> lines) {
        var tree = new MerkleTree();
        lines.forEach(it -> tree.append(Merkle.leaf(Bytes.utf8(it))));
        return tree.head().root();
    }

    /** A name for the statements whose payloads are not available, {@code origin#index} each. */
    public static Hash absent(SortedSet<String> statements) {
        return Hash.digest(Bytes.utf8(String.join("\n", statements)).array());
    }

    /** All but who says it: the same on every node that read the same. */
    public String body() {
        var text = new StringBuilder();
        text.append("exchange ").append(inputs.exchange());
        if (!inputs.scope().equals(new Scope.Members())) {
            text.append("\nscope ").append(inputs.scope().word());
        }
        text.append("\ncharter ").append(inputs.charter().hex());
        text.append("\nguards ").append(inputs.guards().hex());
        text.append("\nsecond ").append(inputs.second()).append('\n');
        for (Head head : heads) {
            text.append("head ").append(head.origin()).append(' ').append(head.size());
            text.append(' ').append(head.root().hex()).append(' ').append(head.cosigned());
            text.append('\n');
        }
        for (MemberId member : day.inStanding()) {
            text.append("standing ").append(member.name()).append('\n');
        }
        text.append("dawn ").append(day.listedAtDawn()).append('\n');
        day.added()
                .forEach((member, counts) ->
                        text.append("added ").append(counts.line(member)).append('\n'));
        text.append("absent ").append(listed.absent().hex());
        text.append("\nlist exchange ").append(listed.count());
        return text.append(' ').append(listed.root().hex()).append('\n').toString();
    }

    /** What the member signs. */
    public String text(MemberId by) {
        return FIRST_LINE + "\nby " + by.name() + "\n" + body();
    }

    /** Who says it, and what. */
    public record By(MemberId member, Communique communique) {}

    /** Takes only the spelling that {@link #text} gives. */
    public static Checked<By> parse(String text) {
        return CommuniqueText.parse(text);
    }
}
