package org.comity.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.comity.statement.GuardSet;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;
import org.comity.views.Trace;
import org.comity.views.TraceFiles;
import org.comity.views.Traced;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Traces as a person asks for them: from some values, or from some to others. */
final class Tracing {
    private static final int PATHS_MAX = 3;

    private final Desk desk;
    private final Trace.Sight sight;

    /** What the viewer may see stands in the sight. */
    Tracing(Desk desk, Trace.Sight sight) {
        this.desk = desk;
        this.sight = sight;
    }

    /** The same at a time, or counting steps only. */
    static Trace.Sight sight(Trace.Sight whole, JsonNode with) {
        return new Trace.Sight(
                whole.visible(),
                with.path("at").asLong(whole.atSecond()),
                whole.common(),
                !with.path("through_hubs").asBoolean());
    }

    /** Top sites, resolvers, shared hosting: whatever a warning list or suffix stands for. */
    static boolean isCommon(Subject subject, GuardSet guards) {
        return guards.find(subject).guard() != GuardSet.Guard.NONE;
    }

    JsonNode run(JsonNode with) {
        List<Subject> from = subjects(with.path("values"));
        List<Subject> to = subjects(with.path("to"));
        boolean isPath = !to.isEmpty();
        int hops = with.path("hops").asInt(isPath ? Trace.Bounds.HOPS_MAX : 2);
        if (hops < 1 || hops > Trace.Bounds.HOPS_MAX) {
            throw new Refusal("a trace has 1 to 8 hops", "--hops " + hops);
        }
        var trace = new Trace(desk.graph(), sight, Trace.Bounds.USUAL.withHops(hops));
        List<Traced> traces =
                isPath
                        ? trace.between(from, to, PATHS_MAX)
                        : from.stream().map(trace::from).toList();
        ObjectNode answer = Json.object();
        answer.put("text", text(traces, isPath));
        switch (with.path("format").asString("")) {
            case "svg" -> answer.put("file", TraceFiles.svg(traces));
            case "graphml" -> answer.put("file", TraceFiles.graphMl(traces));
            case "stix" -> answer.put("file", TraceFiles.stix(traces, desk.nowSecond()));
            default -> {
                ArrayNode all = answer.putArray("traces");
                traces.forEach(it -> all.add(json(it)));
                from.forEach(it -> answer.withArray("holders").addAll(holders(it)));
            }
        }
        return answer;
    }

    private static List<Subject> subjects(JsonNode values) {
        var subjects = new TreeSet<Subject>();
        for (JsonNode value : values) {
            subjects.add(
                    Refusal.orRefuse(Observables.recognise(value.asString()).in(value.asString())));
        }
        return List.copyOf(subjects);
    }

    private String text(List<Traced> traces, boolean isPath) {
        var out = new StringBuilder();
        for (Traced traced : traces) {
            out.append(out.isEmpty() ? "" : "\n");
            if (isPath && traced.steps().isEmpty()) {
                out.append("no path within the hops");
                out.append(traced.cutShort() ? "; the budget of rows was used up\n" : "\n");
            } else {
                out.append(traced.text());
            }
            if (!isPath) {
                out.append(holderWords(traced.start()));
            }
        }
        return out.toString();
    }

    private String holderWords(Subject subject) {
        List<String> names =
                desk.index().firstOfEachLog(subject, sight.visible()).stream()
                        .map(it -> it.member().name() + " since " + day(it))
                        .toList();
        return names.isEmpty() ? "" : "evidence held by: " + String.join(", ", names) + "\n";
    }

    private static String day(Entry entry) {
        return since(entry).substring(0, 10);
    }

    private static String since(Entry entry) {
        return Instant.ofEpochSecond(entry.claim().validity().fromSecond()).toString();
    }

    private List<JsonNode> holders(Subject subject) {
        SubjectIndex index = desk.index();
        var holders = new ArrayList<JsonNode>();
        for (Entry first : index.firstOfEachLog(subject, sight.visible())) {
            holders.add(
                    Json.object()
                            .put("subject", subject.key())
                            .put("member", first.member().name())
                            .put("first", first.statement().toString())
                            .put("since", since(first)));
        }
        return holders;
    }

    private static JsonNode json(Traced traced) {
        ObjectNode answer = Json.object().put("start", traced.start().key());
        answer.put("marking", traced.marking().tlp().word());
        answer.put("cut_short", traced.cutShort());
        answer.put("reached", traced.reached());
        ArrayNode hubs = answer.putArray("hubs");
        for (Traced.Hub hub : traced.hubs()) {
            hubs.addObject()
                    .put("subject", hub.subject().key())
                    .put("evidence", hub.evidence())
                    .put("or_more", hub.orMore());
        }
        ArrayNode steps = answer.putArray("steps");
        traced.steps().forEach(it -> steps.add(json(it)));
        return answer;
    }

    private static ObjectNode json(Traced.Step step) {
        ObjectNode one =
                Json.object()
                        .put("depth", step.depth())
                        .put("from", step.from().key())
                        .put("to", step.to().key())
                        .put("evidence_count", step.evidenceCount())
                        .put("first", time(step.span().firstSecond()))
                        .put("last", time(step.span().lastSecond()));
        one.set("members", Json.array(step.members()));
        ArrayNode evidence = one.putArray("evidence");
        for (Traced.Evidence piece : step.evidence()) {
            evidence.addObject()
                    .put("root", piece.root().hex())
                    .put("near", piece.near().statement().toString())
                    .put("near_role", piece.near().role().word())
                    .put("far", piece.far().statement().toString())
                    .put("far_role", piece.far().role().word());
        }
        return one;
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }
}
