package org.comity.statement;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Granular markings say of which part of the object they speak (STIX 2.1 section 7.2.3). */
final class StixSelectors {
    private StixSelectors() {}

    static void check(StixCheck check, Json.Members object) {
        if (object.byName().get("granular_markings") instanceof Json.Array(List<Json> markings)) {
            check.in(
                    "granular_markings",
                    () ->
                            check.each(
                                    markings,
                                    marking -> {
                                        if (marking instanceof Json.Members members
                                                && members.byName().get("selectors")
                                                        instanceof Json.Array(var texts)) {
                                            check.in(
                                                    "selectors",
                                                    () ->
                                                            check.each(
                                                                    texts,
                                                                    it -> one(check, object, it)));
                                        }
                                    }));
        }
    }

    private static void one(StixCheck check, Json.Members object, Json selector) {
        String text = StixCheck.text(selector);
        if (!StixFormats.isSelector(text)) {
            check.error("not a selector", text, "7.2.3");
        } else if (select(object, text) == null) {
            check.error("selects nothing in this object", text, "7.2.3");
        }
    }

    /** Null when nothing is there. */
    private static @Nullable Json select(Json.Members object, String selector) {
        Json at = object;
        for (String step : selector.split("\\.", -1)) {
            at =
                    switch (at) {
                        case Json.Members(Map<String, Json> byName) -> byName.get(step);
                        case Json.Array(List<Json> elements) -> element(elements, step);
                        case null -> null;
                        case Json.Text _, Json.Numeral _, Json.Flag _, Json.Null _ -> null;
                    };
        }
        return at;
    }

    private static @Nullable Json element(List<Json> elements, String step) {
        boolean index = step.startsWith("[") && step.length() <= 9;
        int at = index ? Integer.parseInt(step, 1, step.length() - 1, 10) : -1;
        return at >= 0 && at < elements.size() ? elements.get(at) : null;
    }
}
