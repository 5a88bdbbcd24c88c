package org.comity.views;

import java.util.ArrayList;
import java.util.Collection;
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

    static Campaign of(Collection<Piece> pieces) {
        List<Piece> ordered = pieces.stream().sorted(Piece.ORDER).toList();
        var days = new TreeMap<Long, Integer>();
        var shared = new TreeMap<Subject, Integer>();
        var members = new TreeMap<MemberId, Integer>();
        var classes = new TreeMap<AbuseClass, Integer>();
        Marking marking = Traced.OPEN;
        for (Piece piece : ordered) {
            days.merge(piece.firstSecond() / DAY, 1, Integer::sum);
            piece.subjects().keySet().forEach(it -> shared.merge(it, 1, Integer::sum));
            piece.members().forEach(it -> members.merge(it, 1, Integer::sum));
            piece.classes().forEach(it -> classes.merge(it, 1, Integer::sum));
            marking = marking.strictest(piece.marking());
        }
        shared.values().removeIf(it -> it < 2);
        return new Campaign(
                "campaign-" + ordered.getFirst().root().hex().substring(0, NAME_DIGITS),
                ordered.stream().map(Piece::root).toList(),
                new Traced.Span(ordered.getFirst().firstSecond(), ordered.getLast().firstSecond()),
                days,
                shared,
                members,
                classes,
                marking);
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
