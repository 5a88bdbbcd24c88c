package org.comity.statement;

import java.util.List;
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

    /**
     * The stricter of what leaf and bundle say. A bundle whose markings cannot be read is marked as
     * strictly as can be.
     */
    public Marking marking() {
        if (leaf.kind() != StatementKind.BUNDLE) {
            return Marking.of(leaf.tlp());
        }
        return switch (Bundles.marking(payload.json())) {
            case Checked.Good<Marking>(Marking bundle) -> bundle.atLeast(leaf.tlp());
            case Checked.Refused<Marking> _ -> Marking.STRICTEST;
        };
    }

    /**
     * What {@link #marking} and {@link #claims} say, and what is named and linked, for one reading
     * of the payload.
     */
    public record Said(Marking marking, List<Claim> claims, StixGraph graph) {
        public Said {
            claims = List.copyOf(claims);
        }

        /**
         * @param least level of the leaf
         */
        static Said of(Bundles.Reading bundle, Tlp least) {
            return new Said(
                    bundle.marking()
                            .optional()
                            .map(it -> it.atLeast(least))
                            .orElse(Marking.STRICTEST),
                    bundle.claims().optional().orElse(List.of()),
                    bundle.graph());
        }
    }

    /** How it is marked and what it claims as its author's word. */
    public Said said(MemberId author) {
        return leaf.kind() == StatementKind.BUNDLE
                ? Said.of(Bundles.readOnce(payload.json(), author), leaf.tlp())
                : new Said(marking(), List.of(), StixGraph.NONE);
    }

    /** What it claims as its author's word, in its own order; nothing when it is no bundle. */
    public List<Claim> claims(MemberId author) {
        return leaf.kind() == StatementKind.BUNDLE
                ? Bundles.read(payload.json(), author).optional().orElse(List.of())
                : List.of();
    }
}
