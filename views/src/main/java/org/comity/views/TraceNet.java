package org.comity.views;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Traceable;

/**
 * Several traces as one net: each subject once, with its least depth, and each pair of subjects
 * once.
 */
final class TraceNet {
    private final Map<Traceable, Integer> depths = new LinkedHashMap<>();
    private final Set<Traceable> hubs = new HashSet<>();
    private final List<Traced.Step> steps = new ArrayList<>();
    private Marking marking = Traced.OPEN;

    static TraceNet of(List<Traced> traces) {
        var net = new TraceNet();
        var pairs = new HashSet<Set<Traceable>>();
        for (Traced traced : traces) {
            net.depths.putIfAbsent(traced.start(), 0);
            net.marking = net.marking.strictest(traced.marking());
            traced.hubs().forEach(it -> net.hubs.add(it.subject()));
            for (Traced.Step step : traced.steps()) {
                net.depths.merge(step.to(), step.depth(), Math::min);
                if (pairs.add(Set.of(step.from(), step.to()))) {
                    net.steps.add(step);
                }
            }
        }
        return net;
    }

    /** In the order of meeting. */
    Map<Traceable, Integer> depths() {
        return depths;
    }

    boolean isHub(Traceable subject) {
        return hubs.contains(subject);
    }

    List<Traced.Step> steps() {
        return steps;
    }

    Marking marking() {
        return marking;
    }

    static String members(Traced.Step step) {
        return String.join(", ", step.members().stream().map(MemberId::name).toList());
    }

    /** Text in XML 1.0: markup escaped, and what XML or a terminal cannot take is U+FFFD. */
    static String xml(String text) {
        return TraceText.clean(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
