package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.comity.agreement.StatedClaim;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * One seed's world: who is a member, what is malicious, and what everybody says. The honest part is
 * the same whoever attacks.
 */
final class SimulationWorld {
    static final long NOW = 1_800_000_000L;
    private static final long HOUR = 3_600;

    /** Chances of a member that are the same for all subjects. */
    private record Habit(MemberId id, boolean launders, List<Integer> relays) {}

    private final SimulationParameters parameters;
    private final SimulationAttack attack;
    private final long seed;
    private final List<WorldCharter.Seat> seats = new ArrayList<>();
    private final List<Habit> honest = new ArrayList<>();
    private final List<MemberId> sybils = new ArrayList<>();
    private final boolean[] malicious;
    private final Set<Integer> poison = new TreeSet<>();
    private final Set<Integer> deny = new TreeSet<>();

    SimulationWorld(SimulationParameters parameters, SimulationAttack attack, long seed) {
        this.parameters = parameters;
        this.attack = attack;
        this.seed = seed;
        this.malicious = new boolean[parameters.subjects()];
        settle();
        choose();
    }

    Charter charter(Rules rules) {
        return WorldCharter.of(seats, rules);
    }

    Set<MemberId> honest() {
        var ids = new TreeSet<MemberId>();
        honest.forEach(it -> ids.add(it.id()));
        return ids;
    }

    Set<MemberId> everybody() {
        Set<MemberId> ids = honest();
        ids.addAll(sybils);
        return ids;
    }

    boolean isMalicious(int subject) {
        return malicious[subject];
    }

    boolean isPoisoned(int subject) {
        return poison.contains(subject);
    }

    boolean isDenied(int subject) {
        return deny.contains(subject);
    }

    static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "subject-" + number + ".com");
    }

    /** What the honest say of a subject. */
    List<StatedClaim> honestClaims(int subject) {
        Draw draw = Draw.of(seed, "said " + subject);
        List<Integer> feeds = feedsWith(subject);
        List<StatedClaim> claims = new ArrayList<>();
        for (Habit member : honest) {
            // Drawn whether needed or not, so that no member's luck moves another's.
            boolean seen = draw.chance(parameters.sight().seen());
            boolean wrong = draw.chance(parameters.sight().wrong());
            boolean stated = draw.chance(parameters.sight().benignStated());
            boolean bad = malicious[subject] != wrong;
            List<Integer> relayed = feeds.stream().filter(member.relays()::contains).toList();
            if (seen && (bad || stated)) {
                claims.add(own(member.id(), subject, bad ? Stance.MALICIOUS : Stance.BENIGN));
            } else if (!relayed.isEmpty() && member.launders()) {
                claims.add(own(member.id(), subject, Stance.MALICIOUS));
            } else if (!relayed.isEmpty()) {
                claims.add(relay(member.id(), subject, relayed));
            }
        }
        return claims;
    }

    /** What the sybils say of it. */
    List<StatedClaim> sybilClaims(int subject) {
        Draw draw = Draw.of(seed, "sybils said " + subject);
        List<StatedClaim> claims = new ArrayList<>();
        for (MemberId sybil : sybils) {
            boolean aimed = isPoisoned(subject) || isDenied(subject);
            if (aimed || draw.chance(parameters.aim().truthful())) {
                boolean bad = isPoisoned(subject) || (malicious[subject] && !isDenied(subject));
                claims.add(own(sybil, subject, bad ? Stance.MALICIOUS : Stance.BENIGN));
            }
        }
        return claims;
    }

    private List<Integer> feedsWith(int subject) {
        Draw draw = Draw.of(seed, "in feeds " + subject);
        var feeds = new ArrayList<Integer>();
        SimulationParameters.Feeds all = parameters.feeds();
        for (int feed = 0; feed < all.count(); feed++) {
            if (draw.chance(malicious[subject] ? all.coverage() : all.wrong())) {
                feeds.add(feed);
            }
        }
        return feeds;
    }

    private void settle() {
        Draw draw = Draw.of(seed, "members");
        List<Integer> all = new ArrayList<>();
        for (int at = 0; at < parameters.honest(); at++) {
            all.add(at);
        }
        SimulationParameters.Feeds feeds = parameters.feeds();
        List<Integer> launderers = draw.some(all.size() * feeds.laundering() / 10_000, all);
        for (int at : all) {
            var relays = new ArrayList<Integer>();
            for (int feed = 0; feed < feeds.count(); feed++) {
                if (draw.chance(feeds.relaying())) {
                    relays.add(feed);
                }
            }
            WorldCharter.Seat seat = seat("honest-" + at, at % parameters.blocs());
            honest.add(new Habit(seat.id(), launderers.contains(at), relays));
        }
        for (int at = 0; at < attack.sybils(); at++) {
            sybils.add(seat("sybil-" + at, at % attack.blocs()).id());
        }
    }

    private WorldCharter.Seat seat(String name, int bloc) {
        var country = new Country("A" + (char) ('A' + bloc));
        var seat = new WorldCharter.Seat(name, country, Sector.PRIVATE, true);
        seats.add(seat);
        return seat;
    }

    private void choose() {
        int count = (int) ((long) parameters.subjects() * parameters.malicious() / 10_000);
        List<Integer> all = new ArrayList<>();
        for (int at = 0; at < parameters.subjects(); at++) {
            all.add(at);
        }
        Draw draw = Draw.of(seed, "subjects");
        List<Integer> bad = draw.some(count, all);
        bad.forEach(it -> malicious[it] = true);
        List<Integer> good =
                all.stream()
                        .filter(it -> !malicious[it])
                        .filter(it -> !attack.isInformed() || !feedsWith(it).isEmpty())
                        .toList();
        poison.addAll(draw.some(parameters.aim().poison(), good));
        deny.addAll(draw.some(parameters.aim().deny(), bad));
    }

    /** Connected: no rule but the counts shall stand in the attackers' way. */
    private static StatedClaim own(MemberId member, int subject, Stance stance) {
        Hash root = Hash.digest(Bytes.utf8("own " + member + " " + subject).array());
        return claim(
                member,
                subject,
                stance,
                new Claim.Grounds(Basis.OBSERVED, Role.CONNECTED, List.of(root), ""));
    }

    private static StatedClaim relay(MemberId member, int subject, List<Integer> feeds) {
        List<Hash> roots =
                feeds.stream()
                        .map(it -> Hash.digest(Bytes.utf8("feed " + it + " " + subject).array()))
                        .toList();
        return claim(
                member,
                subject,
                Stance.MALICIOUS,
                new Claim.Grounds(Basis.RELAYED, Role.CONTENT, roots, "feed"));
    }

    private static StatedClaim claim(
            MemberId member, int subject, Stance stance, Claim.Grounds grounds) {
        var claim =
                new Claim(
                        subject(subject),
                        stance,
                        AbuseClass.SPAM,
                        grounds,
                        new Claim.Validity(NOW - HOUR, NOW + HOUR),
                        Target.UNKNOWN,
                        "indicator--" + subject,
                        false);
        return new StatedClaim(member, new StatementId(member + "/log", subject), 0, claim, true);
    }
}
