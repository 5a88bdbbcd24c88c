package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.tlog.TlogPolicy;
import org.junit.jupiter.api.Test;

final class WitnessPolicyTest {
    private static final MemberId A = new MemberId("a");
    private static final List<String> COUNTRIES = List.of("BR", "CN", "DE", "FR", "KE", "NL", "US");

    /** All memberships of up to seven in all mixtures of countries, with every f. */
    @Test
    void neverLooserThanTheCharterAndTheSameWhereItSaysSo() {
        int exact = 0;
        int exactByDefault = 0;
        int all = 0;
        for (String[] countries : mixtures(7)) {
            for (int f = 0; f <= 6; f++) {
                Charter charter = withF(Made.charter(countries), f);
                WitnessPolicy made = WitnessPolicy.of(charter, charter.member(A).orElseThrow());
                assertEquals(made.exact(), isSame(charter, made.policy()), () -> made.rule() + "");
                exact += made.exact() ? 1 : 0;
                boolean usual = f == Rules.defaultsFor(charter.countries().size()).f();
                exactByDefault += made.exact() && usual ? 1 : 0;
                all++;
            }
        }
        assertEquals(7 * (1 + 2 + 5 + 15 + 52 + 203 + 877), all);
        assertEquals(5685, exact);
        // With the usual f the format can say the rule of every such membership.
        assertEquals(all / 7, exactByDefault);
    }

    /** Fails at a set that the policy takes and the charter does not. */
    private static boolean isSame(Charter charter, TlogPolicy policy) {
        List<MemberId> others = new ArrayList<>();
        charter.members().stream().map(Member::id).filter(it -> !it.equals(A)).forEach(others::add);
        boolean same = true;
        for (int set = 0; set < 1 << others.size(); set++) {
            Set<MemberId> ids = new HashSet<>();
            Set<String> names = new HashSet<>();
            for (int at = 0; at < others.size(); at++) {
                if ((set >> at & 1) == 1) {
                    ids.add(others.get(at));
                    names.add(others.get(at) + "/witness");
                }
            }
            boolean taken = policy.isMetBy(names);
            boolean met = WitnessQuorum.isMet(charter, A, ids);
            assertTrue(met || !taken, () -> charter.rules() + " takes " + names);
            same &= met == taken;
        }
        return same;
    }

    @Test
    void saysExactlyTheRuleWhereHeadsImplyCountries() {
        WitnessPolicy made = of(Made.charter("DE", "FR", "CN", "BR"));
        assertTrue(made.exact());
        assertEquals(
                """
                # tlog-policy (c2sp.org/tlog-policy) for the log a/log
                # by charter %s, epoch 4, of exchange 000102030405060708090a0b0c0d0e0f
                # The charter asks for 3 of 3 other members, from at least 2 of 3 countries.
                # This policy asks for the same.
                log %s
                witness d/witness %s
                witness c/witness %s
                witness b/witness %s
                group QUORUM 3 d/witness c/witness b/witness
                quorum QUORUM
                """
                        .formatted(
                                made.charter().hash().hex(),
                                Made.keys("a").node().text(),
                                Made.keys("d").witness().text(),
                                Made.keys("c").witness().text(),
                                Made.keys("b").witness().text()),
                made.bytes().utf8());
        assertEquals(made.policy(), TlogPolicy.parse(made.bytes()).orThrow());
    }

    @Test
    void asksForMoreAndSaysSoWhereTheFormatCannotSayTheRule() {
        // Five of seven from two countries; five of them sit in one.
        Charter charter = Made.charter("DE", "FR", "FR", "FR", "FR", "FR", "CN", "BR");
        WitnessPolicy made = of(charter);
        assertFalse(made.exact());
        assertTrue(made.bytes().utf8().contains("\n# This policy asks for more: "));
        assertTrue(made.policy().isMetBy(names("b", "c", "d", "e", "g")));
        assertFalse(made.policy().isMetBy(names("b", "c", "d", "e", "f")));
        assertEquals(made.policy(), TlogPolicy.parse(made.bytes()).orThrow());
    }

    @Test
    void countriesAloneMayBeTheWholeRule() {
        // Three of four others; with f = 2 from three countries, of which there are three.
        Charter charter = withF(Made.charter("DE", "FR", "FR", "CN", "BR"), 2);
        WitnessPolicy made = of(charter);
        assertTrue(made.exact());
        assertTrue(made.bytes().utf8().contains("\nquorum QUORUM\n"));
        assertTrue(made.policy().isMetBy(names("b", "d", "e")));
        assertFalse(made.policy().isMetBy(names("b", "c", "d")));
    }

    @Test
    void oneMemberAloneNeedsNoWitness() {
        WitnessPolicy alone = of(Made.charter("DE"));
        assertTrue(alone.bytes().utf8().endsWith("\nquorum none\n"), alone.bytes().utf8());
        assertTrue(alone.exact());
    }

    @Test
    void aCommitteeWitnessesAloneWhereThereIsOne() {
        String[] countries = new String[11];
        for (int at = 0; at < countries.length; at++) {
            countries[at] = COUNTRIES.get(at % 7);
        }
        Charter plain = Made.charter(countries);
        var committee = new TreeSet<MemberId>();
        List.of("a", "b", "c", "d", "e").forEach(it -> committee.add(new MemberId(it)));
        Charter charter =
                new Charter(
                        plain.exchange(),
                        plain.epoch(),
                        plain.parent(),
                        plain.guardSet(),
                        plain.rules(),
                        plain.groups(),
                        plain.members(),
                        Articles.DEFAULT.withCommittee(committee));
        WitnessPolicy made = of(charter);
        assertTrue(made.exact());
        assertTrue(made.policy().isMetBy(names("b", "c", "d")));
        assertFalse(made.policy().isMetBy(names("b", "c", "k", "h")));
    }

    @Test
    void fiveHundredMembersAreDoneAtOnce() {
        var sizes = new ArrayList<Integer>();
        for (int at = 0; at < 20; at++) {
            sizes.add(at == 0 ? 309 : 10);
        }
        var rule = new QuorumTree.Rule(333, 3, sizes);
        QuorumTree tree = QuorumTree.best(rule);
        assertTrue(tree.ways(rule).compareTo(rule.ways()) <= 0, tree::toString);
    }

    private static WitnessPolicy of(Charter charter) {
        return WitnessPolicy.of(charter, charter.member(A).orElseThrow());
    }

    private static Charter withF(Charter charter, int f) {
        return new Charter(
                charter.exchange(),
                charter.epoch(),
                charter.parent(),
                charter.guardSet(),
                new Rules(f, Math.max(2, f + 1), charter.rules().dimensions()),
                charter.groups(),
                charter.members());
    }

    private static Set<String> names(String... members) {
        Set<String> names = new HashSet<>();
        List.of(members).forEach(it -> names.add(it + "/witness"));
        return names;
    }

    /** Each member is in a country that one before it is in, or in the next new one. */
    private static List<String[]> mixtures(int most) {
        List<String[]> all = new ArrayList<>();
        grow(new ArrayList<>(), most, all);
        return all;
    }

    private static void grow(List<String> before, int most, List<String[]> all) {
        if (!before.isEmpty()) {
            all.add(before.toArray(String[]::new));
        }
        int known = new HashSet<>(before).size();
        for (int next = 0; before.size() < most && next <= known; next++) {
            before.add(COUNTRIES.get(next));
            grow(before, most, all);
            before.removeLast();
        }
    }
}
