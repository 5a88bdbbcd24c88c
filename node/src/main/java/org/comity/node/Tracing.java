package org.comity.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.statement.GuardSet;
import org.comity.statement.Observables;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.value.Checked;
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
    private static final long EACH_MILLIS = 1_000;
    private static final int PATHS_USUAL = 3;
    private static final int PATHS_MAX = 100;

    /** Values, and things of one name, from which one question is followed. */
    static final int STARTS_MAX = 100;

    /** Steps that one answer shows of all its traces together; each is some hundred bytes. */
    static final int STEPS_MAX = 10_000;

    /** A family of malware or an actor has thousands of links. */
    private static final int NAMED_ROWS_MAX = 200_000;

    private final Desk desk;
    private final Trace.Sight sight;
    private final Trace.Pulse pulse;

    /** What the viewer may see stands in the sight. */
    Tracing(Desk desk, Trace.Sight sight, Trace.Pulse pulse) {
        this.desk = desk;
        this.sight = sight;
        this.pulse = pulse;
    }

    /** Says once a second how many rows were read; what the listener throws ends the trace. */
    static Trace.Pulse telling(Consumer<JsonNode> progress, Pace pace) {
        var rows = new long[1];
        var next = new long[] {pace.millis() + EACH_MILLIS};
        return more -> {
            rows[0] += more;
            if (pace.millis() > next[0]) {
                next[0] = pace.millis() + EACH_MILLIS;
                progress.accept(Json.object().put("rows", rows[0]));
            }
        };
    }

    /** The same at a time, or counting steps only. */
    static Trace.Sight sight(Trace.Sight whole, JsonNode with) {
        return new Trace.Sight(
                whole.visible(),
                with.path("at").asLong(whole.atSecond()),
                whole.common(),
                !with.path("through_hubs").asBoolean(),
                with.path("only").valueStream().map(JsonNode::asString).toList());
    }

    /** Top sites, resolvers, shared hosting: whatever a warning list or suffix stands for. */
    static boolean isCommon(Subject subject, GuardSet guards) {
        return guards.find(subject).guard() != GuardSet.Guard.NONE;
    }

    JsonNode run(JsonNode with) {
        List<Traceable> from = things(with.path("values"));
        List<Traceable> to = things(with.path("to"));
        boolean isPath = !to.isEmpty();
        int most = most(with);
        int hops = with.path("hops").asInt(isPath ? Trace.Bounds.HOPS_MAX : 2);
        if (hops < 1 || hops > Trace.Bounds.HOPS_MAX) {
            throw new Refusal("a trace has 1 to 8 hops", "--hops " + hops);
        }
        var trace =
                new Trace(desk.indexes().graph(), sight, bounds(from, to).withHops(hops), pulse);
        List<Traced> traces = isPath ? trace.between(from, to, most) : followed(trace, from);
        int left = isPath ? 0 : from.size() - traces.size();
        ObjectNode answer = Json.object();
        String more = left == 0 ? "" : "and from " + left + " more, which were not followed\n";
        answer.put("text", hidden(with) + text(traces, isPath) + more);
        answer.put("not_followed", left);
        switch (with.path("format").asString("")) {
            case "svg" -> answer.put("file", TraceFiles.svg(traces));
            case "graphml" -> answer.put("file", TraceFiles.graphMl(traces));
            case "stix" -> answer.put("file", TraceFiles.stix(traces, desk.nowSecond()));
            default -> {
                ArrayNode all = answer.putArray("traces");
                traces.forEach(it -> all.add(json(it)));
                from.stream()
                        .limit(STARTS_MAX)
                        .forEach(it -> answer.withArray("holders").addAll(holders(it)));
            }
        }
        return answer;
    }

    /** A value is read without what is not shown of it; whoever pasted it may not know. */
    private static String hidden(JsonNode with) {
        return Stream.concat(with.path("values").valueStream(), with.path("to").valueStream())
                .map(JsonNode::asString)
                .filter(it -> !Printable.isShown(it))
                .map(it ->
                        "read without its signs that are not shown: " + Printable.value(it) + "\n")
                .collect(Collectors.joining());
    }

    /** One after another, until there are as many steps as an answer shows. */
    private static List<Traced> followed(Trace trace, List<Traceable> from) {
        var traces = new ArrayList<Traced>();
        int steps = 0;
        for (Traceable start : from) {
            if (traces.size() == STARTS_MAX || steps >= STEPS_MAX) {
                break;
            }
            Traced traced = trace.from(start);
            steps += traced.steps().size();
            traces.add(traced);
        }
        return traces;
    }

    private static int most(JsonNode with) {
        int most = with.path("most").asInt(PATHS_USUAL);
        if (most < 1 || most > PATHS_MAX) {
            throw new Refusal("1 to 100 paths", "most " + most);
        }
        return most;
    }

    private Trace.Bounds bounds(List<Traceable> from, List<Traceable> to) {
        boolean anyNamed =
                Stream.concat(from.stream(), to.stream()).anyMatch(StixObject.class::isInstance);
        Trace.Bounds usual = Trace.Bounds.USUAL;
        // Of many that are called so each gets its part.
        int rows = Math.max(usual.rowsMax() / 10, NAMED_ROWS_MAX / Math.max(1, from.size()));
        return anyNamed ? new Trace.Bounds(usual.hops(), rows, usual.postingsMax()) : usual;
    }

    private List<Traceable> things(JsonNode values) {
        var things = new TreeSet<Traceable>(Traceable.ORDER);
        if (values.size() > STARTS_MAX) {
            throw new Refusal("at most 100 values at once", "" + values.size());
        }
        values.forEach(it -> things.addAll(things(it.asString())));
        return List.copyOf(things);
    }

    /** An observable, or whatever the viewer may see that somebody calls so. */
    private List<Traceable> things(String typed) {
        var things = new ArrayList<Traceable>(desk.index().links().find(typed, sight.visible()));
        Checked<List<Traceable>> readings = Observables.readings(typed);
        readings.optional().ifPresent(all -> things.addAll(linked(all)));
        if (things.isEmpty()
                && readings instanceof Checked.Refused<List<Traceable>>(String why, String _)) {
            throw new Refusal(
                    why + ", and no actor, malware, campaign or other thing that is called so",
                    typed);
        }
        return things;
    }

    /** Forty digits may be a file or a certificate: what is linked with nothing is not meant. */
    private List<Traceable> linked(List<Traceable> readings) {
        var trace = new Trace(desk.indexes().graph(), sight, Trace.Bounds.USUAL.withHops(1), pulse);
        List<Traceable> linked =
                readings.stream()
                        .filter(it -> it instanceof Subject || !trace.reach(it).isEmpty())
                        .toList();
        return linked.isEmpty() ? readings.subList(0, 1) : linked;
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

    private String holderWords(Traceable thing) {
        if (!(thing instanceof Subject subject)) {
            return "";
        }
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

    private List<JsonNode> holders(Traceable thing) {
        if (!(thing instanceof Subject subject)) {
            return List.of();
        }
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
        if (traced.start() instanceof StixObject object) {
            answer.put("name", object.name());
        }
        answer.put("line", traced.line());
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
        if (step.to() instanceof StixObject object) {
            one.put("name", object.name());
        }
        one.set("members", Json.array(step.members()));
        ArrayNode evidence = one.putArray("evidence");
        for (Traced.Evidence piece : step.evidence()) {
            evidence.addObject()
                    .put("root", piece.root().hex())
                    .put("near", piece.near().statement().toString())
                    .put("near_role", piece.near().role().word())
                    .put("far", piece.far().statement().toString())
                    .put("far_role", piece.far().role().word())
                    .put("link", piece.link());
        }
        return one;
    }

    private static String time(long second) {
        return Instant.ofEpochSecond(second).toString();
    }
}
