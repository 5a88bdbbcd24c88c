package org.comity.study;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comity.intake.Found;
import org.comity.statement.GuardSet;
import org.comity.statement.GuardSet.Guard;
import org.comity.statement.Subject;

/**
 * Mails with the member that got each, in order of time: what a study replays. Equal for the same
 * mails in any order.
 */
public final class MailStream {
    private final List<String> members;
    private final List<Subject> subjects;
    private final List<Arrival> arrivals;
    private final BitSet stopped = new BitSet();
    // By member: spam, wanted.
    private final long[][] counts;

    private MailStream(List<String> members, List<Subject> subjects, List<Arrival> arrivals) {
        this.members = List.copyOf(members);
        this.subjects = List.copyOf(subjects);
        this.arrivals = arrivals.stream().sorted(Arrival.ORDER).toList();
        this.counts = new long[members.size()][2];
        arrivals.forEach(it -> counts[it.member()][it.isSpam() ? 0 : 1]++);
        for (int at = 0; at < subjects.size(); at++) {
            if (GuardSet.shipped().find(subjects.get(at)).guard() == Guard.STOPPED) {
                stopped.set(at);
            }
        }
    }

    /** Gathers mails in any order; subjects and senders get numbers, as there are millions. */
    public static final class Gathering {
        private record Line(long second, boolean spam, String member, Kept kept) {}

        @SuppressWarnings("ArrayRecordComponent") // there are millions; nobody compares them
        private record Kept(Arrival.Origin origin, Arrival.Roled[] roled, int[] linkNames) {}

        private final List<Line> lines = new ArrayList<>();
        private final Map<Subject, Integer> subjects = new LinkedHashMap<>();
        private final Map<String, Integer> senders = new LinkedHashMap<>();

        /** Takes one mail of a member. */
        public void add(long second, boolean spam, String member, Seen seen) {
            int sender =
                    seen.sender().isEmpty()
                            ? -1
                            : senders.computeIfAbsent(seen.sender(), _ -> senders.size());
            var kept =
                    new Kept(
                            new Arrival.Origin(seen.root(), sender),
                            new Arrival.Roled[] {roled(seen.claimable()), roled(seen.asked())},
                            seen.linkNames().stream().mapToInt(this::number).toArray());
            lines.add(new Line(second, spam, member, kept));
        }

        public boolean isEmpty() {
            return lines.isEmpty();
        }

        /** At least one mail must have been added. */
        public MailStream stream() {
            if (lines.isEmpty()) {
                throw new IllegalArgumentException("a stream has mails");
            }
            List<String> members = lines.stream().map(Line::member).distinct().sorted().toList();
            List<Arrival> arrivals = new ArrayList<>();
            for (Line line : lines) {
                int member = members.indexOf(line.member());
                arrivals.add(
                        new Arrival(
                                new Arrival.Label(line.second(), line.spam(), member),
                                line.kept().origin(),
                                line.kept().roled(),
                                line.kept().linkNames()));
            }
            return new MailStream(members, List.copyOf(subjects.keySet()), arrivals);
        }

        private Arrival.Roled roled(List<Found> found) {
            int[] numbers = new int[found.size()];
            byte[] roles = new byte[found.size()];
            for (int at = 0; at < numbers.length; at++) {
                numbers[at] = number(found.get(at).subject());
                roles[at] = Arrival.Roled.code(found.get(at).role());
            }
            return new Arrival.Roled(numbers, roles);
        }

        private int number(Subject subject) {
            return subjects.computeIfAbsent(subject, _ -> subjects.size());
        }
    }

    /** Sorted names. */
    public List<String> members() {
        return members;
    }

    public int size() {
        return arrivals.size();
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    Subject subject(int number) {
        return subjects.get(number);
    }

    int subjectCount() {
        return subjects.size();
    }

    /** On a warning list, a public suffix or special-use: never listed. */
    boolean isStopped(int subject) {
        return stopped.get(subject);
    }

    public long firstSecond() {
        return arrivals.getFirst().second();
    }

    public long lastSecond() {
        return arrivals.getLast().second();
    }

    /** From here on it is the second half: as many mails stand before it as from it on. */
    public long halfSecond() {
        return arrivals.get(arrivals.size() / 2).second();
    }

    public long count(String member, boolean spam) {
        return counts[members.indexOf(member)][spam ? 0 : 1];
    }

    /** Who reports most first; among equals by name. */
    public List<String> byReports() {
        return members.stream()
                .sorted(
                        Comparator.comparingLong((String it) -> -count(it, true))
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The member with most wanted mail; among equals by name. */
    public String mostWanted() {
        return members.stream()
                .min(
                        Comparator.comparingLong((String it) -> -count(it, false))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
