package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.statement.StixObject;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What things are called and how they are linked, as statements say it in STIX. A link stands as a
 * piece of evidence does: a row under its root with all that take part, and a row under each of
 * these. A name is a root too, under which all stand that somebody calls so.
 */
public final class LinkIndex {
    /** In place of a relationship's type: both are called the same. */
    static final String SAME_NAME = "same-name";

    private final Rows rows;

    LinkIndex(Rows rows) {
        this.rows = rows;
    }

    /** The rows that say what the statement's STIX does, beside its claims. */
    static List<RowChange> fold(Stated stated, StixGraph graph) {
        if (graph.named().isEmpty() && graph.links().isEmpty()) {
            return List.of();
        }
        var changes = new TreeMap<Bytes, Bytes>();
        Map<Hash, Link> links = links(graph);
        int position = 0;
        for (Map.Entry<Hash, Link> one : links.entrySet()) {
            Link link = one.getValue();
            changes.put(
                    KeyFormat.linkKey(one.getKey(), stated.statement()),
                    LinkFormat.write(stated, link.fromSecond, link.type, List.copyOf(link.ends)));
            var place = new KeyFormat.Place(stated.statement(), position++);
            if (link.isFollowed) {
                for (LinkFormat.End end : link.ends) {
                    changes.put(
                            KeyFormat.partKey(end.thing(), place),
                            LinkFormat.write(stated, link.fromSecond, one.getKey()));
                }
            }
        }
        for (StixGraph.Named named : graph.named()) {
            changes.put(
                    KeyFormat.nameKey(named.id(), stated.statement()),
                    LinkFormat.write(
                            stated,
                            new LinkFormat.Name(
                                    Provenance.of(stated),
                                    named.modifiedSecond(),
                                    named.revoked(),
                                    named.names().getFirst())));
        }
        var all = new ArrayList<RowChange>();
        changes.forEach((key, value) -> all.add(new RowChange.Put(key, value)));
        all.add(
                new RowChange.Put(
                        KeyFormat.linksOf(stated.statement()),
                        KeyFormat.keysPart(changes.keySet())));
        return all;
    }

    private static final class Link {
        private final String type;
        private final boolean isFollowed;
        private final long fromSecond;
        private final Set<LinkFormat.End> ends = new LinkedHashSet<>();

        private Link(String type, boolean isFollowed, long fromSecond) {
            this.type = type;
            this.isFollowed = isFollowed;
            this.fromSecond = fromSecond;
        }

        private void add(List<? extends Traceable> things, boolean isSource) {
            things.forEach(it -> ends.add(new LinkFormat.End(it, isSource)));
        }
    }

    /** By root, in its order: what a statement says twice stands once. */
    private static Map<Hash, Link> links(StixGraph graph) {
        var links = new TreeMap<Hash, Link>();
        for (StixGraph.Link it : graph.links()) {
            Link link = new Link(it.type(), true, it.fromSecond());
            link.add(it.sources(), true);
            link.add(it.targets(), false);
            links.putIfAbsent(it.root(), link);
        }
        for (StixGraph.Named named : graph.named()) {
            var thing = List.of(new StixObject(named.id(), ""));
            String family = StixGraph.family(thing.getFirst().type());
            var words = new LinkedHashSet<>(named.names());
            words.addAll(named.numbers());
            for (String word : words) {
                links.computeIfAbsent(
                                StixGraph.rootOfName(word),
                                _ -> new Link(SAME_NAME, false, named.createdSecond()))
                        .add(thing, true);
            }
            for (String name : family.isEmpty() ? List.<String>of() : named.names()) {
                links.computeIfAbsent(
                                StixGraph.rootOfName(family, name),
                                _ -> new Link(SAME_NAME, true, named.createdSecond()))
                        .add(thing, true);
            }
        }
        return links;
    }

    /** Takes back every row of a statement; nothing when it has none. */
    List<RowChange> unfold(StatementId id) {
        Bytes key = KeyFormat.linksOf(id);
        Optional<Bytes> keys = rows.value(key);
        if (keys.isEmpty()) {
            return List.of();
        }
        var changes = new ArrayList<RowChange>();
        KeyFormat.readKeys(keys.get()).forEach(it -> changes.add(new RowChange.Delete(it)));
        changes.add(new RowChange.Delete(key));
        return changes;
    }

    /** Whether there is any link at all. */
    boolean hasAny() {
        var any = new boolean[1];
        rows.scan(
                KeyFormat.allParts(),
                (_, _) -> {
                    any[0] = true;
                    return false;
                });
        return any[0];
    }

    /** Every link in which a thing takes part, ascending by statement. */
    boolean scan(Traceable thing, Predicate<Edge> visitor) {
        Bytes prefix = KeyFormat.partPrefix(thing);
        var goesOn = new boolean[] {true};
        rows.scan(
                prefix,
                (key, row) -> {
                    StatementId id = KeyFormat.readPlace(after(prefix, key)).statement();
                    LinkFormat.Part part = LinkFormat.readPart(id.origin(), row);
                    goesOn[0] =
                            visitor.test(
                                    new Edge(
                                            thing,
                                            part.root(),
                                            part.provenance(),
                                            id.index(),
                                            Role.CONTENT,
                                            Edge.LINK,
                                            part.fromSecond()));
                    return goesOn[0];
                });
        return goesOn[0];
    }

    /** Whatever takes part in a link, ascending by statement. */
    void scanLink(Hash root, Predicate<Edge> visitor) {
        Bytes prefix = KeyFormat.linkPrefix(root);
        rows.scan(
                prefix,
                (key, row) -> {
                    StatementId id = KeyFormat.readStatement(after(prefix, key));
                    LinkFormat.Whole link = LinkFormat.readWhole(id.origin(), row);
                    return link.ends().stream()
                            .allMatch(end ->
                                    visitor.test(
                                            new Edge(
                                                    end.thing(),
                                                    root,
                                                    link.provenance(),
                                                    id.index(),
                                                    Role.CONTENT,
                                                    Edge.LINK,
                                                    link.fromSecond())));
                });
    }

    /** How a thing is linked with the others under the root: {@code uses ->}, {@code <- uses}. */
    String words(Hash root, StatementId id, Traceable near) {
        return rows.value(KeyFormat.linkKey(root, id))
                .map(row -> words(LinkFormat.readWhole(id.origin(), row), near.key()))
                .orElse("");
    }

    private static String words(LinkFormat.Whole link, String near) {
        if (link.type().equals(SAME_NAME)) {
            return "same name";
        }
        boolean forward =
                link.ends().stream().anyMatch(it -> it.isSource() && it.thing().key().equals(near));
        return forward ? link.type() + " ->" : "<- " + link.type();
    }

    /** As the newest version calls it that the viewer may see. */
    Optional<LinkFormat.Name> newest(String id, Predicate<Provenance> visible) {
        Bytes prefix = KeyFormat.namePrefix(id);
        var newest = new ArrayList<LinkFormat.Name>();
        rows.scan(
                prefix,
                (key, row) -> {
                    String origin = KeyFormat.readStatement(after(prefix, key)).origin();
                    LinkFormat.Name name = LinkFormat.readName(origin, row);
                    boolean isNewer =
                            newest.isEmpty()
                                    || name.modifiedSecond() > newest.getFirst().modifiedSecond();
                    if (isNewer && visible.test(name.provenance())) {
                        newest.clear();
                        newest.add(name);
                    }
                    return true;
                });
        return newest.stream().findFirst();
    }

    /**
     * What the viewer may see that is called so, or numbered so, or has this id; those that are
     * revoked only when all are. Ascending by id.
     */
    public List<StixObject> find(String text, Predicate<Provenance> visible) {
        var ids = new TreeSet<String>();
        StixObject.ofId(text).ifPresent(it -> ids.add(it.id()));
        scanLink(
                StixGraph.rootOfName(text),
                edge -> {
                    if (visible.test(edge.provenance())) {
                        ids.add(edge.thing().key());
                    }
                    return true;
                });
        var found = new ArrayList<StixObject>();
        var revoked = new ArrayList<StixObject>();
        for (String id : ids) {
            newest(id, visible)
                    .ifPresent(it ->
                            (it.revoked() ? revoked : found).add(new StixObject(id, it.text())));
        }
        return found.isEmpty() ? List.copyOf(revoked) : List.copyOf(found);
    }

    private static ByteBuffer after(Bytes prefix, Bytes key) {
        return key.buffer().position(prefix.length());
    }
}
