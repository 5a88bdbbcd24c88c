package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.comity.agreement.Agreement;
import org.comity.agreement.Level;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Vetoes;
import org.comity.charter.Charter;
import org.comity.charter.Rules;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.value.Hash;

/**
 * How many poisoned subjects each rule accepts, and how many real ones attackers can hold down, in
 * the world of trust anchors 3.2. Agreed is decided by the code that nodes run.
 *
 * <p>For most rows counts alone decide and no veto: a benign word of a member in standing stops an
 * agreed listing, which helps against poison and hands suppression to whoever is let in. The last
 * two rules show both.
 */
public final class Simulation {
    private static final int COUNT_NEEDED = 3;
    private static final List<String> COUNTRIES = List.of("country");
    private static final Rules ONE = new Rules(1, 2, COUNTRIES);
    private static final Rules TWO = new Rules(2, 3, COUNTRIES);

    private final SimulationWorld world;
    private final Map<SimulationRule, Setting> settings = new EnumMap<>(SimulationRule.class);
    private final Map<SimulationRule, SimulationTally> tallies =
            new EnumMap<>(SimulationRule.class);

    private Simulation(SimulationWorld world) {
        this.world = world;
        Charter two = world.charter(TWO);
        settings.put(
                SimulationRule.AGREED_1,
                setting(world.charter(ONE), world.everybody(), Vetoes.NONE));
        settings.put(SimulationRule.AGREED_2, setting(two, world.everybody(), Vetoes.NONE));
        settings.put(SimulationRule.VETO_HONEST, setting(two, world.honest(), Vetoes.ALL));
        for (SimulationRule rule : SimulationRule.values()) {
            tallies.put(rule, SimulationTally.NONE);
        }
    }

    /** One seed's world under one attack, by every rule. */
    public static Map<SimulationRule, SimulationTally> run(
            SimulationParameters parameters, SimulationAttack attack, long seed) {
        var world = new SimulationWorld(parameters, attack, seed);
        var simulation = new Simulation(world);
        simulation.budget(parameters.subjects());
        for (int subject = 0; subject < parameters.subjects(); subject++) {
            simulation.take(subject);
        }
        return Collections.unmodifiableMap(simulation.tallies);
    }

    /** The day's vetoes, of all members, on what would be listed without them. */
    private void budget(int subjects) {
        List<StatedClaim> biting = new ArrayList<>();
        int listed = 0;
        for (int subject = 0; subject < subjects; subject++) {
            List<StatedClaim> claims = claims(subject);
            if (isAgreed(SimulationRule.AGREED_2, subject, claims)) {
                listed++;
                claims.stream()
                        .filter(it -> it.claim().stance() == Stance.BENIGN)
                        .forEach(biting::add);
            }
        }
        Charter two = world.charter(TWO);
        Vetoes vetoes = Vetoes.budgeted(listed, biting);
        settings.put(SimulationRule.VETO_ALL, setting(two, world.everybody(), vetoes));
    }

    private void take(int subject) {
        List<StatedClaim> claims = claims(subject);
        Set<SimulationRule> accepting = accepting(subject, claims);
        Set<SimulationRule> anyway =
                world.isDenied(subject)
                        ? accepting(subject, world.honestClaims(subject))
                        : accepting;
        for (SimulationRule rule : SimulationRule.values()) {
            boolean accepted = accepting.contains(rule);
            tallies.compute(
                    rule, (_, tally) -> add(tally, subject, accepted, anyway.contains(rule)));
        }
    }

    private SimulationTally add(
            SimulationTally tally, int subject, boolean accepted, boolean anyway) {
        boolean bad = world.isMalicious(subject);
        boolean poisoned = world.isPoisoned(subject);
        boolean denied = world.isDenied(subject);
        boolean aimed = poisoned || denied;
        return new SimulationTally(
                accepted && !aimed ? tally.listed().plus(bad) : tally.listed(),
                bad && !aimed ? tally.found().plus(accepted) : tally.found(),
                poisoned ? tally.poison().plus(accepted) : tally.poison(),
                denied ? tally.suppressed().plus(!accepted) : tally.suppressed(),
                denied ? tally.missedAnyway().plus(!anyway) : tally.missedAnyway());
    }

    private List<StatedClaim> claims(int subject) {
        List<StatedClaim> claims = new ArrayList<>(world.honestClaims(subject));
        claims.addAll(world.sybilClaims(subject));
        return claims;
    }

    private Set<SimulationRule> accepting(int subject, List<StatedClaim> claims) {
        List<StatedClaim> bad = of(claims, Stance.MALICIOUS);
        int good = of(claims, Stance.BENIGN).size();
        Set<SimulationRule> accepting = EnumSet.noneOf(SimulationRule.class);
        if (bad.size() < COUNT_NEEDED) {
            // Fewer than two voices agree nowhere; two may at f=1.
            return isAgreed(SimulationRule.AGREED_1, subject, claims)
                    ? EnumSet.of(SimulationRule.AGREED_1)
                    : accepting;
        }
        accepting.add(SimulationRule.COUNT);
        if (3 * bad.size() >= 2 * (bad.size() + good)) {
            accepting.add(SimulationRule.MAJORITY);
        }
        if (distinct(bad) >= COUNT_NEEDED) {
            accepting.add(SimulationRule.EVIDENCE);
        }
        for (SimulationRule rule : settings.keySet()) {
            if (isAgreed(rule, subject, claims)) {
                accepting.add(rule);
            }
        }
        return accepting;
    }

    private boolean isAgreed(SimulationRule rule, int subject, List<StatedClaim> claims) {
        Setting setting = settings.get(rule);
        return setting != null
                && Agreement.decide(SimulationWorld.subject(subject), claims, setting).level()
                        == Level.AGREED;
    }

    private static Setting setting(Charter charter, Set<MemberId> inStanding, Vetoes vetoes) {
        return new Setting(charter, GuardSet.shipped(), SimulationWorld.NOW, inStanding, vetoes);
    }

    private static List<StatedClaim> of(List<StatedClaim> claims, Stance stance) {
        return claims.stream().filter(it -> it.claim().stance() == stance).toList();
    }

    /** Members matched to roots, relays of a feed counting for the feed; each own root is new. */
    private static int distinct(List<StatedClaim> claims) {
        var matched = new TreeMap<Hash, StatedClaim>();
        int own = 0;
        for (StatedClaim claim : claims) {
            if (claim.claim().grounds().basis() != Basis.RELAYED) {
                own++;
            } else {
                place(claim, matched, new ArrayList<>());
            }
        }
        return own + matched.size();
    }

    private static boolean place(
            StatedClaim claim, Map<Hash, StatedClaim> matched, List<Hash> tried) {
        for (Hash root : claim.claim().grounds().roots()) {
            if (!tried.contains(root)) {
                tried.add(root);
                StatedClaim other = matched.get(root);
                if (other == null || place(other, matched, tried)) {
                    matched.put(root, claim);
                    return true;
                }
            }
        }
        return false;
    }
}
