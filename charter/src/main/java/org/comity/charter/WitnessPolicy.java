package org.comity.charter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.tlog.TlogPolicy;
import org.comity.value.Bytes;

/**
 * The rule of {@link WitnessQuorum} for one log as a tlog-policy, so that anybody's tools can judge
 * our checkpoints; docs/formats/policy.md.
 *
 * <p>A policy is a tree in which each witness stands once, so it cannot count members and countries
 * side by side. Where one count implies the other it says exactly the charter's rule. Else it asks
 * for more: of the trees in {@link QuorumTree} the one that takes most sets of witnesses. It never
 * takes a set that the charter refuses.
 *
 * @param exact whether it takes every set that the charter takes
 */
public record WitnessPolicy(Charter charter, Member owner, TlogPolicy policy, boolean exact) {
    private static final String QUORUM = "QUORUM";

    /** For the main log of a member of the charter. */
    public static WitnessPolicy of(Charter charter, Member owner) {
        Map<Country, List<Member>> witnesses = byCountry(charter, owner);
        List<Integer> sizes = witnesses.values().stream().map(List::size).toList();
        int others = sizes.stream().mapToInt(Integer::intValue).sum();
        var rule =
                new QuorumTree.Rule(
                        WitnessQuorum.needed(others + 1),
                        Math.min(charter.rules().f() + 1, sizes.size()),
                        sizes);
        var parts = new ArrayList<TlogPolicy.Part>();
        witnesses.values().forEach(some -> some.forEach(it -> parts.add(witness(it))));
        Optional<String> quorum = Optional.empty();
        boolean exact = true;
        if (others > 0) {
            QuorumTree tree = QuorumTree.best(rule);
            parts.addAll(groups(tree, List.copyOf(witnesses.values())));
            quorum = Optional.of(QUORUM);
            exact = tree.ways(rule).equals(rule.ways());
        }
        var log = new TlogPolicy.Log(owner.keys().node(), "");
        return new WitnessPolicy(
                charter, owner, new TlogPolicy(List.of(log), parts, quorum), exact);
    }

    /** With what a reader should know before it. */
    public Bytes bytes() {
        var out = new StringBuilder();
        out.append("# tlog-policy (c2sp.org/tlog-policy) for the log ").append(owner.logOrigin());
        out.append("\n# by charter ").append(charter.hash().hex());
        out.append(", epoch ").append(charter.epoch());
        out.append(", of exchange ").append(charter.exchange()).append('\n');
        rule().forEach(it -> out.append("# ").append(it).append('\n'));
        return Bytes.join(Bytes.utf8(out.toString()), policy.bytes());
    }

    /** What the charter asks for, and whether the policy asks for just that; a line each. */
    public List<String> rule() {
        Map<Country, List<Member>> witnesses = byCountry(charter, owner);
        int others = witnesses.values().stream().mapToInt(List::size).sum();
        if (others == 0) {
            return List.of("One member alone: nobody witnesses this log.");
        }
        String asked =
                "The charter asks for "
                        + WitnessQuorum.needed(others + 1)
                        + " of "
                        + others
                        + " other members, from at least "
                        + Math.min(charter.rules().f() + 1, witnesses.size())
                        + " of "
                        + witnesses.size()
                        + " countries.";
        return exact
                ? List.of(asked, "This policy asks for the same.")
                : List.of(
                        asked,
                        "This policy asks for more: the format cannot count members and countries"
                                + " at once.",
                        "What it takes, the charter takes; not all that the charter takes, it"
                                + " takes.");
    }

    /** The largest country first, as {@link QuorumTree} wants it. */
    private static Map<Country, List<Member>> byCountry(Charter charter, Member owner) {
        var sorted = new TreeMap<Country, List<Member>>();
        WitnessQuorum.witnesses(charter, owner.id())
                .forEach(
                        it -> sorted.computeIfAbsent(it.country(), _ -> new ArrayList<>()).add(it));
        var bySize = new ArrayList<>(sorted.entrySet());
        // Stable, so that countries of one size stay in the order of their names.
        bySize.sort((one, other) -> other.getValue().size() - one.getValue().size());
        var ordered = new LinkedHashMap<Country, List<Member>>();
        bySize.forEach(it -> ordered.put(it.getKey(), it.getValue()));
        return ordered;
    }

    /** The key's name: it holds a slash, so no group has it, nor is it {@code none}. */
    private static String name(Member member) {
        return member.keys().witness().name();
    }

    private static TlogPolicy.Witness witness(Member member) {
        return new TlogPolicy.Witness(name(member), member.keys().witness(), "");
    }

    private static List<TlogPolicy.Part> groups(QuorumTree tree, List<List<Member>> witnesses) {
        List<String> all = names(witnesses);
        return switch (tree) {
            case QuorumTree.Heads(int needed) -> List.of(new TlogPolicy.Group(QUORUM, needed, all));
            case QuorumTree.OneOfEach(int needed) -> {
                var parts = new ArrayList<TlogPolicy.Part>();
                var countries = new ArrayList<String>();
                for (List<Member> some : witnesses) {
                    countries.add("COUNTRY-" + some.getFirst().country().code());
                    parts.add(new TlogPolicy.Group(countries.getLast(), 1, names(List.of(some))));
                }
                parts.add(new TlogPolicy.Group(QUORUM, needed, countries));
                yield parts;
            }
            case QuorumTree.Split(int ofLargest, int ofRest) -> {
                List<String> largest = names(witnesses.subList(0, 1));
                List<String> rest = names(witnesses.subList(1, witnesses.size()));
                yield List.of(
                        new TlogPolicy.Group("LARGEST-COUNTRY", ofLargest, largest),
                        new TlogPolicy.Group("OTHER-COUNTRIES", ofRest, rest),
                        new TlogPolicy.Group(
                                QUORUM, 2, List.of("LARGEST-COUNTRY", "OTHER-COUNTRIES")));
            }
        };
    }

    private static List<String> names(List<List<Member>> witnesses) {
        return witnesses.stream().flatMap(List::stream).map(WitnessPolicy::name).toList();
    }
}
