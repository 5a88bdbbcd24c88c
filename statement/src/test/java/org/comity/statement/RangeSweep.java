package org.comity.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Overlapping ranges to ranges apart from one another, each with its strongest (lowest) rank. */
final class RangeSweep {
    /** Added to the rank of what only shares, so that a stopping list wins wherever both hold. */
    static final int WEAKER = 1_000;

    private record Edge(BigInteger at, int rank, int change) {}

    private final List<Edge> edges = new ArrayList<>();
    private boolean four = true;

    void add(Ip ip, int freeBits, int rank) {
        BigInteger first = number(ip).shiftRight(freeBits).shiftLeft(freeBits);
        BigInteger size = BigInteger.ONE.shiftLeft(freeBits);
        addEdges(ip.isFour(), first, first.add(size), rank);
    }

    void add(Ip first, Ip last, int rank) {
        addEdges(first.isFour(), number(first), number(last).add(BigInteger.ONE), rank);
    }

    private void addEdges(boolean ofFour, BigInteger from, BigInteger until, int rank) {
        four = ofFour;
        edges.add(new Edge(from, rank, 1));
        edges.add(new Edge(until, rank, -1));
    }

    private static BigInteger number(Ip ip) {
        return new BigInteger(GuardLists.hex(ip), 16);
    }

    /** "FIRST LAST index", fixed width, ascending. */
    StringBuilder lines() {
        edges.sort(Comparator.comparing(Edge::at));
        var text = new StringBuilder();
        var open = new TreeMap<Integer, Integer>();
        BigInteger from = BigInteger.ZERO;
        int rank = -1;
        for (int i = 0; i < edges.size(); ) {
            BigInteger at = edges.get(i).at();
            for (; i < edges.size() && edges.get(i).at().equals(at); i++) {
                open.merge(
                        edges.get(i).rank(),
                        edges.get(i).change(),
                        (a, b) -> a + b == 0 ? null : a + b);
            }
            int next = open.isEmpty() ? -1 : open.firstKey();
            if (next != rank) {
                append(text, from, at.subtract(BigInteger.ONE), rank);
                from = at;
                rank = next;
            }
        }
        return text;
    }

    private void append(StringBuilder text, BigInteger from, BigInteger last, int rank) {
        if (rank >= 0) {
            text.append(hex(from) + " " + hex(last) + " " + rank % WEAKER + "\n");
        }
    }

    private String hex(BigInteger value) {
        String digits = value.toString(16);
        return "0".repeat((four ? 8 : 32) - digits.length()) + digits;
    }
}
