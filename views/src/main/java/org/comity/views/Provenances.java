package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.comity.statement.MemberId;

/** Numbers for provenances and for members, in the order in which they come. For one thread. */
final class Provenances {
    private final Map<Provenance, Integer> numbers = new HashMap<>();
    private final List<Provenance> all = new ArrayList<>();
    private final Map<MemberId, Integer> memberNumbers = new HashMap<>();
    private int[] members = new int[16];

    int number(Provenance provenance) {
        Integer known = numbers.get(provenance);
        if (known != null) {
            return known;
        }
        if (all.size() == members.length) {
            members = Arrays.copyOf(members, 2 * members.length);
        }
        Integer met = memberNumbers.putIfAbsent(provenance.member(), memberNumbers.size());
        members[all.size()] = met == null ? memberNumbers.size() - 1 : met;
        all.add(provenance);
        numbers.put(provenance, all.size() - 1);
        return all.size() - 1;
    }

    int count() {
        return all.size();
    }

    Provenance of(int number) {
        return all.get(number);
    }

    /** A number for who says so. */
    int member(int number) {
        return members[number];
    }
}
