package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payload of {@link StatementKind#ROTATION}: a member's new keys, signed by its old and its new
 * member key. They hold from the charter on that lists them. docs/formats/amendment.md.
 *
 * @param wanted what both keys signed
 * @param byOld of the member key that the charter in force lists
 * @param byNew of the member key that is to follow; the same as byOld where it stays
 */
public record Rotation(Wanted wanted, Bytes byOld, Bytes byNew) {
    private static final String FORMAT = "rotation/v1";
    private static final int KEY_LENGTH_MAX = 256;

    /**
     * New keys, as a charter spells them.
     *
     * @param parent the charter in force
     * @param keys member-key, node-key, witness-key and seal, in this order
     */
    public record Wanted(Hash parent, MemberId member, List<String> keys) {
        public Wanted {
            keys = List.copyOf(keys);
            if (!areKeys(keys)) {
                throw new IllegalArgumentException("four keys as a charter spells them");
            }
        }

        static boolean areKeys(List<String> keys) {
            return keys.size() == 4
                    && keys.stream()
                            .allMatch(it ->
                                    !it.isEmpty()
                                            && it.length() <= KEY_LENGTH_MAX
                                            && it.chars().allMatch(c -> c > ' ' && c < 0x7f));
        }

        /** Begins as no other text does that a member key signs. */
        public String signedText() {
            return "comity rotation v1\nparent "
                    + parent.hex()
                    + "\nmember "
                    + member
                    + "\n"
                    + String.join("\n", keys)
                    + "\n";
        }
    }

    public Rotation {
        if (byOld.length() != Proposal.SIGNATURE_BYTES
                || byNew.length() != Proposal.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes");
        }
    }

    public Bytes json() {
        return ControlText.of(FORMAT)
                .with("keys", Json.Array.ofTexts(wanted.keys()))
                .with("member", wanted.member().name())
                .with("new", byNew.base64())
                .with("old", byOld.base64())
                .with("parent", wanted.parent().hex())
                .canonical();
    }

    public static Checked<Rotation> parse(Bytes json) {
        return ControlText.parse(
                        json, FORMAT, List.of("comity", "keys", "member", "new", "old", "parent"))
                .then(Rotation::read);
    }

    private static Checked<Rotation> read(Json.Members members) {
        Optional<Bytes> byOld = members.at("old").flatMap(Proposal::signature);
        Optional<Bytes> byNew = members.at("new").flatMap(Proposal::signature);
        if (byOld.isEmpty() || byNew.isEmpty()) {
            return Checked.refused("not a signature of 64 bytes in base64", "/old");
        }
        if (!(members.byName().get("keys") instanceof Json.Array(List<Json> elements))) {
            return Checked.refused("not four keys", "/keys");
        }
        List<String> keys =
                elements.stream()
                        .map(it -> it instanceof Json.Text(String key) ? key : "")
                        .toList();
        Optional<MemberId> member =
                members.text("member").flatMap(it -> MemberId.parse(it).optional());
        if (!Wanted.areKeys(keys) || member.isEmpty()) {
            return Checked.refused("not four keys of a member", "/keys");
        }
        return ControlText.hash(members.at("parent").orElse(new Json.Null()))
                .in("/parent")
                .map(parent ->
                        new Rotation(
                                new Wanted(parent, member.get(), keys), byOld.get(), byNew.get()));
    }
}
