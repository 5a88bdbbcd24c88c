package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.protection.MailAddress;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.SubjectKind;
import org.comity.store.StoreReader;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.EndedVersions;

/**
 * Tables that no log gives again: each row is one that this version would write, and what it points
 * to is there. Told too: rows of no table, and of logs of nobody.
 */
final class OtherTables {
    private static final String WANTED = "wanted mail";
    private static final Pattern CHANGE =
            Pattern.compile(
                    "(0|[1-9][0-9]{0,17}) (0|[1-9][0-9]{0,17}) (off|(%s) (%s)( decided)?)"
                            .formatted(
                                    words(Level.values(), Level::word),
                                    words(Tier.values(), Tier::word)));
    private static final Pattern INPUT =
            Pattern.compile(
                    "(charter|guards) [0-9a-f]{64}|head [^ \n]+ [0-9]{1,18} [0-9a-f]{64} [0-9]{1,18}");

    /** Charter notes among the rows that there is one of. */
    private static final Set<String> NOTES =
            Set.of("charter-draft", "charter-removed", "charter-refound", "charter-refounded");

    private static final int HASH = Hash.LENGTH;

    private final StoreReader store;
    private final CheckedLogs logs;
    private final long nowSecond;
    private final Findings findings;

    private static <T> String words(T[] all, Function<T, String> word) {
        return Arrays.stream(all).map(word).collect(Collectors.joining("|"));
    }

    OtherTables(LogCheck.Sources from, long nowSecond, Findings findings) {
        this.store = from.store();
        this.logs = from.logs();
        this.nowSecond = nowSecond;
        this.findings = findings;
    }

    void run() throws IOException {
        checkPrivate();
        checkNotices();
        checkLists();
        each(RowKeys.SINGLES, Remedy.NEWER, this::isSingle);
        each(
                RowKeys.COLLECTED,
                Remedy.SAY_AGAIN,
                row -> CollectedCheck.isRow(row.rest(), row.value()));
        for (Bytes table : List.of(RowKeys.ERASED, RowKeys.SHRED)) {
            each(table, Remedy.STORE, row -> row.isEmpty() && hasLeaf(row.rest()));
        }
        each(RowKeys.DROPPED, Remedy.STORE, row -> hasLeaf(row.rest()) && isDropped(row));
        each(RowKeys.PAYLOADS, Remedy.STORE, row -> hasLeaf(row.rest()));
        each(RowKeys.PAYLOADS, Remedy.REBUILD, row -> !isErased(row.rest()));
        for (Bytes table : List.of(RowKeys.CONTROLS, RowKeys.MISSING)) {
            each(table, Remedy.REBUILD, row -> hasLeaf(row.rest()));
        }
        each(RowKeys.PLACES, Remedy.REBUILD, row -> row.isEmpty() && hasLeaf(row.after(HASH)));
        each(RowKeys.ANCHORS, Remedy.REBUILD, row -> hasLeaf(row.rest()) && isAnchor(row));
        for (Bytes table : List.of(RowKeys.GUARDS, RowKeys.LOGS, RowKeys.COSIGNED)) {
            each(table, Remedy.STORE, row -> logs.has(row.rest().utf8()));
        }
        checkOrigins();
        checkTables();
    }

    private void checkPrivate() throws IOException {
        each(
                RowKeys.WANTED,
                Remedy.SAY_AGAIN,
                row ->
                        isSubject(row.rest().utf8())
                                && isSame(row, () -> Wants.Want.read(row.value()).bytes()));
        each(
                RowKeys.WORTH,
                Remedy.SAY_AGAIN,
                row ->
                        isMember(row.after(Long.BYTES))
                                && isSame(row, () -> WorthRow.read(row.value()).bytes()));
        each(
                RowKeys.MET,
                Remedy.SAY_AGAIN,
                row -> isMember(row.rest()) && isSame(row, () -> met(row.rest(), row.value())));
        each(
                RowKeys.IGNORED,
                Remedy.SAY_AGAIN,
                row -> isMember(row.rest()) && row.value().length() == Long.BYTES);
        each(
                RowKeys.WATCHES,
                Remedy.SAY_AGAIN,
                row -> isSame(row, () -> Watch.read(row.rest().utf8(), row.value()).row()));
        each(
                RowKeys.TOKENS,
                Remedy.SAY_AGAIN,
                row -> isSame(row, () -> Token.read(row.rest().utf8(), row.value()).row()));
        each(
                RowKeys.ROOTS,
                Remedy.SAY_AGAIN,
                row -> row.rest().length() == HASH && isRoot(row.value().utf8()));
    }

    private void checkNotices() throws IOException {
        each(
                RowKeys.NOTICES,
                Remedy.SAY_AGAIN,
                row ->
                        isSame(row, () -> NoticeRow.read(row.value()).bytes())
                                && RowKeys.notice(NoticeRow.read(row.value()).number())
                                        .equals(row.key()));
        each(
                RowKeys.NOTICE_OF,
                Remedy.SAY_AGAIN,
                row -> row.rest().length() == HASH && isNotice(row.value()));
        each(RowKeys.NOTICE_MAIL, Remedy.SAY_AGAIN, row -> isNotice(row.rest()));
        each(
                RowKeys.NOTICE_DUE,
                Remedy.SAY_AGAIN,
                row -> row.isEmpty() && isNotice(row.after(Long.BYTES)));
        each(
                RowKeys.NOTICE_SENT,
                Remedy.SAY_AGAIN,
                row ->
                        row.rest().length() == 2 * Long.BYTES
                                && MailAddress.parse(row.value().utf8()).optional().isPresent());
    }

    private boolean isNotice(Bytes number) throws IOException {
        // One that cannot be read is dropped, and these with it.
        return number.length() == Long.BYTES
                && store.value(Bytes.join(RowKeys.NOTICES, number))
                        .filter(it -> isSame(it, () -> NoticeRow.read(it).bytes()))
                        .isPresent();
    }

    private static Bytes met(Bytes member, Bytes row) {
        return MetRow.bytes(MetRow.read(new MemberId(member.utf8()), row));
    }

    private void checkLists() throws IOException {
        each(RowKeys.LIST_CHANGES, Remedy.REBUILD, this::isListChange);
        each(
                RowKeys.LIST_INPUTS,
                Remedy.REBUILD,
                row -> row.rest().length() == 2 * Long.BYTES && isInput(row.value()));
    }

    private boolean isAnchor(Row row) {
        long index = row.key().buffer().getLong(row.key().length() - Long.BYTES);
        return isSame(row, () -> AnchorRow.write(AnchorRow.read(index, row.value())));
    }

    private static boolean isDropped(Row row) {
        return row.isEmpty() || EndedVersions.isKept(RowKeys.statementAt(row.rest()), row.value());
    }

    private boolean isErased(Bytes place) throws IOException {
        return store.value(Bytes.join(RowKeys.ERASED, place)).isPresent();
    }

    /** A row, and what follows its table's two bytes in the key. */
    private record Row(Bytes key, Bytes rest, Bytes value) {
        boolean isEmpty() {
            return value.length() == 0;
        }

        Bytes after(int bytes) {
            return rest.length() < bytes ? Bytes.EMPTY : rest.slice(bytes, rest.length());
        }
    }

    /** Whether a row is as it should be. */
    private interface Rule {
        boolean holds(Row row) throws IOException;
    }

    /** What a row says when it is read and written again. */
    private interface Rendering {
        Bytes bytes();
    }

    private void each(Bytes table, Remedy remedy, Rule rule) throws IOException {
        store.scan(
                table,
                (key, value) -> {
                    if (!rule.holds(new Row(key, key.slice(table.length(), key.length()), value))) {
                        String what = "table " + table.utf8() + " has a row that cannot be";
                        findings.addRow(key, what, remedy);
                    }
                    return true;
                });
    }

    private static boolean isSame(Row row, Rendering rendering) {
        return isSame(row.value(), rendering);
    }

    private static boolean isSame(Bytes value, Rendering rendering) {
        try {
            return rendering.bytes().equals(value);
        } catch (RuntimeException unreadable) { // what a reader of good rows makes of this one
            return false;
        }
    }

    private static boolean isSubject(String key) {
        for (SubjectKind kind : SubjectKind.values()) {
            if (key.startsWith(kind.word() + ":")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMember(Bytes name) {
        return MemberId.parse(name.utf8()).optional().isPresent();
    }

    private boolean isRoot(String text) throws IOException {
        if (text.equals(WANTED)) {
            return true;
        }
        Optional<StatementId> id = StatementId.parse(text).optional();
        return id.isPresent() && LogBook.leaf(store, id.get()).isPresent();
    }

    private boolean hasLeaf(Bytes place) throws IOException {
        if (place.length() < 10) {
            return false;
        }
        StatementId id = RowKeys.statementAt(place);
        return RowKeys.place(id).equals(place)
                && store.value(RowKeys.leaf(id.origin(), id.index())).isPresent();
    }

    private static boolean isInput(Bytes row) {
        return row.utf8().lines().allMatch(it -> INPUT.matcher(it).matches());
    }

    private boolean isListChange(Row row) throws IOException {
        String[] parts = row.rest().utf8().split("\0", -1);
        String[] lines = row.value().utf8().split("\n", -1);
        if (parts.length != 2 || !isSubject(parts[0]) || lines.length > ListChanges.KEPT_MAX) {
            return false;
        }
        for (String line : lines) {
            if (!CHANGE.matcher(line).matches()) {
                return false;
            }
        }
        // Older ones may have lost what they followed from; it is kept for a while only.
        String[] newest = lines[0].split(" ", 3);
        long second = Long.parseLong(newest[0]);
        return second < nowSecond - ListChanges.KEPT.toSeconds()
                || store.value(RowKeys.listInputs(second, Long.parseLong(newest[1])))
                        .filter(OtherTables::isInput)
                        .isPresent();
    }

    private boolean isSingle(Row row) {
        String name = row.rest().utf8();
        if (NOTES.contains(name)) {
            return CharterBook.parse(row.value()).optional().isPresent();
        }
        if (name.startsWith("cosigned/")) {
            return logs.has(name.substring("cosigned/".length()));
        }
        if (name.startsWith("stood/")) {
            return logs.has(name.substring("stood/".length()))
                    && Note.parse(row.value()).optional().isPresent();
        }
        if (name.startsWith("replica/")) {
            return logs.has(name.substring("replica/".length()))
                    && ReplicaRow.parse(row.value()).isPresent();
        }
        return switch (name) {
            case "quiet-checkpoint" -> Note.parse(row.value()).optional().isPresent();
            case "heads-said" -> PeerHeads.isWritten(row.value());
            case "joining" -> row.value().length() > 0;
            case "unheard" -> UnheardLogs.isWritten(row.value());
            case "restored" -> row.value().length() == 0;
            case "dropped-since", "notice-number" -> row.value().length() == Long.BYTES;
            case "alerts-told" -> AlertMail.isTold(row.value());
            case "redaction-key" -> row.value().length() == Noticing.REDACTION_KEY_BYTES;
            case "restating", "rebuilding" -> {
                if (row.value().length() == 0) {
                    findings.add(name + " was begun and not finished", Remedy.NEXT_START);
                }
                yield row.value().length() == 0;
            }
            case "settings" -> row.value().length() == Hash.LENGTH;
            case "disk-use" -> DiskUse.read(row.value()).isPresent();
            default -> false;
        };
    }

    /** Leaves of logs that no charter here knows. */
    private void checkOrigins() throws IOException {
        Optional<Bytes> first = firstAfter(RowKeys.LEAVES, Bytes.EMPTY);
        while (first.isPresent()) {
            Bytes key = first.get();
            Bytes rest = key.slice(RowKeys.LEAVES.length(), key.length());
            String origin = rest.length() < 10 ? "" : RowKeys.statementAt(rest).origin();
            if (!logs.has(origin)) {
                findings.add("leaves of a log of nobody: " + key.hex(), Remedy.STORE);
            }
            Bytes last = Bytes.join(RowKeys.leaves(origin), RowKeys.number(-1));
            first = firstAfter(RowKeys.LEAVES, last.compareTo(key) > 0 ? last : key);
        }
    }

    private void checkTables() throws IOException {
        Optional<Bytes> first = firstAfter(Bytes.EMPTY, Bytes.EMPTY);
        while (first.isPresent()) {
            Bytes key = first.get();
            Bytes table = key.slice(0, Math.min(2, key.length()));
            if (!RowKeys.TABLES.contains(table)) {
                findings.add("rows of no table: " + key.hex(), Remedy.NEWER);
            }
            first = firstAfter(Bytes.EMPTY, end(table));
        }
    }

    /** At least as great as every key that begins so; keys have at most 1,024 bytes. */
    private static Bytes end(Bytes table) {
        byte[] rest = new byte[1_024 - table.length()];
        Arrays.fill(rest, (byte) 0xFF);
        return Bytes.join(table, Bytes.of(rest));
    }

    private Optional<Bytes> firstAfter(Bytes prefix, Bytes after) throws IOException {
        var first = new ArrayList<Bytes>();
        store.scanFrom(
                prefix,
                after,
                (key, _) -> {
                    first.add(key);
                    return false;
                });
        return first.stream().findFirst();
    }
}
