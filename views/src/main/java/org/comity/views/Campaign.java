package org.comity.views;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.AbuseClass;
import org.comity.statement.Json;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.StixObservables;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * Pieces of evidence that are variants of one another, and what they share.
 *
 * @param name follows from the earliest piece, so that a campaign that grows keeps it
 * @param roots of its pieces, by time
 * @param days pieces on each day since 1970 (UTC): its rise and fall
 * @param shared in how many pieces each subject stands, if in two or more
 * @param members how many pieces each of them states something of
 */
public record Campaign(
        String name,
        List<Hash> roots,
        Traced.Span span,
        SortedMap<Long, Integer> days,
        SortedMap<Subject, Integer> shared,
        SortedMap<MemberId, Integer> members,
        SortedMap<AbuseClass, Integer> classes,
        Marking marking) {
    private static final long DAY = 86_400;
    private static final int NAME_DIGITS = 12;

    public Campaign {
        roots = List.copyOf(roots);
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
        shared = Collections.unmodifiableSortedMap(new TreeMap<>(shared));
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }

    static String name(Hash firstRoot) {
        return "campaign-" + firstRoot.hex().substring(0, NAME_DIGITS);
    }

    /**
     * @param ordered by time
     */
    static Campaign of(Pieces pieces, int[] ordered) {
        var days = new TreeMap<Long, Integer>();
        var members = new TreeMap<MemberId, Integer>();
        var classes = new TreeMap<AbuseClass, Integer>();
        var roots = new ArrayList<Hash>(ordered.length);
        Marking marking = Traced.OPEN;
        for (int piece : ordered) {
            Pieces.Words words = pieces.words(piece);
            days.merge(pieces.second(piece) / DAY, 1, Integer::sum);
            words.members().forEach(it -> members.merge(it, 1, Integer::sum));
            words.classes().forEach(it -> classes.merge(it, 1, Integer::sum));
            marking = marking.strictest(words.marking());
            roots.add(pieces.root(piece));
        }
        return new Campaign(
                name(roots.getFirst()),
                roots,
                new Traced.Span(
                        pieces.second(ordered[0]), pieces.second(ordered[ordered.length - 1])),
                days,
                shared(pieces, ordered),
                members,
                classes,
                marking);
    }

    private static SortedMap<Subject, Integer> shared(Pieces pieces, int[] ordered) {
        var counts = new IntMap();
        for (int piece : ordered) {
            for (int subject : pieces.subjects(piece)) {
                counts.put(subject, counts.at(subject, 0) + 1);
            }
        }
        var shared = new TreeMap<Subject, Integer>();
        for (int piece : ordered) {
            for (int subject : pieces.subjects(piece)) {
                int count = (int) counts.at(subject, 0);
                if (count > 1) {
                    shared.put(pieces.subject(subject), count);
                    counts.put(subject, 0);
                }
            }
        }
        return shared;
    }

    /** The subjects that most of it shares, the most shared first. */
    public List<Subject> mostShared(int most) {
        return shared.entrySet().stream()
                .sorted(
                        Map.Entry.<Subject, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A STIX 2.1 bundle: the campaign, what it shares as observables with a related-to relationship
     * each, and a sighting.
     */
    public String stix(long madeSecond, int subjectsMax) {
        String made = StixObservables.time(madeSecond);
        String id = StixObservables.named("campaign", name);
        Json.Array refs = StixObservables.markingRefs(marking);
        Json.Members common =
                Json.Members.NONE
                        .with("spec_version", "2.1")
                        .with("created", made)
                        .with("modified", made)
                        .with("object_marking_refs", refs);
        String first = StixObservables.time(span.firstSecond());
        String last = StixObservables.time(span.lastSecond());
        var objects = new ArrayList<Json>();
        objects.add(
                common.with("type", "campaign")
                        .with("id", id)
                        .with("name", name)
                        .with("first_seen", first)
                        .with("last_seen", last));
        objects.add(
                common.with("type", "sighting")
                        .with("id", StixObservables.named("sighting", name))
                        .with("sighting_of_ref", id)
                        .with("first_seen", first)
                        .with("last_seen", last)
                        .with("count", roots.size()));
        for (Subject subject : mostShared(subjectsMax)) {
            objects.add(StixObservables.of(subject));
            objects.add(
                    common.with("type", "relationship")
                            .with("id", StixObservables.named("relationship", name + subject))
                            .with("relationship_type", "related-to")
                            .with("source_ref", id)
                            .with("target_ref", StixObservables.id(subject)));
        }
        return Json.Members.NONE
                        .with("type", "bundle")
                        .with("id", StixObservables.named("bundle", name + madeSecond))
                        .with("objects", new Json.Array(objects))
                        .canonical()
                        .utf8()
                + "\n";
    }
}
