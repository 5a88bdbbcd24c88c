package org.comity.study;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names and addresses of our own making, none twice. They stand under real top-level domains and in
 * global address space, because filters do not look up others.
 */
final class ExerciseNames {
    private static final List<String> FIRST =
            List.of(
                    "amber", "birch", "cedar", "copper", "coral", "dune", "ember", "fern", "flint",
                    "garnet", "harbour", "heron", "indigo", "ivory", "juniper", "lantern", "maple",
                    "marble", "meadow", "nutmeg", "olive", "opal", "pebble", "plum", "quartz",
                    "raven", "saffron", "sorrel", "thistle", "umber", "velvet", "willow");
    private static final List<String> SECOND =
            List.of(
                    "barrel", "basket", "bridge", "button", "candle", "cradle", "feather", "ferry",
                    "garden", "gutter", "hammer", "kettle", "ladder", "lodge", "market", "mirror",
                    "needle", "orchard", "parcel", "pillow", "rafter", "saddle", "shutter",
                    "tunnel");
    private static final List<String> ENDS = List.of(".com", ".net", ".org", ".info", ".biz");
    private static final List<Integer> NETS = List.of(31, 37, 78, 80, 82, 84);

    private final Draw draw;
    private final Set<String> used = new TreeSet<>();

    ExerciseNames(Draw draw) {
        this.draw = draw;
    }

    String domain() {
        String name;
        do {
            name =
                    draw.any(FIRST)
                            + "-"
                            + draw.any(SECOND)
                            + "-"
                            + draw.between(10, 99)
                            + draw.any(ENDS);
        } while (!used.add(name));
        return name;
    }

    String address() {
        String address;
        do {
            address =
                    draw.any(NETS)
                            + "."
                            + draw.between(16, 250)
                            + "."
                            + draw.below(256)
                            + "."
                            + draw.between(1, 254);
        } while (!used.add(address));
        return address;
    }

    /**
     * A host below a domain that no other mail uses: made of words, since one of digits is taken
     * for personal.
     */
    String freshHost(String domain, Draw by) {
        return by.any(FIRST) + "-" + by.any(SECOND) + "-" + by.any(FIRST) + "." + domain;
    }
}
