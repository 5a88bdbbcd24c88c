package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comity.statement.SubjectKind;

/**
 * How long before the member's own first report of a subject another member's claim was there.
 *
 * @param own subjects of this kind that the member reported and would look up
 * @param earlier those of them that somebody else had reported before, and how many an hour before
 * @param quartiles of the lead in seconds among the earlier ones: lower, median, upper; 0 when
 *     there are none
 */
public record LeadTime(SubjectKind kind, long own, Earlier earlier, Quartiles quartiles) {
    private static final long HOUR = 3_600;

    /** How many had been reported by somebody else. */
    public record Earlier(long atAll, long byAnHour) {}

    /** Seconds. */
    public record Quartiles(long lower, long median, long upper) {
        static Quartiles of(List<Long> sorted) {
            return new Quartiles(at(sorted, 1), at(sorted, 2), at(sorted, 3));
        }

        private static long at(List<Long> sorted, int quarter) {
            return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * quarter / 4);
        }
    }

    static List<LeadTime> of(Scene scene) {
        Map<Integer, Long> own = new LinkedHashMap<>();
        Map<Integer, Long> others = new LinkedHashMap<>();
        for (Arrival mail : scene.stream().arrivals()) {
            if (mail.isSpam()) {
                boolean mine = mail.member() == scene.evaluated();
                Map<Integer, Long> first = mine ? own : others;
                mail.eachAsked((subject, _) -> first.putIfAbsent(subject, mail.second()));
            }
        }
        List<LeadTime> leads = new ArrayList<>();
        for (SubjectKind kind : List.of(SubjectKind.ADDRESS, SubjectKind.DOMAIN, SubjectKind.URL)) {
            leads.add(of(kind, scene.stream(), own, others));
        }
        return List.copyOf(leads);
    }

    private static LeadTime of(
            SubjectKind kind,
            MailStream stream,
            Map<Integer, Long> own,
            Map<Integer, Long> others) {
        List<Long> leads = new ArrayList<>();
        long count = 0;
        for (Map.Entry<Integer, Long> one : own.entrySet()) {
            if (stream.subject(one.getKey()).kind() == kind && !stream.isStopped(one.getKey())) {
                count++;
                Long other = others.get(one.getKey());
                if (other != null && other < one.getValue()) {
                    leads.add(one.getValue() - other);
                }
            }
        }
        Collections.sort(leads);
        long byAnHour = leads.stream().filter(it -> it >= HOUR).count();
        return new LeadTime(kind, count, new Earlier(leads.size(), byAnHour), Quartiles.of(leads));
    }
}
