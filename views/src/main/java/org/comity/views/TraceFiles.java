package org.comity.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.Json;
import org.comity.statement.Observable;
import org.comity.statement.StixObject;
import org.comity.statement.StixObservables;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;

/** Traces in the formats that other people's tools read. */
public final class TraceFiles {
    private TraceFiles() {}

    /** SVG 1.1; see {@link TracePicture}. */
    public static String svg(List<Traced> traces) {
        return TracePicture.render(traces);
    }

    /** GraphML 1.0 (graphml.graphdrawing.org): subjects are nodes, links are edges. */
    public static String graphMl(List<Traced> traces) {
        TraceNet net = TraceNet.of(traces);
        var out = new StringBuilder();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
        key(out, "node", "kind", "string");
        key(out, "node", "name", "string");
        key(out, "node", "hops", "int");
        key(out, "node", "hub", "boolean");
        key(out, "edge", "evidence", "int");
        key(out, "edge", "members", "string");
        key(out, "edge", "first", "string");
        key(out, "edge", "last", "string");
        key(out, "edge", "marking", "string");
        out.append("<graph id=\"trace\" edgedefault=\"undirected\">\n");
        net.depths()
                .forEach((subject, depth) -> {
                    out.append("<node id=\"" + TraceNet.xml(subject.key()) + "\">");
                    value(out, "kind", subject.sort());
                    if (subject instanceof StixObject object) {
                        value(out, "name", object.name());
                    }
                    value(out, "hops", depth.toString());
                    value(out, "hub", Boolean.toString(net.isHub(subject)));
                    out.append("</node>\n");
                });
        for (Traced.Step step : net.steps()) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "<edge source=\"%s\" target=\"%s\">",
                            TraceNet.xml(step.from().key()),
                            TraceNet.xml(step.to().key())));
            value(out, "evidence", Integer.toString(step.evidenceCount()));
            value(out, "members", TraceNet.members(step));
            value(out, "first", StixObservables.time(step.span().firstSecond()));
            value(out, "last", StixObservables.time(step.span().lastSecond()));
            value(out, "marking", step.marking().tlp().word() + " " + step.marking().pap().word());
            out.append("</edge>\n");
        }
        return out.append("</graph>\n</graphml>\n").toString();
    }

    /**
     * A STIX 2.1 bundle: an observable for each subject and a related-to relationship for each
     * link, marked as strictly as what it rests on.
     *
     * @param madeSecond when it was worked out
     */
    public static String stix(List<Traced> traces, long madeSecond) {
        TraceNet net = TraceNet.of(traces);
        var objects = new ArrayList<Json>();
        Set<Traceable> all = new TreeSet<>(Traceable.ORDER);
        all.addAll(net.depths().keySet());
        for (Traceable thing : all) {
            // Objects of others are referred to; whoever may have them gets them where they stand.
            switch (thing) {
                case Subject subject -> objects.add(StixObservables.of(subject));
                case Observable observable -> objects.add(StixObservables.of(observable));
                case StixObject _ -> {
                    // Where it stands.
                }
            }
        }
        String made = StixObservables.time(madeSecond);
        for (Traced.Step step : net.steps()) {
            String name = step.from().key() + "\n" + step.to().key();
            objects.add(
                    Json.Members.NONE
                            .with("type", "relationship")
                            .with("spec_version", "2.1")
                            .with("id", StixObservables.named("relationship", name))
                            .with("created", made)
                            .with("modified", made)
                            .with("relationship_type", "related-to")
                            .with("source_ref", id(step.from()))
                            .with("target_ref", id(step.to()))
                            .with("start_time", StixObservables.time(step.span().firstSecond()))
                            .with(
                                    "description",
                                    String.format(
                                            Locale.ROOT,
                                            "in %d pieces of evidence, stated by %s",
                                            step.evidenceCount(),
                                            TraceNet.members(step)))
                            .with(
                                    "object_marking_refs",
                                    StixObservables.markingRefs(step.marking())));
        }
        Json.Members bundle = Json.Members.NONE.with("type", "bundle");
        String id =
                StixObservables.named(
                        "bundle", all.stream().map(Traceable::key).toList() + " " + madeSecond);
        Json.Members whole =
                objects.isEmpty() ? bundle : bundle.with("objects", new Json.Array(objects));
        return whole.with("id", id).canonical().utf8() + "\n";
    }

    private static String id(Traceable thing) {
        return switch (thing) {
            case Subject subject -> StixObservables.id(subject);
            case Observable observable -> StixObservables.of(observable).text("id").orElseThrow();
            case StixObject object -> object.id();
        };
    }

    private static void key(StringBuilder out, String of, String name, String type) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                        name,
                        of,
                        name,
                        type));
    }

    private static void value(StringBuilder out, String name, String value) {
        out.append(
                String.format(
                        Locale.ROOT, "<data key=\"%s\">%s</data>", name, TraceNet.xml(value)));
    }
}
