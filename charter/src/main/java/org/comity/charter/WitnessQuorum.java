package org.comity.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;

/**
 * When a log's prefix counts fully (DESIGN section 7): cosigned by k = min(n-1, 1+floor(2(n-1)/3))
 * of the other n-1 members, from at least min(f+1, countries among them) countries. A split view
 * then needs more than a third of the witnesses on the liar's side. Above ten members the charter
 * may name a committee; then its members count in place of all.
 */
public final class WitnessQuorum {
    /** Members up to which all witness. */
    static final int COMMITTEE_ABOVE = 10;

    static final int COMMITTEE_MIN = 5;

    private WitnessQuorum() {}

    /** For the log of somebody who is no witness itself, where a committee witnesses. */
    public static int needed(Charter charter) {
        int committee = charter.articles().committee().size();
        return needed(committee == 0 ? charter.voters().size() : committee + 1);
    }

    static int needed(int members) {
        int others = members - 1;
        return Math.min(others, 1 + 2 * others / 3);
    }

    /**
     * Always met with n = 1, where nothing is witnessed; never for a log of somebody who is no
     * member.
     */
    public static boolean isMet(Charter charter, MemberId logOwner, Set<MemberId> cosigners) {
        if (charter.member(logOwner).isEmpty()) {
            return false;
        }
        return missing(charter, logOwner, cosigners).isNothing();
    }

    /** What the quorum lacks still: so many witnesses, from so many countries more. */
    public record Missing(int witnesses, int countries) {
        public boolean isNothing() {
            return witnesses == 0 && countries == 0;
        }
    }

    public static Missing missing(Charter charter, MemberId logOwner, Set<MemberId> cosigners) {
        List<Member> witnesses = witnesses(charter, logOwner);
        List<Member> signed = witnesses.stream().filter(it -> cosigners.contains(it.id())).toList();
        long countriesNeeded = Math.min(charter.rules().f() + 1L, countries(witnesses));
        return new Missing(
                Math.max(0, needed(witnesses.size() + 1) - signed.size()),
                (int) Math.max(0, countriesNeeded - countries(signed)));
    }

    /** The members whose good cosignatures the checkpoint bears, the log's owner not among them. */
    public static Set<MemberId> cosigners(Charter charter, MemberId logOwner, Note checkpoint) {
        List<Member> others = witnesses(charter, logOwner);
        Set<VerifierKey> good =
                Cosignature.verify(
                                checkpoint, others.stream().map(it -> it.keys().witness()).toList())
                        .stream()
                        .map(Cosignature::key)
                        .collect(Collectors.toSet());
        var cosigners = new TreeSet<MemberId>();
        others.stream()
                .filter(it -> good.contains(it.keys().witness()))
                .forEach(it -> cosigners.add(it.id()));
        return Collections.unmodifiableSet(cosigners);
    }

    /** The first second by which the quorum had cosigned; none when it has not. */
    public static OptionalLong metAt(
            Charter charter, MemberId logOwner, SortedMap<MemberId, Long> times) {
        var signed = new TreeSet<MemberId>();
        var ordered = new ArrayList<>(times.entrySet());
        ordered.sort(Map.Entry.comparingByValue());
        if (isMet(charter, logOwner, signed)) {
            return OptionalLong.empty(); // nobody witnesses the log of a member that is alone
        }
        for (Map.Entry<MemberId, Long> one : ordered) {
            signed.add(one.getKey());
            if (isMet(charter, logOwner, signed)) {
                return OptionalLong.of(one.getValue());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Who witnesses this log: the committee where there is one; neither the owner nor contributors.
     */
    public static List<Member> witnesses(Charter charter, MemberId logOwner) {
        Set<MemberId> committee = charter.articles().committee();
        return charter.voters().stream()
                .filter(it -> !it.id().equals(logOwner))
                .filter(it -> committee.isEmpty() || committee.contains(it.id()))
                .toList();
    }

    private static long countries(List<Member> members) {
        return members.stream().map(Member::country).distinct().count();
    }
}
