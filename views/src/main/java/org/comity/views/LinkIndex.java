package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.comity.statement.Bundles;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
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

    /** Objects of one statement that say one link; at most {@link Bundles#OBJECTS_MAX} anyway. */
    private static final int SAY_SO_MAX = 255;

    private final Rows rows;
    private final LinkVersions versions;
    private final LinkNames names;

    LinkIndex(Rows rows, Predicate<MemberId> own) {
        this.rows = rows;
        this.versions = new LinkVersions(rows);
        this.names = new LinkNames(rows, own);
    }

    /** The rows that say what the statement's STIX does, beside its claims. */
    static List<RowChange> fold(Stated stated, StixGraph graph) {
        if (graph.equals(StixGraph.NONE)) {
            return List.of();
        }
        var changes = new TreeMap<Bytes, Bytes>();
        Map<Hash, Link> links = links(graph);
        int position = 0;
        for (Map.Entry<Hash, Link> one : links.entrySet()) {
            Link link = one.getValue();
            LinkFormat.Whole whole = link.whole(Provenance.of(stated));
            changes.put(
                    KeyFormat.linkKey(one.getKey(), stated.statement()),
                    LinkFormat.write(stated, whole));
            var place = new KeyFormat.Place(stated.statement(), position++);
            if (link.isFollowed) {
                var part =
                        new LinkFormat.Part(
                                whole.provenance(), link.fromSecond, one.getKey(), whole.by());
                for (LinkFormat.End end : link.ends) {
                    changes.put(
                            KeyFormat.partKey(end.thing(), place), LinkFormat.write(stated, part));
                }
            }
        }
        versionsAndNames(stated, graph, changes);
        var all = new ArrayList<RowChange>();
        changes.forEach((key, value) -> all.add(new RowChange.Put(key, value)));
        all.add(
                new RowChange.Put(
                        KeyFormat.linksOf(stated.statement()),
                        KeyFormat.keysPart(changes.keySet())));
        return all;
    }

    private static void versionsAndNames(
            Stated stated, StixGraph graph, Map<Bytes, Bytes> changes) {
        int number = 0;
        for (StixGraph.Version version : graph.versions()) {
            changes.put(
                    KeyFormat.versionKey(version.object().id(), stated.statement(), number++),
                    LinkFormat.write(stated, version));
        }
        for (StixGraph.Named named : graph.named()) {
            changes.put(
                    KeyFormat.nameKey(named.id(), stated.statement()),
                    LinkFormat.write(
                            stated,
                            new LinkFormat.Name(
                                    Provenance.of(stated),
                                    named.modifiedSecond(),
                                    stated.seenSecond(),
                                    named.revoked(),
                                    named.creator().equals(Bundles.identityId(stated.member())),
                                    named.names().getFirst())));
        }
    }

    private static final class Link {
        private final String type;
        private final boolean isFollowed;
        private final long fromSecond;
        private final Set<LinkFormat.End> ends = new LinkedHashSet<>();
        private final Set<ObjectVersion> by = new LinkedHashSet<>();

        private Link(String type, boolean isFollowed, long fromSecond) {
            this.type = type;
            this.isFollowed = isFollowed;
            this.fromSecond = fromSecond;
        }

        private void add(List<? extends Traceable> things, boolean isSource) {
            things.forEach(it -> ends.add(new LinkFormat.End(it, isSource)));
        }

        private LinkFormat.Whole whole(Provenance provenance) {
            return new LinkFormat.Whole(
                    provenance, fromSecond, type, List.copyOf(by), List.copyOf(ends));
        }
    }

    /** By root, in its order: what a statement says twice stands once. */
    private static Map<Hash, Link> links(StixGraph graph) {
        var links = new TreeMap<Hash, Link>();
        for (StixGraph.Link it : graph.links()) {
            Link link =
                    links.computeIfAbsent(
                            it.root(), _ -> new Link(it.type(), true, it.fromSecond()));
            link.add(it.sources(), true);
            link.add(it.targets(), false);
            if (link.by.size() < SAY_SO_MAX) {
                link.by.add(it.by());
            }
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

    /** Whether no version that the viewer may see takes its place in its log. */
    public boolean holds(ObjectVersion version, StatementId in, Predicate<Provenance> visible) {
        return versions.holds(version, in, visible);
    }

    /** One that stands in a statement. */
    public record Stood(StatementId statement, Provenance provenance, StixGraph.Version version) {}

    /** Every version of an object that is passed on or has others, by origin and index. */
    public void scanVersions(String id, Predicate<Stood> visitor) {
        versions.scan(id, visitor);
    }

    /** The same of all objects, by id. */
    public void scanVersions(Predicate<Stood> visitor) {
        versions.scanAll(visitor);
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

    /** Every link in which a thing takes part or took part, ascending by statement. */
    boolean scan(Traceable thing, Predicate<Edge> visitor) {
        Bytes prefix = KeyFormat.partPrefix(thing);
        var goesOn = new boolean[] {true};
        LinkVersions.Reading read = versions.reading();
        rows.scan(
                prefix,
                (key, row) -> {
                    StatementId id = KeyFormat.readPlace(after(prefix, key)).statement();
                    LinkFormat.Part part = LinkFormat.readPart(id.origin(), row);
                    long until = read.until(part.by(), id, part.provenance());
                    if (heldNever(part.fromSecond(), until)) {
                        return true;
                    }
                    goesOn[0] =
                            visitor.test(
                                    new Edge(
                                            thing,
                                            part.root(),
                                            part.provenance(),
                                            id.index(),
                                            Role.CONTENT,
                                            Edge.LINK,
                                            part.fromSecond(),
                                            until));
                    return goesOn[0];
                });
        return goesOn[0];
    }

    /** Whatever takes part in a link or took part, ascending by statement. */
    void scanLink(Hash root, Predicate<Edge> visitor) {
        Bytes prefix = KeyFormat.linkPrefix(root);
        LinkVersions.Reading read = versions.reading();
        rows.scan(
                prefix,
                (key, row) -> {
                    StatementId id = KeyFormat.readStatement(after(prefix, key));
                    LinkFormat.Whole link = LinkFormat.readWhole(id.origin(), row);
                    long until = read.until(link.by(), id, link.provenance());
                    if (heldNever(link.fromSecond(), until)) {
                        return true;
                    }
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
                                                    link.fromSecond(),
                                                    until)));
                });
    }

    private static boolean heldNever(long fromSecond, long untilSecond) {
        return untilSecond != Edge.FOREVER && untilSecond <= fromSecond;
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

    /** As it is called by whose word is heard first, of what the viewer may see. */
    Optional<LinkFormat.Name> name(String id, Predicate<Provenance> visible) {
        return names.name(id, visible);
    }

    /**
     * What the viewer may see that is called so, or numbered so, or has this id; those that are
     * revoked only when all are. Ascending by id.
     */
    public List<StixObject> find(String text, Predicate<Provenance> visible) {
        return names.find(text, visible);
    }

    private static ByteBuffer after(Bytes prefix, Bytes key) {
        return key.buffer().position(prefix.length());
    }
}
