package org.comity.statement;

import org.comity.value.Checked;

/** What one member said, once: one entry of its log and what that entry commits to. */
public record Statement(Leaf leaf, Payload payload) {
    /** Makes the leaf that commits to the payload. */
    public static Statement seal(
            StatementKind kind, long second, Tlp tlp, int claimCount, Payload payload) {
        long rounded = second - second % Leaf.ROUNDED_TO_SECONDS;
        return new Statement(
                new Leaf(
                        kind,
                        rounded,
                        tlp,
                        payload.audienceCommitment(),
                        claimCount,
                        payload.json().length(),
                        payload.commitment()),
                payload);
    }

    /** Accepts the payload only if it is the one that the leaf commits to. */
    public static Checked<Statement> open(Leaf leaf, Payload payload) {
        if (payload.json().length() != leaf.payloadLength()) {
            return Checked.refused("payload length differs from the leaf", "");
        }
        if (!payload.commitment().equals(leaf.commitment())) {
            return Checked.refused("payload is not what the leaf commits to", "");
        }
        return payload.audienceCommitment().equals(leaf.audienceCommitment())
                ? Checked.good(new Statement(leaf, payload))
                : Checked.refused("audience is not what the leaf commits to", "");
    }
}
