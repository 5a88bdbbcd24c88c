package org.comity.views;

import java.util.List;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Tlp;
import org.comity.statement.Traceable;
import org.comity.value.Hash;

/**
 * What a trace found. Nothing in it depends on an entry that the viewer may not see.
 *
 * @param steps a tree in the order of finding: each begins at the start or where an earlier one
 *     ended; for a path, only the steps on it
 * @param hubs subjects met that have too much evidence to be followed, ascending
 * @param crowded pieces of evidence met that name too many subjects to be followed
 * @param cutShort the budget ended before the evidence did
 * @param reached subjects met in all; more than steps when not all are shown
 * @param cost of a path: the more and the busier what lies between its ends, the higher; 0 for a
 *     walk
 */
public record Traced(
        Traceable start,
        List<Step> steps,
        List<Hub> hubs,
        int crowded,
        boolean cutShort,
        int reached,
        long cost) {
    static final Marking OPEN = new Marking(Tlp.CLEAR, Pap.CLEAR);

    public Traced {
        steps = List.copyOf(steps);
        hubs = List.copyOf(hubs);
    }

    /**
     * A subject with too much evidence to be followed.
     *
     * @param evidence how much of it the viewer may see
     * @param orMore it was not counted to the end
     */
    public record Hub(Traceable subject, long evidence, boolean orMore) {}

    /** When the first and the last piece of evidence were claimed to be of. */
    public record Span(long firstSecond, long lastSecond) {}

    /**
     * Two subjects in one piece of evidence.
     *
     * @param depth hops from the start, from 1
     * @param evidence the first few, by root and statement
     * @param evidenceCount how many pieces of evidence join them
     * @param marking the strictest of the entries that it rests on
     */
    public record Step(
            int depth,
            Traceable from,
            Traceable to,
            List<MemberId> members,
            List<Evidence> evidence,
            int evidenceCount,
            Span span,
            Marking marking) {
        public static final int EVIDENCE_MAX = 8;

        public Step {
            members = List.copyOf(members);
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * The piece of evidence, and who states each of the two subjects on its ground.
     *
     * @param link how STIX links the two, such as {@code uses ->}; empty for evidence
     */
    public record Evidence(Hash root, Sight near, Sight far, String link) {}

    /** One claim, as a trace shows it. */
    public record Sight(StatementId statement, MemberId member, Role role) {}

    /** The strictest of all steps: how the whole is to be handled. */
    public Marking marking() {
        return steps.stream().map(Step::marking).reduce(OPEN, Marking::strictest);
    }

    boolean isHub(Traceable subject) {
        return hubs.stream().anyMatch(it -> it.subject().equals(subject));
    }

    /** A path on one line, behind the day from which it holds. */
    public String line() {
        return TraceText.line(this);
    }

    /** Plain text for a terminal, one step a line, indented by depth. */
    public String text() {
        return TraceText.render(this);
    }
}
