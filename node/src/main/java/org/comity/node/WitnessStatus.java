package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.comity.charter.Charter;
import org.comity.charter.WitnessQuorum;
import org.comity.exchange.WitnessRound.Standing;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How far each witness has cosigned the own log, and what the quorum lacks for its newest part. */
final class WitnessStatus {
    private WitnessStatus() {}

    /**
     * @param running what a running node knows of each; after a start it is what the last quorum
     *     shows
     */
    static ObjectNode json(Desk desk, List<Standing> running) throws IOException {
        Charter charter = desk.charters().charter();
        Log own = desk.logs().own();
        var standings = new TreeMap<MemberId, Standing>();
        WitnessQuorum.witnesses(charter, desk.self())
                .forEach(it -> standings.put(it.id(), new Standing(it.id(), 0, 0, "")));
        Optional<Bytes> quorum = desk.store().value(RowKeys.cosigned(own.origin()));
        if (quorum.isPresent()) {
            Note note = Note.parse(quorum.get()).orThrow();
            long size = Checkpoint.parse(note.text()).orThrow().head().size();
            desk.logs()
                    .witnesses()
                    .times(desk.self(), note)
                    .forEach((id, second) ->
                            standings.replace(id, new Standing(id, size, second, "")));
        }
        for (Standing one : running) {
            standings.computeIfPresent(one.witness(), (_, known) -> newer(known, one));
        }
        Set<MemberId> ahead =
                standings.values().stream()
                        .filter(it -> it.size() > own.cosignedSize())
                        .map(Standing::witness)
                        .collect(Collectors.toSet());
        boolean whole = own.cosignedSize() >= own.tree().size();
        WitnessQuorum.Missing missing =
                whole
                        ? new WitnessQuorum.Missing(0, 0)
                        : WitnessQuorum.missing(charter, desk.self(), ahead);
        ObjectNode answer =
                Json.object()
                        .put("missing_witnesses", missing.witnesses())
                        .put("missing_countries", missing.countries());
        ArrayNode each = answer.putArray("each");
        standings.values().forEach(it -> each.add(json(it)));
        return answer;
    }

    private static Standing newer(Standing known, Standing running) {
        return running.size() >= known.size()
                ? running
                : new Standing(known.witness(), known.size(), known.atSecond(), running.trouble());
    }

    private static ObjectNode json(Standing standing) {
        return Json.object()
                .put("member", standing.witness().name())
                .put("cosigned_size", standing.size())
                .put(
                        "at",
                        standing.atSecond() == 0
                                ? ""
                                : Instant.ofEpochSecond(standing.atSecond()).toString())
                .put("trouble", standing.trouble());
    }

    static void words(JsonNode status, PrintWriter out) {
        for (JsonNode one : status.path("each")) {
            String at = one.path("at").asString();
            String trouble = one.path("trouble").asString();
            out.printf(
                    "  witness %-16s %s%s%n",
                    one.path("member").asString(),
                    at.isEmpty()
                            ? "has cosigned nothing yet"
                            : "cosigned " + one.path("cosigned_size").asLong() + " at " + at,
                    trouble.isEmpty() ? "" : ", " + trouble);
        }
        int witnesses = status.path("missing_witnesses").asInt();
        int countries = status.path("missing_countries").asInt();
        if (witnesses > 0 || countries > 0) {
            out.printf(
                    "  For the newest statements the quorum lacks %d witnesses and %d countries.%n",
                    witnesses, countries);
        }
    }
}
