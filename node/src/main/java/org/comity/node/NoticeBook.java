package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.protection.Incident;
import org.comity.protection.MailAddress;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;

/**
 * The rows of notices: private to this node, and never sent to members. Changes come back as lists,
 * for the writer's thread to write.
 */
final class NoticeBook {
    /** Deleted or looked at in one go. */
    private static final int SOME = 1_000;

    /** The last number that was given. */
    static final Bytes NUMBER = RowKeys.single("notice-number");

    private NoticeBook() {}

    /** When a notice is to be mailed. */
    record Due(long second, long number) {
        Bytes key() {
            return Bytes.join(RowKeys.noticeDue(second), RowKeys.number(number));
        }

        static Due of(Bytes key) {
            int at = RowKeys.NOTICE_DUE.length();
            return new Due(key.buffer().getLong(at), key.buffer().getLong(at + Long.BYTES));
        }
    }

    static Optional<NoticeRow> find(StoreReader store, long number) throws IOException {
        return store.value(RowKeys.notice(number)).map(NoticeRow::read);
    }

    static NoticeRow require(StoreReader store, long number) throws IOException {
        return find(store, number)
                .orElseThrow(() -> new Refusal("no such notice", Long.toString(number)));
    }

    /** The newest notice of that incident. */
    static Optional<NoticeRow> of(StoreReader store, Incident incident, MailAddress contact)
            throws IOException {
        Optional<Bytes> number = store.value(RowKeys.noticeOf(NoticeRow.key(incident, contact)));
        return number.isEmpty() ? Optional.empty() : find(store, number.get().buffer().getLong());
    }

    static List<NoticeRow> all(StoreReader store) throws IOException {
        var all = new ArrayList<NoticeRow>();
        store.scan(RowKeys.NOTICES, (_, value) -> all.add(NoticeRow.read(value)));
        return all;
    }

    static Optional<Bytes> mail(StoreReader store, long number) throws IOException {
        return store.value(RowKeys.noticeMail(number));
    }

    /** One more than any before, also than those that are gone. */
    static long nextNumber(StoreReader store) throws IOException {
        return store.value(NUMBER).map(it -> it.buffer().getLong()).orElse(0L) + 1;
    }

    static Change put(NoticeRow row) {
        return new Change.Put(RowKeys.notice(row.number()), row.bytes());
    }

    /** The row, that it is the incident's newest, and its mail. */
    static List<Change> drafted(NoticeRow row, Bytes mail) {
        return List.of(
                put(row),
                new Change.Put(RowKeys.noticeOf(row.key()), RowKeys.number(row.number())),
                new Change.Put(RowKeys.noticeMail(row.number()), mail));
    }

    static Change due(Due due) {
        return new Change.Put(due.key(), Bytes.EMPTY);
    }

    static Change done(Due due) {
        return new Change.Delete(due.key());
    }

    /** Those that are to be mailed by now, the longest due first. */
    static List<Due> due(StoreReader store, long now) throws IOException {
        var due = new ArrayList<Due>();
        store.scan(
                RowKeys.NOTICE_DUE,
                (key, _) -> {
                    Due one = Due.of(key);
                    return one.second() <= now && due.add(one);
                });
        return due;
    }

    /** Waits for its time no more. */
    static List<Change> unqueued(StoreReader store, long number) throws IOException {
        var gone = new ArrayList<Change>();
        for (Due one : due(store, Long.MAX_VALUE)) {
            if (one.number() == number) {
                gone.add(done(one));
            }
        }
        return gone;
    }

    static Bytes sentKey(long second, long number) {
        return Bytes.join(RowKeys.NOTICE_SENT, RowKeys.number(second), RowKeys.number(number));
    }

    /** What went out in the last day; the keys of what went before it come back. */
    static List<Change> rates(StoreReader store, NoticeRates into, long now) throws IOException {
        var old = new ArrayList<Change>();
        store.scan(
                RowKeys.NOTICE_SENT,
                (key, contact) -> {
                    long second = key.buffer().getLong(RowKeys.NOTICE_SENT.length());
                    if (second <= now - NoticeRates.DAY) {
                        old.add(new Change.Delete(key));
                    } else {
                        into.add(second, contact.utf8());
                    }
                    return true;
                });
        return old;
    }

    /** All of a notice. */
    static List<Change> without(StoreReader store, NoticeRow row) throws IOException {
        var gone = new ArrayList<Change>(unqueued(store, row.number()));
        gone.add(new Change.Delete(RowKeys.notice(row.number())));
        gone.add(new Change.Delete(RowKeys.noticeMail(row.number())));
        Bytes newest = RowKeys.noticeOf(row.key());
        if (store.value(newest).equals(Optional.of(RowKeys.number(row.number())))) {
            gone.add(new Change.Delete(newest));
        }
        return gone;
    }

    /** Notices that rest on a statement whose payload is destroyed go with it. */
    static List<Change> without(StoreReader store, StatementId erased) throws IOException {
        var gone = new ArrayList<Change>();
        for (NoticeRow row : all(store)) {
            if (row.statements().contains(erased)) {
                gone.addAll(without(store, row));
            }
        }
        return gone;
    }

    /** Of which nothing was heard for so long; some of them. */
    static List<Change> withoutOld(StoreReader store, long before) throws IOException {
        var gone = new ArrayList<Change>();
        int some = 0;
        for (NoticeRow row : all(store)) {
            if (row.state() != NoticeState.QUEUED
                    && row.standing().second() < before
                    && some++ < SOME) {
                gone.addAll(without(store, row));
            }
        }
        return gone;
    }
}
