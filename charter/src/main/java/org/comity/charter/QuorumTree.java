package org.comity.charter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Trees of thresholds in which each witness stands once and that take no set of witnesses which "k
 * of n members, from at least c countries" refuses. How many sets each takes is counted, so that
 * the one that takes most is known, and whether it takes all.
 */
sealed interface QuorumTree {
    /** So many members, whoever they are: the countries follow. */
    record Heads(int needed) implements QuorumTree {}

    /** One member each of so many countries: the members follow. */
    record OneOfEach(int needed) implements QuorumTree {}

    /** So many of the largest country, and so many of all others together; both at least one. */
    record Split(int ofLargest, int ofRest) implements QuorumTree {}

    /**
     * What the charter asks for.
     *
     * @param countries at most as many as there are
     * @param sizes how many witnesses each country has, the largest first
     */
    record Rule(int members, int countries, List<Integer> sizes) {
        public Rule {
            sizes = List.copyOf(sizes);
        }

        int all() {
            return sizes.stream().mapToInt(Integer::intValue).sum();
        }

        /** Sets of witnesses that meet it. */
        BigInteger ways() {
            // ways[c][m]: sets of m witnesses from c countries, or from c or more at the end.
            BigInteger[][] ways = zeros(countries, all());
            ways[0][0] = BigInteger.ONE;
            for (int size : sizes) {
                BigInteger[][] next = zeros(countries, all());
                for (int from = 0; from <= countries; from++) {
                    for (int had = 0; had + size <= all(); had++) {
                        for (int more = 0; more <= size && ways[from][had].signum() > 0; more++) {
                            int to = Math.min(countries, from + (more > 0 ? 1 : 0));
                            BigInteger of = ways[from][had].multiply(choose(size, more));
                            next[to][had + more] = next[to][had + more].add(of);
                        }
                    }
                }
                ways = next;
            }
            BigInteger sum = BigInteger.ZERO;
            for (int count = members; count <= all(); count++) {
                sum = sum.add(ways[countries][count]);
            }
            return sum;
        }
    }

    /** Sets of witnesses that it takes. */
    default BigInteger ways(Rule rule) {
        return switch (this) {
            case Heads(int needed) -> atLeast(needed, rule.all());
            case OneOfEach(int needed) -> {
                // How many sets stand in so many countries, country by country.
                BigInteger[] ways = zeros(0, rule.sizes().size())[0];
                ways[0] = BigInteger.ONE;
                for (int size : rule.sizes()) {
                    BigInteger some = BigInteger.TWO.pow(size).subtract(BigInteger.ONE);
                    for (int at = ways.length - 1; at > 0; at--) {
                        ways[at] = ways[at].add(ways[at - 1].multiply(some));
                    }
                }
                BigInteger sum = BigInteger.ZERO;
                for (int at = needed; at < ways.length; at++) {
                    sum = sum.add(ways[at]);
                }
                yield sum;
            }
            case Split(int ofLargest, int ofRest) -> {
                int largest = rule.sizes().getFirst();
                yield atLeast(ofLargest, largest).multiply(atLeast(ofRest, rule.all() - largest));
            }
        };
    }

    /** The one that takes most; of equal ones the simplest. At least one witness is needed. */
    static QuorumTree best(Rule rule) {
        var trees = new ArrayList<QuorumTree>();
        trees.add(new Heads(Math.max(rule.members(), headsFor(rule.countries(), rule.sizes()))));
        if (rule.countries() >= rule.members()) {
            trees.add(new OneOfEach(rule.countries()));
        }
        List<Integer> rest = rule.sizes().subList(1, rule.sizes().size());
        int restHeads = rule.all() - rule.sizes().getFirst();
        for (int ofLargest = 1; ofLargest <= rule.sizes().getFirst(); ofLargest++) {
            int ofRest = Math.max(rule.members() - ofLargest, headsFor(rule.countries() - 1, rest));
            if (ofRest >= 1 && ofRest <= restHeads) {
                trees.add(new Split(ofLargest, ofRest));
            }
        }
        Comparator<QuorumTree> taking = Comparator.comparing(it -> it.ways(rule));
        QuorumTree best = trees.getFirst();
        for (QuorumTree tree : trees) {
            best = taking.compare(tree, best) > 0 ? tree : best;
        }
        return best;
    }

    /** So many members cannot stand in fewer countries, even if in the largest. */
    private static int headsFor(int countries, List<Integer> sizes) {
        int fewer = Math.max(0, countries - 1);
        int most = sizes.stream().limit(fewer).mapToInt(Integer::intValue).sum();
        return countries <= 0 ? 0 : most + 1;
    }

    private static BigInteger atLeast(int needed, int of) {
        BigInteger sum = BigInteger.ZERO;
        for (int count = needed; count <= of; count++) {
            sum = sum.add(choose(of, count));
        }
        return sum;
    }

    private static BigInteger choose(int from, int count) {
        BigInteger ways = BigInteger.ONE;
        for (int at = 0; at < count; at++) {
            ways = ways.multiply(BigInteger.valueOf(from - at)).divide(BigInteger.valueOf(at + 1));
        }
        return ways;
    }

    private static BigInteger[][] zeros(int rows, int last) {
        var zeros = new BigInteger[rows + 1][last + 1];
        for (BigInteger[] row : zeros) {
            Arrays.fill(row, BigInteger.ZERO);
        }
        return zeros;
    }
}
