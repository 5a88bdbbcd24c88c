package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.charter.Charter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where this node stands, as its member sees it: logs, peers, lists, what waits for whom. */
final class StatusShown {
    private final Desk desk;

    StatusShown(Desk desk) {
        this.desk = desk;
    }

    private ObjectNode lists() {
        var listed = new TreeMap<String, Integer>();
        for (ServedList list : desk.listBook().kept()) {
            listed.put(list.of().name(), list.listings().count());
        }
        ObjectNode lists = Json.object();
        listed.forEach(lists::put);
        return lists;
    }

    private static ObjectNode compared(Node.Live live) {
        ObjectNode compared = Json.object();
        live.comparison()
                .results()
                .forEach((member, outcome) -> compared.set(member.name(), json(outcome)));
        return compared;
    }

    static ObjectNode json(Comparing.Outcome outcome) {
        return switch (outcome) {
            case Comparing.Outcome.Same(long second, long listed) ->
                    Json.object()
                            .put("outcome", "same")
                            .put("at", Instant.ofEpochSecond(second).toString())
                            .put("listed", listed);
            case Comparing.Outcome.NotComparable(String why) ->
                    Json.object().put("outcome", "not comparable").put("why", why);
            case Comparing.Outcome.Differs(String what, List<String> subjects) -> {
                ObjectNode answer = Json.object().put("outcome", "differs").put("why", what);
                answer.set("subjects", Json.array(subjects));
                yield answer;
            }
        };
    }

    private ArrayNode members(Charter charter, Optional<Node.Live> live) {
        ArrayNode members = Json.object().putArray("members");
        for (var member : charter.members()) {
            // A charter may be in force a moment before the logs of its new members are opened.
            Optional<Log> log = desk.logs().log(member.logOrigin());
            members.addObject()
                    .put("member", member.id().name())
                    .put("country", member.country().code())
                    .put("sector", member.sector().word())
                    .put("url", member.url())
                    .put("size", log.map(it -> it.tree().size()).orElse(0L))
                    .put("cosigned_size", log.map(Log::cosignedSize).orElse(0L))
                    .put("halted", log.filter(it -> it.haltedFrom() != Long.MAX_VALUE).isPresent())
                    .put("trouble", live.map(it -> it.trouble(member.logOrigin())).orElse(""));
        }
        return members;
    }

    /** Where this node stands: logs, peers, lists, what waits for whom. */
    JsonNode status(Optional<Node.Live> live, Joiner joiner) throws IOException {
        var charter = desk.charters().charter();
        ObjectNode status = Json.object();
        status.put("running", live.isPresent());
        whoAndBy(status, charter);
        status.set("members", members(charter, live));
        status.set("faults", FaultsShown.all(desk));
        status.set(
                "witnesses",
                WitnessStatus.json(desk, live.map(Node.Live::witnesses).orElse(List.of())));
        live.ifPresent(it -> status.set("communiques_compared", compared(it)));
        status.set("lists", lists());
        status.set("disk", DiskBudget.json(desk));
        status.set("lists_amiss", Json.array(ListGroups.words(desk)));
        live.ifPresent(it -> status.put("dns_port", it.dnsPort()));
        status.put("http", desk.config().http().url());
        status.put("zone", desk.config().dns().zone());
        whatWaits(status, joiner);
        return status;
    }

    private void whoAndBy(ObjectNode status, Charter charter) {
        status.put("member", desk.self().name());
        status.put("data", desk.data().toString());
        status.put("exchange", charter.exchange());
        status.set("own_log", desk.ledger().heads().history().json());
        status.set("may_lack", desk.ledger().heads().unheard().json(desk.logs()));
        status.put("epoch", charter.epoch());
        status.put("charter", charter.hash().hex());
        status.put("guard_set", desk.guards().hash().hex());
        status.put("guards_as_charter", desk.guards().hash().equals(charter.guardSet()));
    }

    private void whatWaits(ObjectNode status, Joiner joiner) throws IOException {
        status.put("waits_to_join", joiner.isWaiting());
        status.set("erasures", desk.logs().erasures().json(desk.charters().others()));
        status.set("to_vote_on", new Unvoted(desk).json());
        status.set("requests_waiting", new RequestsShown(desk).waiting());
        status.set("founding_anew", new Refounder(desk).show());
        desk.charters()
                .draft()
                .ifPresent(draft ->
                        status.set(
                                "charter_waits_for",
                                Json.array(draft.charter().missingSignatures(draft.note()))));
        desk.charters()
                .newcomer()
                .ifPresent(member ->
                        status.putObject("newcomer")
                                .put("member", member.id().name())
                                .put("country", member.country().code())
                                .put("url", member.url()));
    }
}
