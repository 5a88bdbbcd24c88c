package org.comity.statement;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payload of {@link StatementKind#VOTE}: a member's vote for a proposal. It stands in a log
 * under the node key and carries a signature of the member key, which is kept offline.
 * docs/formats/amendment.md.
 *
 * @param cast what was signed
 * @param justification names of the earlier votes that show every proposal of earlier rounds dead;
 *     sorted
 * @param signature of the member key over {@link Cast#signedText}
 */
public record Vote(Cast cast, List<Hash> justification, Bytes signature) {
    /** More than the votes of all members in eight rounds. */
    public static final int JUSTIFICATION_MAX = 4_096;

    public static final int ROUND_MAX = 999;
    private static final String FORMAT = "vote/v1";
    private static final Bytes LABEL = Bytes.utf8("comity/vote/v1\0");
    private static final Bytes JUSTIFICATION_LABEL = Bytes.utf8("comity/justification/v1\0");

    /**
     * What a member key signs.
     *
     * @param parent the charter in force
     * @param round 0 at first; a later one when everything before it is dead
     * @param proposal its name
     * @param charter SHA-256 of the text that it proposes
     * @param justification {@link Vote#digest} of the names of earlier votes
     */
    public record Cast(Hash parent, int round, Hash proposal, Hash charter, Hash justification) {
        public Cast {
            if (round < 0 || round > ROUND_MAX) {
                throw new IllegalArgumentException("a round is 0 to 999");
            }
        }

        /** Begins as no other text does that a member key signs. */
        public String signedText() {
            return "comity vote v1\nparent "
                    + parent.hex()
                    + "\nround "
                    + round
                    + "\nproposal "
                    + proposal.hex()
                    + "\ncharter "
                    + charter.hex()
                    + "\njustification "
                    + justification.hex()
                    + "\n";
        }
    }

    public Vote {
        justification = justification.stream().sorted().distinct().toList();
        if (justification.size() > JUSTIFICATION_MAX
                || signature.length() != Proposal.SIGNATURE_BYTES
                || !digest(justification).equals(cast.justification())) {
            throw new IllegalArgumentException("justification or signature out of bounds");
        }
    }

    /** One hash for the names of any number of votes; they are sorted first. */
    public static Hash digest(List<Hash> votes) {
        ByteBuffer all = ByteBuffer.allocate(Hash.LENGTH * votes.size());
        votes.stream().sorted().forEach(it -> it.write(all));
        return Hash.digest(JUSTIFICATION_LABEL.array(), all.array());
    }

    /** Its name in justifications. */
    public Hash hash() {
        return Hash.digest(LABEL.array(), json().array());
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("charter", cast.charter().hex())
                .with(
                        "justification",
                        Json.Array.ofTexts(justification.stream().map(Hash::hex).toList()))
                .with("parent", cast.parent().hex())
                .with("proposal", cast.proposal().hex())
                .with("round", cast.round())
                .with("signature", signature.base64())
                .canonical();
    }

    public static Checked<Vote> parse(Bytes json) {
        return ControlText.parse(
                        json,
                        FORMAT,
                        List.of(
                                "charter",
                                "comity",
                                "justification",
                                "parent",
                                "proposal",
                                "round",
                                "signature"))
                .then(Vote::read);
    }

    private static Checked<Vote> read(Json.Members members) {
        long round = members.whole("round").orElse(-1L);
        if (round < 0 || round > ROUND_MAX) {
            return Checked.refused("a round is 0 to 999", "/round");
        }
        Optional<Bytes> signature = members.at("signature").flatMap(Proposal::signature);
        if (signature.isEmpty()) {
            return Checked.refused("not a signature of 64 bytes in base64", "/signature");
        }
        if (!(members.byName().get("justification") instanceof Json.Array(List<Json> elements))
                || elements.size() > JUSTIFICATION_MAX) {
            return Checked.refused("not at most 4096 votes", "/justification");
        }
        var justification = new ArrayList<Hash>();
        for (Json element : elements) {
            if (!(ControlText.hash(element) instanceof Checked.Good<Hash>(Hash vote))
                    || (!justification.isEmpty() && justification.getLast().compareTo(vote) >= 0)) {
                return Checked.refused(
                        "votes are not lower-case hexadecimal, sorted, each once",
                        "/justification/" + justification.size());
            }
            justification.add(vote);
        }
        return hash(members, "parent")
                .then(parent ->
                        hash(members, "proposal")
                                .then(proposal ->
                                        hash(members, "charter")
                                                .map(charter ->
                                                        new Cast(
                                                                parent,
                                                                (int) round,
                                                                proposal,
                                                                charter,
                                                                digest(justification)))))
                .map(cast -> new Vote(cast, justification, signature.get()));
    }

    private static Checked<Hash> hash(Json.Members members, String name) {
        return ControlText.hash(members.at(name).orElse(new Json.Null())).in("/" + name);
    }
}
