package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Receipt;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TlogProof;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Receipts: made from the logs here, checked with nothing but a charter. */
final class Receipts {
    private Receipts() {}

    /**
     * Under the newest checkpoint that the quorum cosigned, if it covers the statement; else the
     * newest.
     */
    static Receipt make(Desk desk, StatementId id, boolean withPayload) throws IOException {
        Log log =
                desk.logs()
                        .log(id.origin())
                        .orElseThrow(() -> new Refusal("no such log here", id.origin()));
        Leaf leaf =
                desk.logs()
                        .leaf(id)
                        .orElseThrow(() -> new Refusal("no such statement", id.toString()));
        Optional<Bytes> row = desk.store().value(RowKeys.cosigned(id.origin()));
        Note checkpoint = log.checkpoint().orElseThrow(() -> new Refusal("nothing signed yet", ""));
        if (id.index() < log.cosignedSize() && row.isPresent()) {
            checkpoint = Note.parse(row.get()).orThrow();
        }
        long size = Checkpoint.parse(checkpoint.text()).orThrow().head().size();
        Optional<Payload> payload =
                withPayload
                        ? desk.store()
                                .value(RowKeys.payload(id))
                                .map(it -> Payload.parse(it).orThrow())
                        : Optional.empty();
        var proof =
                new TlogProof(Bytes.EMPTY, log.tree().proveInclusion(id.index(), size), checkpoint);
        return new Receipt(leaf, payload, proof);
    }

    /**
     * What a good receipt shows, for people and programs; a bad one is refused with what is wrong.
     */
    static JsonNode verify(Bytes receipt, Charter charter) {
        Receipt.Shown shown =
                Refusal.orRefuse(Receipt.parse(receipt).then(it -> it.verify(charter)));
        ObjectNode answer =
                Json.object()
                        .put("valid", true)
                        .put("statement", shown.id().toString())
                        .put("member", shown.author().name())
                        .put("kind", shown.leaf().kind().name().toLowerCase(java.util.Locale.ROOT))
                        .put("marking", shown.leaf().tlp().word())
                        .put(
                                "declared",
                                Instant.ofEpochSecond(shown.leaf().declaredSecond()).toString())
                        .put(
                                "witnessed",
                                shown.witnessed().quorum() ? "quorum" : witnessWord(shown));
        answer.set("witnesses", Json.array(new TreeSet<>(shown.witnessed().by())));
        answer.put("charter", charter.hash().hex()).put("epoch", charter.epoch());
        shown.payload().ifPresent(payload -> answer.set("claims", claims(shown, payload)));
        return answer;
    }

    /** Who cosigned, in one phrase for people. */
    static String witnesses(JsonNode shown) {
        var names = new StringJoiner(", ");
        shown.path("witnesses").forEach(it -> names.add(it.asString()));
        return switch (shown.path("witnessed").asString()) {
            case "quorum" -> "witnessed by the quorum: " + names;
            case "below quorum" -> "witnessed, but by fewer than the quorum: " + names;
            default -> "unwitnessed";
        };
    }

    private static String witnessWord(Receipt.Shown shown) {
        return shown.witnessed().by().isEmpty() ? "unwitnessed" : "below quorum";
    }

    private static JsonNode claims(Receipt.Shown shown, Payload payload) {
        var claims = Json.array();
        if (shown.leaf().kind() == StatementKind.BUNDLE
                && Bundles.read(payload.json())
                        instanceof
                        Checked.Good<java.util.List<Claim>>(java.util.List<Claim> said)) {
            for (Claim claim : said) {
                claims.addObject()
                        .put("subject", claim.subject().key())
                        .put("says", claim.stance().word())
                        .put("class", claim.abuse().word())
                        .put("basis", claim.grounds().basis().word())
                        .put("revoked", claim.revoked());
            }
        }
        return claims;
    }
}
