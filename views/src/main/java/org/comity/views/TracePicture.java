package org.comity.views;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.comity.statement.Observable;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;

/**
 * A trace as a picture (SVG 1.1): a column for each hop, what was met first on top; a thicker line
 * is more evidence, and pointing at anything tells the rest. Without script, font or anything from
 * elsewhere.
 */
final class TracePicture {
    static final int SUBJECTS_MAX = 200;

    private static final int COLUMN = 340;
    private static final int ROW = 26;
    private static final int TOP = 60;
    private static final int LETTERS_MAX = 40;

    private record Place(int x, int y) {}

    private final TraceNet net;
    private final Map<Traceable, Place> places = new HashMap<>();
    private int left;

    private TracePicture(TraceNet net) {
        this.net = net;
    }

    static String render(List<Traced> traces) {
        return new TracePicture(TraceNet.of(traces)).draw();
    }

    private String draw() {
        Map<Integer, Integer> heights = new TreeMap<>();
        net.depths()
                .forEach((subject, depth) -> {
                    if (places.size() == SUBJECTS_MAX) {
                        left++;
                        return;
                    }
                    int row = heights.merge(depth, 1, Integer::sum) - 1;
                    places.put(subject, new Place(20 + depth * COLUMN, TOP + row * ROW));
                });
        int columns = heights.keySet().stream().mapToInt(it -> it + 1).max().orElse(1);
        int rows = heights.values().stream().mapToInt(it -> it).max().orElse(1);
        var out = new StringBuilder();
        out.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                                + " font-family=\"sans-serif\" font-size=\"12\">\n",
                        20 + columns * COLUMN,
                        TOP + rows * ROW + 20));
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        String title =
                String.format(
                        Locale.ROOT,
                        "%s %s, %d subjects, %d links%s",
                        net.marking().tlp().word(),
                        net.marking().pap().word(),
                        net.depths().size(),
                        net.steps().size(),
                        left > 0 ? ", " + left + " subjects not drawn" : "");
        out.append("<text x=\"20\" y=\"28\" font-weight=\"bold\">" + TraceNet.xml(title));
        out.append("</text>\n");
        net.steps().forEach(it -> line(it, out));
        net.depths().keySet().forEach(it -> subject(it, out));
        return out.append("</svg>\n").toString();
    }

    private void line(Traced.Step step, StringBuilder out) {
        Place from = places.get(step.from());
        Place to = places.get(step.to());
        if (from == null || to == null) {
            return;
        }
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(step.evidenceCount());
        String colour = step.members().size() > 1 ? "#b3541e" : "#8a94a6";
        int bend = (from.x() + to.x()) / 2;
        out.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"M%d %d C%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\""
                                + " stroke-width=\"%d\" stroke-opacity=\"0.6\"><title>%s</title></path>\n",
                        from.x(),
                        from.y(),
                        bend,
                        from.y(),
                        bend,
                        to.y(),
                        to.x(),
                        to.y(),
                        colour,
                        width,
                        TraceNet.xml(
                                String.format(
                                        Locale.ROOT,
                                        "%d pieces of evidence, stated by %s, %s",
                                        step.evidenceCount(),
                                        TraceNet.members(step),
                                        TraceText.days(step.span())))));
    }

    private void subject(Traceable subject, StringBuilder out) {
        Place place = places.get(subject);
        if (place == null) {
            return;
        }
        String fill = net.isHub(subject) ? "#d64545" : "#2f5d8a";
        String whole =
                switch (subject) {
                    case Subject observable -> observable.value();
                    case Observable other -> other.key();
                    case StixObject object -> object.toString();
                };
        String label = whole.length() > LETTERS_MAX ? whole.substring(0, LETTERS_MAX) + "…" : whole;
        out.append(
                String.format(
                        Locale.ROOT,
                        "<g><title>%s%s</title><circle cx=\"%d\" cy=\"%d\" r=\"6\" fill=\"%s\"/>"
                                + "<text x=\"%d\" y=\"%d\">%s</text></g>\n",
                        TraceNet.xml(subject.key()),
                        net.isHub(subject) ? ", a hub: not followed" : "",
                        place.x(),
                        place.y(),
                        fill,
                        place.x() + 12,
                        place.y() + 4,
                        TraceNet.xml(label)));
    }
}
