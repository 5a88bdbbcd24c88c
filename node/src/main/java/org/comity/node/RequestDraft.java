package org.comity.node;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.exchange.RequestStep;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.statement.Pap;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.views.Entry;
import org.comity.views.Provenance;
import org.comity.views.Trace;
import org.comity.views.Traced;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request drafted from a trace: whom to ask, and what this member and that one both may see of
 * what leads from the value. What the asked member may not see is in no word of it.
 */
final class RequestDraft {
    /** With own words before it, a draft still fits into a request. */
    private static final int LINES_LENGTH_MAX = 4_000;

    private static final int NAMES_MAX = 5;
    private static final int ABOUT_MAX = 32;

    private final Desk desk;
    private final RequestStep.Kind kind;
    private final Charter charter;

    RequestDraft(Desk desk, RequestStep.Kind kind) {
        this.desk = desk;
        this.kind = kind;
        this.charter = desk.charters().charter();
    }

    ObjectNode draft(JsonNode with) {
        String value = with.path("value").asString("");
        Subject subject = Refusal.orRefuse(Observables.recognise(value).in(value));
        Trace.Sight own = new Asking(desk).sight();
        Traced all = trace(subject, own);
        String named = with.path("to").asString("");
        Member to =
                named.isEmpty()
                        ? holder(subject, all, own.visible())
                        : charter.member(Refusal.orRefuse(MemberId.parse(named)))
                                .filter(it -> !it.id().equals(desk.self()))
                                .orElseThrow(() ->
                                        new Refusal("not another member of this exchange", named));
        var both =
                new Trace.Sight(
                        own.visible().and(it -> maySee(it, to.id())),
                        own.atSecond(),
                        own.common(),
                        own.weighted());
        Traced shared = trace(subject, both);
        String wished = with.path("language").asString("");
        String language = wished.isEmpty() ? RequestTexts.languageFor(to) : wished;
        ObjectNode draft =
                Json.object()
                        .put("to", to.id().name())
                        .put("country", to.country().code())
                        .put("kind", kind.word())
                        .put("subject", subject.key())
                        .put("language", language)
                        .put("text", text(shared, with.path("text").asString(""), language))
                        .put("left_out", all.steps().size() - shared.steps().size());
        draft.set("contact", Json.array(to.contact().addresses()));
        draft.set("about", Json.array(about(subject, shared, both.visible(), to.id())));
        return draft;
    }

    private Traced trace(Subject subject, Trace.Sight sight) {
        return new Trace(desk.indexes().graph(), sight, Trace.Bounds.USUAL).from(subject);
    }

    /** What can be noticed outside is asked only on the ground of what may be acted on. */
    private boolean maySee(Provenance provenance, MemberId to) {
        Pap pap = provenance.marking().pap();
        boolean isNoticed =
                kind == RequestStep.Kind.TAKEDOWN || kind == RequestStep.Kind.NOTIFICATION;
        return (!isNoticed || pap == Pap.CLEAR || pap == Pap.GREEN)
                && Visibility.maySee(
                        provenance.marking(),
                        provenance.audience(),
                        provenance.member(),
                        new Viewer.Identified(to),
                        charter);
    }

    /** In another country before the own one; who holds the value itself before who is near it. */
    private Member holder(Subject subject, Traced all, Predicate<Provenance> visible) {
        Map<MemberId, Integer> weight = new HashMap<>();
        for (Entry first : desk.index().firstOfEachLog(subject, visible)) {
            weight.merge(first.member(), Traced.Step.EVIDENCE_MAX * Trace.STEPS_MAX, Integer::sum);
        }
        for (Traced.Step step : all.steps()) {
            step.members().forEach(it -> weight.merge(it, step.evidence().size(), Integer::sum));
        }
        var home = charter.member(desk.self()).map(Member::country);
        return weight.keySet().stream()
                .map(charter::member)
                .flatMap(Optional::stream)
                .filter(it -> !it.id().equals(desk.self()))
                .min(
                        Comparator.comparing((Member it) -> home.equals(Optional.of(it.country())))
                                .thenComparingInt(it -> -weight.getOrDefault(it.id(), 0))
                                .thenComparing(Member::id))
                .orElseThrow(() ->
                        new Refusal(
                                "no other member holds evidence of it; say whom to ask with --to",
                                subject.key()));
    }

    /** Its own statements first: by them it finds what it holds. */
    private List<StatementId> about(
            Subject subject, Traced shared, Predicate<Provenance> visible, MemberId to) {
        Set<StatementId> its = new LinkedHashSet<>();
        Set<StatementId> others = new LinkedHashSet<>();
        for (Entry first : desk.index().firstOfEachLog(subject, visible)) {
            (first.member().equals(to) ? its : others).add(first.statement());
        }
        for (Traced.Step step : shared.steps()) {
            for (Traced.Evidence piece : step.evidence()) {
                for (Traced.Sight sight : List.of(piece.near(), piece.far())) {
                    (sight.member().equals(to) ? its : others).add(sight.statement());
                }
            }
        }
        its.addAll(others);
        return its.stream().limit(ABOUT_MAX).toList();
    }

    private String text(Traced shared, String own, String language) {
        var text = new StringBuilder();
        if (!own.isEmpty()) {
            text.append(own).append("\n\n");
        }
        text.append(RequestTexts.asked(kind, language)).append("\n\n");
        text.append(shown(shared.start())).append('\n');
        int end = text.length() + LINES_LENGTH_MAX;
        boolean isWhole = !shared.cutShort();
        for (Traced.Step step : shared.steps()) {
            String line = line(step);
            if (text.length() + line.length() > end) {
                isWhole = false;
                break;
            }
            text.append(line);
        }
        text.append(isWhole ? "" : "...\n");
        return text.toString();
    }

    /** The same in every language: values, days, names, and how much evidence there is. */
    private static String line(Traced.Step step) {
        List<String> members =
                step.members().stream().limit(NAMES_MAX).map(MemberId::name).toList();
        return "%s- %s -> %s (%d; %s/%s; %s)\n"
                .formatted(
                        "  ".repeat(step.depth() - 1),
                        shown(step.from()),
                        shown(step.to()),
                        step.evidenceCount(),
                        day(step.span().firstSecond()),
                        day(step.span().lastSecond()),
                        String.join(", ", members));
    }

    /** A long path says no more, and a request has its bounds. */
    private static String shown(Traceable thing) {
        String value = thing instanceof Subject subject ? subject.value() : thing.toString();
        return value.length() <= 120 ? value : value.substring(0, 120) + "...";
    }

    private static String day(long second) {
        return Instant.ofEpochSecond(second).toString().substring(0, 10);
    }
}
