package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.Observables;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import tools.jackson.databind.node.ObjectNode;

/**
 * Erases by value: the own statements that claim it, or hold it as a text of its own, go; then all
 * rows are read, and where it stands all the same is told, part of a longer text included. Erasing
 * what holds it as such a part only is left to whoever asks: 192.0.2.1 stands in 192.0.2.10 too.
 */
final class ErasingValue {
    /** Places of one sort that are told one by one. */
    private static final int TOLD_MAX = 100;

    private static final Map<Bytes, String> SORTS =
            Map.of(
                    RowKeys.WANTED, "wanted (comity want --undo)",
                    RowKeys.WATCHES, "a watch (comity watch list)",
                    RowKeys.EVIDENCE, "raw evidence, until it is as old as it is kept",
                    RowKeys.MET, "what was wrong or right of late, for 90 days",
                    RowKeys.VIEWS, "what is worked out from statements",
                    RowKeys.LIST_CHANGES, "last changes on the lists",
                    RowKeys.NOTICES, "a notice to a network (comity notice list)",
                    RowKeys.NOTICE_MAIL, "the mail of a notice to a network",
                    RowKeys.COLLECTED, "a TAXII collection");

    private final Desk desk;
    private final Said said;
    private final Subject subject;
    private final Set<String> spellings = new TreeSet<>();

    ErasingValue(Desk desk, Said said, String value) {
        this.desk = desk;
        this.said = said;
        this.subject = Refusal.orRefuse(Observables.recognise(value).in(value));
        spellings.add(value.strip());
        spellings.add(subject.value());
    }

    ObjectNode run(String reason) throws IOException {
        var held = new TreeSet<StatementId>();
        desk.index()
                .scan(
                        subject,
                        it -> {
                            if (it.member().equals(desk.self())) {
                                held.add(it.statement());
                            }
                            return true;
                        });
        List<Bytes> whole = needles(List.of("\"%s\"", "'%s'"));
        desk.store()
                .scan(
                        RowKeys.PAYLOADS,
                        (key, payload) -> {
                            StatementId id = statement(key);
                            if (isOwn(id) && holds(payload, whole)) {
                                held.add(id);
                            }
                            return true;
                        });
        var erased = new ArrayList<StatementId>();
        for (StatementId id : held) {
            // Votes and what they rest on stay; what is here no more need not go again.
            if (desk.store().value(RowKeys.payload(id)).isPresent()
                    && desk.logs().leaf(id).filter(it -> it.kind().mayBeErased()).isPresent()) {
                erased.add(id);
            }
        }
        List<StatementId> asked = erased.isEmpty() ? List.of() : said.erase(erased, reason);
        if (erased.isEmpty()) {
            // What was taken back since, such as a watch, may have bytes in the files.
            var _ = desk.shredding().finish();
        }
        ObjectNode answer = Json.object().put("value", subject.key());
        answer.set("erased", Json.array(erased));
        answer.set("statements", Json.array(asked));
        ObjectNode still = answer.putObject("still");
        still().forEach((sort, places) -> still.set(sort, Json.array(places)));
        return answer;
    }

    private boolean isOwn(StatementId id) {
        return desk.ledger().heads().isOwn(id.origin());
    }

    private static StatementId statement(Bytes key) {
        return RowKeys.statementAt(key.slice(RowKeys.PAYLOADS.length(), key.length()));
    }

    /** In UTF-8, as JSON spells them. */
    private List<Bytes> needles(List<String> forms) {
        var needles = new ArrayList<Bytes>();
        for (String spelling : spellings) {
            String json = new org.comity.statement.Json.Text(spelling).canonical().utf8();
            String inside = json.substring(1, json.length() - 1);
            forms.forEach(it -> needles.add(Bytes.utf8(it.replace("%s", inside))));
        }
        return needles;
    }

    private Map<String, List<String>> still() throws IOException {
        var still = new TreeMap<String, List<String>>();
        List<Bytes> parts = needles(List.of("%s"));
        for (Bytes table : RowKeys.TABLES) {
            desk.store()
                    .scan(
                            table,
                            (key, row) -> {
                                if (holds(key, parts) || holds(row, parts)) {
                                    tell(still, table, key);
                                }
                                return true;
                            });
        }
        String settings = Files.readString(Desk.configFile(desk.data()));
        if (spellings.stream().anyMatch(settings::contains)) {
            still.put("the configuration", List.of());
        }
        return still;
    }

    private void tell(Map<String, List<String>> still, Bytes table, Bytes key) {
        String sort = SORTS.getOrDefault(table, "rows of " + table.utf8());
        String place = "";
        if (table.equals(RowKeys.PAYLOADS)) {
            StatementId id = statement(key);
            sort = isOwn(id) ? "own statements" : "statements of others";
            place = id.toString();
        } else if (table.equals(RowKeys.WATCHES)) {
            place = key.slice(table.length(), key.length()).utf8();
        }
        List<String> places = still.computeIfAbsent(sort, _ -> new ArrayList<>());
        if (!place.isEmpty() && places.size() < TOLD_MAX) {
            places.add(place);
        }
    }

    private static boolean holds(Bytes in, List<Bytes> needles) {
        byte[] bytes = in.array();
        return needles.stream().anyMatch(it -> holds(bytes, it.array()));
    }

    private static boolean holds(byte[] in, byte[] needle) {
        for (int at = 0; at <= in.length - needle.length; at++) {
            int same = 0;
            while (same < needle.length && in[at + same] == needle[same]) {
                same++;
            }
            if (same == needle.length) {
                return true;
            }
        }
        return false;
    }
}
