package org.comity.study;

import java.util.List;

/**
 * One replay of the stream: whose statements count, how late they come, which guards the members
 * keep, and who attacks.
 *
 * @param members numbers of those whose statements count
 * @param delaySeconds from a mail's arrival until its member reports it, or says that it is wanted
 */
public record Arm(
        String name, List<Integer> members, long delaySeconds, Manner manner, Attack attack) {
    /** How the members keep and state wanted mail. */
    public record Manner(boolean keepsWanted, boolean statesWanted) {}

    /** Members keep privately what they want, and state none of it: as a node does unasked. */
    public static final Manner PRIVATE = new Manner(true, false);

    static final Manner STATED = new Manner(true, true);
    static final Manner NO_WANTED = new Manner(false, false);

    public Arm {
        members = List.copyOf(members);
    }
}
