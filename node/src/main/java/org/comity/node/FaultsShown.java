package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.CharterHistory;
import org.comity.charter.WitnessQuorum;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Logs that were shown in two forms, for a program and in words. */
final class FaultsShown {
    private FaultsShown() {}

    /** What the commands ask for. */
    static JsonNode run(Desk desk, String name, JsonNode with) throws IOException {
        if (name.equals("fault-list")) {
            ObjectNode answer = Json.object();
            answer.set("faults", all(desk));
            answer.set("said_twice", SaidTwice.all(desk));
            return answer;
        }
        String statement = with.path("statement").asString("");
        StatementId id = Refusal.orRefuse(StatementId.parse(statement).in("statement"));
        return Json.object().put("proof", proof(desk, id));
    }

    /** Of every log the faults that members stated, the earliest first, and where it ends. */
    static ArrayNode all(Desk desk) {
        ArrayNode faults = Json.object().putArray("faults");
        for (Log log : desk.logs().all()) {
            for (Faults.Heard heard : desk.logs().faults().of(log)) {
                faults.add(one(log, heard, desk.charters().charter()));
            }
        }
        return faults;
    }

    private static ObjectNode one(Log log, Faults.Heard heard, Charter charter) {
        ObjectNode shown = of(log.author(), heard.shown().proof(), charter);
        shown.put("statement", heard.statement().toString());
        shown.put("found_by", heard.by().name());
        shown.put("stated", Instant.ofEpochSecond(heard.second()).toString());
        shown.put("key_replaced", !heard.shown().key().equals(log.key()));
        String end = log.isMain() ? "void_from" : "taken_to";
        log.standing().ifPresent(it -> shown.put(end, it.head().size()));
        log.parties().ifPresent(it -> shown.set("told_to", Json.array(List.copyOf(it.members()))));
        return shown;
    }

    private static ObjectNode of(MemberId member, ForkProof proof, Charter charter) {
        ObjectNode shown = Json.object();
        shown.put("member", member.name());
        shown.put("log", proof.origin());
        shown.set("one", side(member, proof.older(), proof.olderHead(), charter));
        shown.set("other", side(member, proof.newer(), proof.newerHead(), charter));
        return shown;
    }

    private static ObjectNode side(MemberId owner, Note note, TreeHead head, Charter charter) {
        Set<MemberId> by = WitnessQuorum.cosigners(charter, owner, note);
        ObjectNode side = Json.object();
        side.put("size", head.size());
        side.put("root", head.root().base64());
        side.put("quorum", WitnessQuorum.isMet(charter, owner, by));
        side.set("cosigned_by", Json.array(List.copyOf(new TreeSet<>(by))));
        return side;
    }

    /** The proof in a statement, as a file that anybody can check. */
    private static String proof(Desk desk, StatementId id) {
        return desk.logs().all().stream()
                .flatMap(it -> desk.logs().faults().of(it).stream())
                .filter(it -> it.statement().equals(id))
                .findFirst()
                .map(it -> it.shown().proof().bytes().utf8())
                .orElseThrow(() -> new Refusal("no proved fault; see: comity fault list", id + ""));
    }

    /** Checked with nothing but charters; the key must be one that some of them list. */
    static JsonNode verified(Bytes file, CharterHistory history) {
        ForkProof proof = Refusal.orRefuse(ForkProof.parse(file).in("proof"));
        LogName name = Refusal.orRefuse(LogName.parseOrigin(proof.origin()));
        for (Charter charter : history.charters().reversed()) {
            Optional<VerifierKey> key = charter.member(name.owner()).map(name::keyOf);
            if (key.isPresent() && proof.signedBy(List.of(key.get())).optional().isPresent()) {
                return of(name.owner(), proof, charter);
            }
        }
        throw new Refusal(
                "not both checkpoints are signed with a key that these charters list",
                proof.origin());
    }

    /** In words: who, which sizes, when, who found it, and what follows. */
    static void words(JsonNode fault, PrintWriter out) {
        out.printf(
                "%s signed two forms of its log%s: one of size %d%s, one of size %d%s%n",
                fault.path("member").asString(),
                isOfFew(fault) ? " for " + readers(fault) : "",
                fault.path("one").path("size").asLong(),
                cosigned(fault.path("one")),
                fault.path("other").path("size").asLong(),
                cosigned(fault.path("other")));
        if (fault.has("statement")) {
            out.printf(
                    "  found by %s, stated %s (%s)%n",
                    fault.path("found_by").asString(),
                    fault.path("stated").asString(),
                    fault.path("statement").asString());
            out.println("  " + follows(fault));
        }
    }

    private static boolean isOfFew(JsonNode fault) {
        return !fault.path("log").asString().endsWith("/log");
    }

    /** Of a file that is checked nobody knows more than that they are named members. */
    private static String readers(JsonNode fault) {
        var others = new ArrayList<String>();
        fault.path("told_to").forEach(it -> others.add(it.asString()));
        others.remove(fault.path("member").asString());
        return others.isEmpty() ? "named members" : String.join(", ", others);
    }

    private static String follows(JsonNode fault) {
        if (fault.has("taken_to")) {
            return "Of this log, which only these members know of, the first "
                    + fault.path("taken_to").asLong()
                    + " statements stay here and nothing more is taken; others may hold others.";
        }
        if (fault.has("void_from")) {
            return "What its log says from index "
                    + fault.path("void_from").asLong()
                    + " on is void, until the members replace its key.";
        }
        return fault.path("key_replaced").asBoolean()
                ? "Its key was replaced since; the log goes on."
                : "Nothing follows.";
    }

    private static String cosigned(JsonNode side) {
        int count = side.path("cosigned_by").size();
        return side.path("quorum").asBoolean()
                ? " (cosigned by a quorum)"
                : count == 0 ? "" : " (cosigned by " + count + ")";
    }
}
