package org.comity.taxii;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** Pages of objects, manifests and versions, and DELETE; TAXII 2.1 sections 5.3 to 5.8. */
final class Objects {
    /** Of the objects of one page together; a single one may be larger. */
    private static final long PAGE_BYTES_MAX = 16 << 20;

    private final PageToken tokens;

    Objects(PageToken tokens) {
        this.tokens = tokens;
    }

    /** A request on a collection. */
    record Asked(TaxiiRequest request, ApiRoot root, Collection collection) {}

    /** How a page is written. */
    private enum Form {
        OBJECTS,
        MANIFEST,
        VERSIONS
    }

    TaxiiAnswer list(Asked asked, boolean manifest) throws IOException {
        return switch (Query.parse(asked.request().query())) {
            case Checked.Good<Query>(Query query) ->
                    page(asked, query, query.selection(), manifest ? Form.MANIFEST : Form.OBJECTS);
            case Checked.Refused<Query> refused -> malformed(refused.toString());
        };
    }

    TaxiiAnswer ofObject(Asked asked, String id, boolean versions) throws IOException {
        return switch (Query.parse(asked.request().query())) {
            case Checked.Refused<Query> refused -> malformed(refused.toString());
            case Checked.Good<Query>(Query query) -> {
                if (!isThere(asked, id)) {
                    yield TaxiiServer.notFound();
                }
                Selection one = query.selection().ofObject(id);
                yield versions
                        ? page(asked, query, one.withAllVersions(), Form.VERSIONS)
                        : page(asked, query, one, Form.OBJECTS);
            }
        };
    }

    private static boolean isThere(Asked asked, String id) throws IOException {
        return Query.isObjectId(id)
                && !asked.root()
                        .page(
                                asked.collection().id(),
                                Selection.ALL.ofObject(id),
                                Long.MIN_VALUE,
                                1)
                        .entries()
                        .isEmpty();
    }

    /**
     * Section 5.7. Without a version all of them go, as an object that was deleted is to be found
     * no more.
     */
    TaxiiAnswer delete(Asked asked, String id) throws IOException {
        Collection collection = asked.collection();
        if (!collection.canRead() || !collection.canWrite()) {
            return collection.canRead() || collection.canWrite()
                    ? TaxiiServer.forbidden()
                    : TaxiiServer.notFound();
        }
        return switch (Query.parse(asked.request().query())) {
            case Checked.Refused<Query> refused -> malformed(refused.toString());
            case Checked.Good<Query>(Query query) -> {
                boolean said = query.said().contains("match[version]");
                Selection one = query.selection().ofObject(id);
                boolean gone =
                        Query.isObjectId(id)
                                && asked.root()
                                        .delete(
                                                collection.id(),
                                                id,
                                                said
                                                        ? one
                                                        : one.withAllVersions().ofAnySpecVersion());
                yield gone ? TaxiiAnswer.of(200, TaxiiAnswer.Body.NONE) : TaxiiServer.notFound();
            }
        };
    }

    private TaxiiAnswer page(Asked asked, Query query, Selection selection, Form form)
            throws IOException {
        var walk =
                new PageToken.Walk(asked.root().user(), path(asked, selection, form), query.said());
        long after = query.addedAfter().orElse(Long.MIN_VALUE);
        if (query.next().isPresent()) {
            OptionalLong at = tokens.read(walk, query.next().get());
            if (at.isEmpty()) {
                return malformed("next is of another request, or of none");
            }
            after = Math.max(after, at.getAsLong());
        }
        int limit =
                (int)
                        Math.min(
                                query.limit().orElse(TaxiiServer.LIMIT_USUAL),
                                TaxiiServer.LIMIT_MAX);
        ApiRoot.Page page = asked.root().page(asked.collection().id(), selection, after, limit);
        List<Entry> shown = form == Form.OBJECTS ? withinBytes(page.entries()) : page.entries();
        boolean more = page.more() || shown.size() < page.entries().size();
        long none = after == Long.MIN_VALUE ? page.newest() : after;
        String next = more ? tokens.write(walk, shown.getLast().dateAdded()) : "";
        return TaxiiAnswer.of(200, out -> write(asked, new Shown(shown, next), form, out))
                .with(
                        "X-TAXII-Date-Added-First",
                        TaxiiTime.print(shown.isEmpty() ? none : shown.getFirst().dateAdded()))
                .with(
                        "X-TAXII-Date-Added-Last",
                        TaxiiTime.print(shown.isEmpty() ? none : shown.getLast().dateAdded()));
    }

    /** One spelling, whether the id or the alias of the collection was used. */
    private static String path(Asked asked, Selection selection, Form form) {
        return String.join(
                " ", asked.collection().id(), form.name(), String.join(",", selection.ids()));
    }

    private static List<Entry> withinBytes(List<Entry> entries) {
        long bytes = 0;
        for (int at = 0; at < entries.size(); at++) {
            bytes += entries.get(at).bytes();
            if (bytes > PAGE_BYTES_MAX && at > 0) {
                return entries.subList(0, at);
            }
        }
        return entries;
    }

    /**
     * @param next empty when nothing follows
     */
    private record Shown(List<Entry> entries, String next) {}

    /** Lists that would be empty are left out (section 2). */
    private static void write(Asked asked, Shown page, Form form, OutputStream out)
            throws IOException {
        var open = new ListWriter(out, form == Form.VERSIONS ? "versions" : "objects");
        if (!page.next().isEmpty()) {
            open.member("more", new Json.Flag(true));
            open.member("next", new Json.Text(page.next()));
        }
        for (Entry entry : page.entries()) {
            switch (form) {
                case OBJECTS -> {
                    var content = asked.root().content(asked.collection().id(), entry);
                    if (content.isPresent()) {
                        open.element(content.get());
                    }
                }
                case MANIFEST -> open.element(record(entry).canonical());
                case VERSIONS -> open.element(new Json.Text(entry.version()).canonical());
            }
        }
        open.close();
    }

    private static Json.Members record(Entry entry) {
        return Json.Members.NONE
                .with("id", entry.id())
                .with("date_added", TaxiiTime.print(entry.dateAdded()))
                .with("version", entry.version())
                .with("media_type", MediaType.stix(entry.specVersion()));
    }

    /** A JSON object that ends in one long list. */
    private static final class ListWriter {
        private final OutputStream out;
        private final String list;
        private String before = "{";
        private boolean inList;

        ListWriter(OutputStream out, String list) {
            this.out = out;
            this.list = list;
        }

        void member(String name, Json value) throws IOException {
            text(before);
            text("\"" + name + "\":");
            out.write(value.canonical().array());
            before = ",";
        }

        void element(Bytes json) throws IOException {
            if (!inList) {
                text(before + "\"" + list + "\":[");
                inList = true;
            } else {
                out.write(',');
            }
            out.write(json.array());
        }

        void close() throws IOException {
            if (inList) {
                text("]}");
            } else {
                text(before.equals("{") ? "{}" : "}");
            }
        }

        private void text(String text) throws IOException {
            out.write(Bytes.utf8(text).array());
        }
    }

    private static TaxiiAnswer malformed(String why) {
        return TaxiiAnswer.error(400, "Malformed request", why);
    }
}
