package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.charter.Group;
import org.comity.statement.Audience;
import org.comity.statement.Payload;
import org.comity.statement.StatementId;
import org.comity.taxii.Added;
import org.comity.taxii.ApiRoot;
import org.comity.taxii.Collection;
import org.comity.taxii.Entry;
import org.comity.taxii.Selection;
import org.comity.taxii.Status;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** The node's collections as one TAXII user sees them, for one request. */
final class CollectedRoot implements ApiRoot {
    private final Desk desk;
    private final TaxiiUser user;
    private final Map<String, String> named = new TreeMap<>();
    // Of the last page, whose contents come next.
    private final Map<Long, CollectedRow> shown = new TreeMap<>();
    private Optional<StatementId> lastPlace = Optional.empty();
    private Bytes lastPayload = Bytes.EMPTY;

    CollectedRoot(Desk desk, TaxiiUser user) {
        this.desk = desk;
        this.user = user;
        for (String name : names(desk)) {
            named.put(id(desk, name), name);
        }
    }

    /** In the order in which they are shown. */
    static List<String> names(Desk desk) {
        var names = new ArrayList<>(List.of(Collected.OWN, Collected.EXCHANGE));
        names.addAll(List.of(ListedIndicators.TRUSTED, ListedIndicators.AGREED));
        for (Group group : desk.charters().charter().groups()) {
            if (group.members().contains(desk.self())) {
                names.add(Collected.ofGroup(group.name()));
            }
        }
        return names;
    }

    /** A UUIDv4 that stays, whatever is lost. */
    static String id(Desk desk, String name) {
        String hex =
                Hash.digest(
                                Bytes.utf8(
                                                "comity/taxii-collection/v1\0"
                                                        + desk.self()
                                                        + "\0"
                                                        + name)
                                        .array())
                        .hex();
        char variant = "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3);
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                "4" + hex.substring(13, 16),
                variant + hex.substring(17, 20),
                hex.substring(20, 32));
    }

    static String description(String name) {
        return switch (name) {
            case Collected.OWN -> "what this member states; what is added here, it states";
            case Collected.EXCHANGE -> "what all members state to the whole exchange, as held here";
            case ListedIndicators.TRUSTED -> "indicators of what is listed here, trusted or agreed";
            case ListedIndicators.AGREED -> "indicators of what the membership has agreed on";
            default -> "what is stated to the sharing group";
        };
    }

    @Override
    public String user() {
        return user.name();
    }

    @Override
    public List<Collection> collections() {
        return names(desk).stream()
                .filter(user::mayKnow)
                .map(name ->
                        new Collection(
                                id(desk, name),
                                Optional.of(name),
                                name + " of " + desk.self(),
                                description(name),
                                user.mayRead(name),
                                user.mayWrite(name) && isWritten(name)))
                .toList();
    }

    /** What others state, and lists, nobody adds to. */
    private static boolean isWritten(String name) {
        return name.equals(Collected.OWN) || Collected.groupOf(name).isPresent();
    }

    private String name(String id) {
        return Optional.ofNullable(named.get(id)).orElseThrow(IllegalArgumentException::new);
    }

    @Override
    public Page page(String collection, Selection selection, long after, int limit)
            throws IOException {
        CollectedPages.Read read =
                new CollectedPages(desk.store(), name(collection), user.greatest())
                        .page(selection, after, limit);
        shown.clear();
        read.rows().forEach(it -> shown.put(it.date(), it));
        return new Page(
                read.rows().stream().map(CollectedRow::entry).toList(), read.more(), read.newest());
    }

    @Override
    public Optional<Bytes> content(String collection, Entry entry) throws IOException {
        CollectedRow row = shown.get(entry.dateAdded());
        if (row == null) {
            return Optional.empty();
        }
        if (row.place().isEmpty()) {
            return Optional.of(row.content());
        }
        read(row);
        // Erased since the page was read.
        return lastPayload.length() == 0
                ? Optional.empty()
                : Optional.of(Payload.jsonPart(lastPayload, row.offset(), row.flags().length()));
    }

    private void read(CollectedRow row) throws IOException {
        if (!lastPlace.equals(row.place())) {
            lastPlace = row.place();
            lastPayload =
                    desk.store()
                            .value(RowKeys.payload(row.place().orElseThrow()))
                            .orElse(Bytes.EMPTY);
        }
    }

    /**
     * Whether it was said to the whole exchange, and not to a group or to named members alone; of
     * an entry of the last page.
     */
    boolean isForAll(Entry entry) throws IOException {
        CollectedRow row = shown.get(entry.dateAdded());
        if (row == null || row.place().isEmpty()) {
            return row != null;
        }
        read(row);
        return Payload.parse(lastPayload)
                .optional()
                .filter(it -> it.audience() instanceof Audience.Exchange)
                .isPresent();
    }

    @Override
    public Added add(String collection, InputStream envelope) throws IOException {
        return new TaxiiAdding(desk, user, name(collection)).add(envelope);
    }

    @Override
    public boolean delete(String collection, String object, Selection selection)
            throws IOException {
        return new TaxiiDeleting(desk, name(collection), user.greatest())
                .delete(selection.ofObject(object));
    }

    @Override
    public Optional<Status> status(String id) throws IOException {
        return TaxiiStatuses.find(desk, user.name(), id);
    }
}
