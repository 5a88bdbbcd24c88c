package org.comity.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.value.Hash;

/**
 * A maximum matching of voices to distinct roots.
 *
 * <p>Idea: the count of voices would let one mail, told on by ten members, weigh ten; the count of
 * roots would let one member with ten mails weigh ten. A matching weighs each voice and each root
 * once. Only its size decides; it is the same for every maximum matching, so no order can reach a
 * verdict.
 *
 * <p>Places: a root has a first place, open to all who cite it, and, when at least two voices cite
 * it as analysed, a second, open to those alone. So one mail counts once however many saw it, and
 * independent analyses of one artefact count up to two.
 *
 * <p>Found by augmenting paths (Kuhn 1955, as in any text on bipartite matching). For people, the
 * matching is then made the lexicographically least: voices in order, each to the least root that
 * leaves the rest as many as before. An analysed voice prefers a second place, which only takes
 * from those who could stand at either.
 */
final class Matching {
    private static final int NONE = -1;

    private final List<Hash> roots;
    private final int[][] places;

    /** Per place its voice, per voice its place. */
    private final int[] voiceAt;

    private final int[] placeOf;

    private Matching(List<Voice> voices) {
        var analyses = new TreeMap<Hash, Integer>();
        var all = new TreeSet<Hash>();
        for (Voice voice : voices) {
            all.addAll(voice.roots());
            voice.analysed().forEach(root -> analyses.merge(root, 1, Integer::sum));
        }
        roots = List.copyOf(all);
        places = new int[voices.size()][];
        for (int voice = 0; voice < places.length; voice++) {
            places[voice] = placesOf(voices.get(voice), analyses);
        }
        voiceAt = new int[2 * roots.size()];
        placeOf = new int[places.length];
        Arrays.fill(voiceAt, NONE);
        Arrays.fill(placeOf, NONE);
        for (int voice = 0; voice < places.length; voice++) {
            augment(voice, NONE, new boolean[voiceAt.length]);
        }
    }

    static int size(List<Voice> voices) {
        if (voices.size() < 2) {
            return (int) voices.stream().filter(it -> !it.roots().isEmpty()).count();
        }
        return (int) Arrays.stream(new Matching(voices).placeOf).filter(it -> it != NONE).count();
    }

    /**
     * For each voice its root in the lexicographically least maximum matching; no root comes after
     * any.
     */
    static List<Optional<Hash>> least(List<Voice> voices) {
        var matching = new Matching(voices);
        List<Optional<Hash>> found = new ArrayList<>();
        for (int voice = 0; voice < voices.size(); voice++) {
            matching.settle(voice);
            int place = matching.placeOf[voice];
            found.add(
                    place == NONE ? Optional.empty() : Optional.of(matching.roots.get(place / 2)));
        }
        return found;
    }

    /**
     * A smallest set of voices and places that touches every citation.
     *
     * @param voices by their place in the list that was given
     * @param roots one for each place: a root may stand twice
     */
    record Covered(List<Integer> voices, List<Hash> roots) {}

    /**
     * Koenig's: from the voices without a place go to any place, from a place to its voice; what is
     * reached of the places, and not reached of the voices, is a cover as large as the matching.
     * The same whichever maximum matching is at hand.
     */
    static Covered cover(List<Voice> voices) {
        var matching = new Matching(voices);
        var reached = new boolean[voices.size()];
        var reachedPlaces = new boolean[matching.voiceAt.length];
        for (int voice = 0; voice < reached.length; voice++) {
            if (matching.placeOf[voice] == NONE) {
                matching.reach(voice, reached, reachedPlaces);
            }
        }
        List<Integer> ofVoices = new ArrayList<>();
        for (int voice = 0; voice < reached.length; voice++) {
            if (!reached[voice]) {
                ofVoices.add(voice);
            }
        }
        List<Hash> ofRoots = new ArrayList<>();
        for (int place = 0; place < reachedPlaces.length; place++) {
            if (reachedPlaces[place]) {
                ofRoots.add(matching.roots.get(place / 2));
            }
        }
        return new Covered(ofVoices, ofRoots);
    }

    private void reach(int voice, boolean[] reached, boolean[] reachedPlaces) {
        if (reached[voice]) {
            return;
        }
        reached[voice] = true;
        for (int place : places[voice]) {
            if (!reachedPlaces[place]) {
                reachedPlaces[place] = true;
                // A place that nobody holds would make the matching larger: there is none.
                reach(voiceAt[place], reached, reachedPlaces);
            }
        }
    }

    private int[] placesOf(Voice voice, Map<Hash, Integer> analyses) {
        int[] open = new int[2 * voice.roots().size()];
        int count = 0;
        int at = 0;
        for (Hash root : voice.roots()) {
            while (!roots.get(at).equals(root)) {
                at++;
            }
            if (voice.analysed().contains(root) && analyses.getOrDefault(root, 0) >= 2) {
                open[count++] = 2 * at + 1;
            }
            open[count++] = 2 * at;
        }
        return Arrays.copyOf(open, count);
    }

    /**
     * Finds a place for the voice, moving others that come after settled; changes nothing if there
     * is none.
     */
    private boolean augment(int voice, int settled, boolean[] tried) {
        for (int place : places[voice]) {
            if (tried[place]) {
                continue;
            }
            tried[place] = true;
            int other = voiceAt[place];
            if (other == NONE || (other > settled && augment(other, settled, tried))) {
                voiceAt[place] = voice;
                placeOf[voice] = place;
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the voice the least place that keeps the size, voices before it staying where they are.
     */
    private void settle(int voice) {
        for (int place : places[voice]) {
            if (placeOf[voice] == place || voiceAt[place] == NONE || evict(voice, place)) {
                move(voice, place);
                return;
            }
        }
    }

    private boolean evict(int voice, int place) {
        int other = voiceAt[place];
        if (other < voice) {
            return false;
        }
        int before = placeOf[voice];
        move(voice, place);
        placeOf[other] = NONE;
        // A voice that had no place takes the other's: as many as before. Else somebody must find a
        // new one.
        if (before == NONE || anyAugments(voice)) {
            return true;
        }
        move(voice, before);
        voiceAt[place] = other;
        placeOf[other] = place;
        return false;
    }

    /**
     * One more of those after the settled ones; who failed once fails again, so the tried places
     * are kept.
     */
    private boolean anyAugments(int settled) {
        boolean[] tried = new boolean[voiceAt.length];
        for (int voice = settled + 1; voice < placeOf.length; voice++) {
            if (placeOf[voice] == NONE && augment(voice, settled, tried)) {
                return true;
            }
        }
        return false;
    }

    private void move(int voice, int place) {
        if (placeOf[voice] != NONE && voiceAt[placeOf[voice]] == voice) {
            voiceAt[placeOf[voice]] = NONE;
        }
        placeOf[voice] = place;
        voiceAt[place] = voice;
    }
}
