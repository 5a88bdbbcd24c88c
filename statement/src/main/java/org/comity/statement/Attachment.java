package org.comity.statement;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * A file that goes with what a member says to named members: a bundle of a STIX {@code file} object
 * and the {@code artifact} with its bytes. It claims nothing. docs/formats/request.md.
 *
 * @param name as its sender calls it: shown, and never used as a path
 */
public record Attachment(String name, Bytes content) {
    /** In base64 it has to fit into a payload, with the two objects around it. */
    public static final int BYTES_MAX = 750_000;

    public static final int NAME_LENGTH_MAX = 128;

    public Attachment {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX || !isShown(name)) {
            throw new IllegalArgumentException("a file name has 1 to 128 visible characters");
        }
        if (content.length() == 0 || content.length() > BYTES_MAX) {
            throw new IllegalArgumentException("an attachment has 1 to 750,000 bytes");
        }
    }

    /** Letters that move or hide others are not shown. */
    private static boolean isShown(String text) {
        return text.codePoints()
                .noneMatch(it ->
                        switch (Character.getType(it)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.SURROGATE,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR ->
                                    true;
                            default -> false;
                        });
    }

    public Hash sha256() {
        return Hash.digest(content.array());
    }

    /** The bundle, marked, as canonical JSON. */
    public Bytes json(Marking marking, RandomGenerator random) {
        Json.Array refs = Json.Array.ofTexts(List.copyOf(Markings.references(marking)));
        Json.Members hashes = Json.Members.NONE.with("SHA-256", sha256().hex());
        Json.Members artifact =
                StixObservables.object(
                                "artifact",
                                Json.Members.NONE
                                        .with("hashes", hashes)
                                        .with("payload_bin", base64()))
                        .with("object_marking_refs", refs);
        Json.Members file =
                StixObservables.object(
                                "file", Json.Members.NONE.with("hashes", hashes).with("name", name))
                        .with("size", content.length())
                        .with("content_ref", artifact.text("id").orElseThrow())
                        .with("object_marking_refs", refs);
        return Json.Members.NONE
                .with("type", "bundle")
                .with("id", StixIds.random("bundle", random))
                .with("objects", new Json.Array(List.of(file, artifact)))
                .canonical();
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(content.array());
    }

    /** The one attachment of a bundle; refused where there is none, or its hash is another's. */
    public static Checked<Attachment> parse(Bytes json) {
        return Json.parseMembers(json).then(Attachment::read);
    }

    private static Checked<Attachment> read(Json.Members bundle) {
        var files = new ArrayList<Json.Members>();
        var artifacts = new ArrayList<Json.Members>();
        if (bundle.at("objects").orElse(new Json.Null()) instanceof Json.Array(List<Json> all)) {
            for (Json one : all) {
                if (one instanceof Json.Members object) {
                    String type = object.text("type").orElse("");
                    (type.equals("file") ? files : artifacts).add(object);
                }
            }
        }
        if (files.size() != 1
                || artifacts.size() != 1
                || artifacts.getFirst().text("payload_bin").isEmpty()) {
            return Checked.refused("not one file with its artifact", "/objects");
        }
        String content = artifacts.getFirst().text("payload_bin").get();
        String name = files.getFirst().text("name").orElse("");
        try {
            var read = new Attachment(name, Bytes.of(Base64.getDecoder().decode(content)));
            return hash(files.getFirst()).equals(read.sha256().hex())
                    ? Checked.good(read)
                    : Checked.refused("another file than its hash says", "/objects");
        } catch (IllegalArgumentException outOfBounds) {
            return Checked.refused("not base64 or out of bounds", "/objects");
        }
    }

    private static String hash(Json.Members file) {
        return file.at("hashes").orElse(new Json.Null()) instanceof Json.Members hashes
                ? hashes.text("SHA-256").orElse("")
                : "";
    }
}
