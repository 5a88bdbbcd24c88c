package org.comity.taxii;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which objects and which of their versions somebody asks for; TAXII 2.1 section 3.4.2. An empty
 * set of ids, types or spec versions means any.
 *
 * @param versions empty: all of them
 */
public record Selection(
        SortedSet<String> ids,
        SortedSet<String> types,
        SortedSet<VersionMatch> versions,
        SortedSet<String> specVersions) {
    /** Every version of every object. */
    public static final Selection ALL =
            new Selection(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    public Selection {
        ids = Collections.unmodifiableSortedSet(new TreeSet<>(ids));
        types = Collections.unmodifiableSortedSet(new TreeSet<>(types));
        versions = Collections.unmodifiableSortedSet(new TreeSet<>(versions));
        specVersions = Collections.unmodifiableSortedSet(new TreeSet<>(specVersions));
    }

    /** A word or an instant of a version filter. */
    public sealed interface VersionMatch extends Comparable<VersionMatch> {
        /** The one spelling that it has in a filter. */
        String text();

        @Override
        default int compareTo(VersionMatch other) {
            return text().compareTo(other.text());
        }
    }

    /** The latest version. */
    public record Last() implements VersionMatch {
        @Override
        public String text() {
            return "last";
        }
    }

    /** The earliest version. */
    public record First() implements VersionMatch {
        @Override
        public String text() {
            return "first";
        }
    }

    /**
     * The version of that instant.
     *
     * @param text as {@link TaxiiTime#normal} spells it
     */
    public record Exactly(String text) implements VersionMatch {}

    /** The same of one object alone, whatever types are asked for. */
    public Selection ofObject(String id) {
        return new Selection(new TreeSet<>(List.of(id)), new TreeSet<>(), versions, specVersions);
    }

    /** The same with every version. */
    Selection withAllVersions() {
        return new Selection(ids, types, new TreeSet<>(), specVersions);
    }

    /** The same, and where no version of STIX is said, in each that the object has. */
    Selection ofAnySpecVersion() {
        return specVersions.isEmpty()
                ? new Selection(ids, types, versions, new TreeSet<>(MediaType.STIX_VERSIONS))
                : this;
    }

    public boolean isOfType(String type) {
        return types.isEmpty() || types.contains(type);
    }

    /**
     * What is chosen of all versions of one object that its reader may see, ascending by date
     * added: within each spec version the versions asked for, and unless spec versions are asked
     * for, of the highest only.
     */
    public List<Entry> of(List<Entry> object) {
        var bySpec = new TreeMap<String, List<Entry>>();
        for (Entry entry : object) {
            if (specVersions.isEmpty() || specVersions.contains(entry.specVersion())) {
                bySpec.computeIfAbsent(entry.specVersion(), _ -> new ArrayList<>()).add(entry);
            }
        }
        var chosen = new ArrayList<Entry>();
        bySpec.forEach((spec, entries) -> {
            boolean highest = bySpec.lastKey().equals(spec);
            if (highest || !specVersions.isEmpty()) {
                chosen.addAll(ofSpec(entries));
            }
        });
        chosen.sort(Comparator.comparingLong(Entry::dateAdded));
        return chosen;
    }

    private List<Entry> ofSpec(List<Entry> entries) {
        if (versions.isEmpty()) {
            return entries;
        }
        Comparator<Entry> byVersion =
                Comparator.comparing(Entry::instant).thenComparingLong(Entry::dateAdded);
        Entry first = entries.stream().min(byVersion).orElseThrow();
        Entry last = entries.stream().max(byVersion).orElseThrow();
        return entries.stream()
                .filter(entry ->
                        versions.stream()
                                .anyMatch(it ->
                                        switch (it) {
                                            case First() -> entry.equals(first);
                                            case Last() -> entry.equals(last);
                                            case Exactly(String text) ->
                                                    entry.instant().equals(text);
                                        }))
                .toList();
    }
}
