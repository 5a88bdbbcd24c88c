package org.comity.views;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.statement.Observable;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;

/**
 * A trace as lines that a person reads; values come from outside, so nothing in them may steer a
 * terminal.
 */
final class TraceText {
    private TraceText() {}

    static String render(Traced traced) {
        var out = new ArrayList<String>();
        boolean hub = traced.isHub(traced.start());
        out.add(shown(traced.start()) + (hub ? "  (a hub: only its newest evidence)" : ""));
        under(traced.start(), traced, out);
        if (traced.steps().isEmpty()) {
            out.add("  nothing shares evidence with it");
        }
        if (traced.crowded() > 0) {
            out.add(traced.crowded() + " pieces of evidence name too many subjects: not followed");
        }
        if (traced.reached() > traced.steps().size()) {
            out.add(traced.reached() - traced.steps().size() + " more were reached and not shown");
        }
        if (traced.cutShort()) {
            out.add("cut short: the budget of rows was used up");
        }
        out.add("marking: " + traced.marking().tlp().word() + " " + traced.marking().pap().word());
        return String.join("\n", out) + "\n";
    }

    static String line(Traced path) {
        if (path.steps().isEmpty()) {
            return path.cutShort()
                    ? "Nothing that joins the two was found; the budget of rows was used up."
                    : "Nothing joins the two within the hops.";
        }
        var out = new StringBuilder(shown(path.start()));
        long since = 0;
        for (Traced.Step step : path.steps()) {
            String link = step.evidence().getFirst().link();
            out.append("  ").append(link.isEmpty() ? "--" : clean(link)).append("  ");
            out.append(shown(step.to()));
            since = Math.max(since, step.span().firstSecond());
        }
        return "since " + day(since) + ": " + out;
    }

    private static void under(Traceable from, Traced traced, List<String> out) {
        for (Traced.Step step : traced.steps()) {
            if (step.from().equals(from)) {
                line(step, traced, out);
                under(step.to(), traced, out);
            }
        }
    }

    private static void line(Traced.Step step, Traced traced, List<String> out) {
        String indent = "  ".repeat(step.depth());
        String hub = hub(step.to(), traced);
        String members =
                step.members().stream().map(MemberId::name).collect(Collectors.joining(", "));
        out.add(
                indent
                        + shown(step.to())
                        + "  ("
                        + step.evidenceCount()
                        + " shared, stated by "
                        + members
                        + ", "
                        + days(step.span())
                        + hub
                        + ")");
        Traced.Evidence first = step.evidence().getFirst();
        String how =
                first.link().isEmpty()
                        ? shown(first.near()) + " -> " + shown(first.far())
                        : clean(first.link() + " in " + first.near().statement());
        out.add(indent + "    " + how);
    }

    private static String hub(Traceable subject, Traced traced) {
        return traced.hubs().stream()
                .filter(it -> it.subject().equals(subject))
                .map(it ->
                        ", a hub: not followed, "
                                + it.evidence()
                                + (it.orMore() ? " or more" : "")
                                + " pieces of evidence")
                .findFirst()
                .orElse("");
    }

    /** Days in UTC; a second is more than a reader wants. */
    static String days(Traced.Span span) {
        String first = day(span.firstSecond());
        String last = day(span.lastSecond());
        return first.equals(last) ? first : first + " to " + last;
    }

    static String day(long second) {
        return Instant.ofEpochSecond(second).toString().substring(0, 10);
    }

    private static String shown(Traced.Sight sight) {
        return sight.role().word() + " in " + clean(sight.statement().toString());
    }

    private static String shown(Traceable thing) {
        return clean(
                switch (thing) {
                    case Subject subject -> subject.key();
                    case Observable observable -> observable.key();
                    case StixObject object -> object.toString();
                });
    }

    /** Control and direction characters become U+FFFD. */
    static String clean(String text) {
        return text.codePoints()
                .map(c -> steersTerminal(c) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean steersTerminal(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
