package org.comity.statement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What is kept of an observation for the sake of one pattern: which pairs of brackets it matches
 * and by what. It takes some hundred bytes, however large the observation was.
 */
final class Glimpse implements Occasion {
    private static final int HITS_MAX = 4;
    private static final int VALUE_CHARS_MAX = 120;

    private final StixTime first;
    private final StixTime last;
    private final long count;
    private final BitSet brackets = new BitSet();
    private final List<PatternStream.Hit> hits = new ArrayList<>(1);

    Glimpse(StixTime first, StixTime last, long count) {
        this.first = first;
        this.last = last;
        this.count = count;
    }

    void matches(int bracket, String object) {
        brackets.set(bracket);
        if (hits.isEmpty()) {
            hits.add(new PatternStream.Hit(object, "", ""));
        }
    }

    /** Takes what holds of an object: a path and the value there. */
    BiConsumer<ObjectPath, Json> of(String object) {
        return (path, value) -> {
            String text = value instanceof Json.Text(String it) ? it : value.canonical().utf8();
            var hit = new PatternStream.Hit(object, path.toString(), shortened(text));
            if (hits.size() < HITS_MAX && !hits.contains(hit)) {
                hits.removeIf(it -> it.path().isEmpty());
                hits.add(hit);
            }
        };
    }

    private static String shortened(String text) {
        if (text.length() <= VALUE_CHARS_MAX) {
            return text;
        }
        int end = VALUE_CHARS_MAX;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    boolean isMatched(int bracket) {
        return brackets.get(bracket);
    }

    boolean isOfNone() {
        return brackets.isEmpty();
    }

    List<PatternStream.Hit> hits() {
        return hits;
    }

    /** Whether times can be chosen for both that lie so close. */
    boolean isWithin(double seconds, Glimpse other) {
        return first.secondsSince(other.last) <= seconds
                && other.first.secondsSince(last) <= seconds;
    }

    @Override
    public StixTime first() {
        return first;
    }

    @Override
    public StixTime last() {
        return last;
    }

    @Override
    public long count() {
        return count;
    }
}
