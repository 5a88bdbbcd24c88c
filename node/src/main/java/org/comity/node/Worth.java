package org.comity.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Agreement;
import org.comity.agreement.LocalList;
import org.comity.agreement.LocalTrust;
import org.comity.agreement.Setting;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Tier;
import org.comity.agreement.Verdict;
import org.comity.intake.Found;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.value.Bytes;

/**
 * What each member's statements were worth at this node: counted when a person says what a mail
 * was, by the claims as they stood before it. And whom the own lists still believe alone, by the
 * wanted mail that its lone claims met ({@link LocalTrust}). Both are private, and kept as rows: no
 * log could give them back. Of the writer's thread.
 */
final class Worth {
    /** A month of 30 days, counted from 1970. */
    static final long MONTH_SECONDS = 30L * 86_400;

    private final PendingStore store;
    private final Ledger ledger;
    private final Lists lists;
    private final MemberId self;
    private final LocalList local;
    private boolean turned;

    /** What of one member's lone claims was met within the window, and how much of it is wanted. */
    record Met(int wanted, int all) {}

    private record MetRow(long second, MemberId member, Subject subject, boolean wanted) {}

    Worth(PendingStore store, Ledger ledger, Lists lists, MemberId self) {
        this.store = store;
        this.ledger = ledger;
        this.lists = lists;
        this.self = self;
        this.local = new LocalList(self);
    }

    /** After a start: meets again, in order, what the rows say. */
    void load(long nowSecond) throws IOException {
        List<MetRow> rows = new ArrayList<>();
        store.scan(
                RowKeys.MET,
                (key, value) -> {
                    MetRow row = metRow(key, value);
                    if (row.second() > nowSecond - LocalTrust.WINDOW_SECONDS) {
                        rows.add(row);
                    }
                    return true;
                });
        rows.sort(Comparator.comparingLong(MetRow::second));
        rows.forEach(
                it -> lists.own().trust().met(it.member(), it.subject(), it.wanted(), it.second()));
    }

    /** What of each member's lone claims was met. */
    Map<MemberId, Met> met(long nowSecond) throws IOException {
        var met = new TreeMap<MemberId, Met>();
        store.scan(
                RowKeys.MET,
                (key, value) -> {
                    MetRow row = metRow(key, value);
                    if (row.second() > nowSecond - LocalTrust.WINDOW_SECONDS) {
                        met.merge(
                                row.member(),
                                new Met(row.wanted() ? 1 : 0, 1),
                                (one, two) ->
                                        new Met(
                                                one.wanted() + two.wanted(),
                                                one.all() + two.all()));
                    }
                    return true;
                });
        return met;
    }

    boolean believes(MemberId member) {
        return member.equals(self) || lists.own().trust().believes(member);
    }

    /** Whether since the last call somebody came to be believed alone, or not any more. */
    boolean takeTurned() {
        boolean taken = turned;
        turned = false;
        return taken;
    }

    /** Per month and member; the newest month first. */
    Map<Long, Map<MemberId, WorthRow>> months(long nowSecond, int count) throws IOException {
        var months = new TreeMap<Long, Map<MemberId, WorthRow>>(Comparator.reverseOrder());
        long newest = nowSecond / MONTH_SECONDS;
        for (long month = newest; month > newest - count; month--) {
            Bytes prefix = RowKeys.worth(month);
            var rows = new TreeMap<MemberId, WorthRow>();
            store.scan(
                    prefix,
                    (key, value) -> {
                        String name = key.slice(prefix.length(), key.length()).utf8();
                        rows.put(new MemberId(name), WorthRow.read(value));
                        return true;
                    });
            months.put(month, rows);
        }
        return months;
    }

    /**
     * A mail whose kind a person told; the rows to write with what follows from it. Only where the
     * lists are kept: a command on a directory that no node runs on counts nothing.
     */
    List<Change.Put> told(List<Found> found, boolean spam, long nowSecond) throws IOException {
        if (lists.all().isEmpty()) {
            return List.of();
        }
        Setting setting = lists.setting(nowSecond);
        var mail = new Told(setting, spam);
        for (Found one : found) {
            // What a mail only mentions says nothing of the mail.
            if (one.role() != Role.MENTION) {
                mail.look(one.subject());
            }
        }
        return mail.rows();
    }

    /** One mail, and which member's claims alone list something that it names. */
    private final class Told {
        private final Setting setting;
        private final boolean spam;
        private final Set<MemberId> listing = new TreeSet<>();
        private final List<Change.Put> met = new ArrayList<>();
        private boolean byAll;

        Told(Setting setting, boolean spam) {
            this.setting = setting;
            this.spam = spam;
        }

        void look(Subject subject) {
            List<StatedClaim> claims =
                    lists.claimsNow(subject, ledger.isTouched(subject), setting.asOfSecond());
            if (claims.isEmpty()) {
                return;
            }
            Map<MemberId, List<StatedClaim>> byMember = new TreeMap<>();
            claims.forEach(
                    it -> byMember.computeIfAbsent(it.member(), _ -> new ArrayList<>()).add(it));
            byMember.forEach((member, its) -> {
                if (!listing.contains(member) && lists(subject, its)) {
                    listing.add(member);
                }
            });
            byAll = byAll || lists(subject, claims);
            if (byMember.size() > 1 || !byMember.containsKey(self)) {
                alone(subject, claims);
            }
        }

        private boolean lists(Subject subject, List<StatedClaim> claims) {
            return local.listed(subject, claims, setting, false)
                    .flatMap(Verdict::tier)
                    .filter(it -> it != Tier.WATCH)
                    .isPresent();
        }

        private void alone(Subject subject, List<StatedClaim> claims) {
            Verdict verdict = Agreement.decide(subject, lists.own().heard(claims), setting);
            Optional<MemberId> alone =
                    verdict.tier().isPresent() ? LocalTrust.alone(verdict, self) : Optional.empty();
            alone.ifPresent(it -> {
                LocalTrust trust = lists.own().trust();
                boolean before = trust.believes(it);
                trust.met(it, subject, !spam, setting.asOfSecond());
                turned |= before != trust.believes(it);
                met.add(put(it, subject));
            });
        }

        private Change.Put put(MemberId member, Subject subject) {
            Bytes key = Bytes.join(RowKeys.met(member), Bytes.utf8(subject.key()));
            ByteBuffer row = ByteBuffer.allocate(9).putLong(setting.asOfSecond());
            return new Change.Put(key, Bytes.of(row.put((byte) (spam ? 0 : 1)).array()));
        }

        List<Change.Put> rows() throws IOException {
            var rows = new ArrayList<>(met);
            boolean own = listing.contains(self);
            for (MemberId member : listing) {
                if (!member.equals(self)) {
                    rows.add(
                            add(
                                    member,
                                    spam
                                            ? new WorthRow(0, own ? 0 : 1, 1, 0, 0)
                                            : new WorthRow(0, 0, 0, 1, 0)));
                }
            }
            rows.add(
                    add(
                            self,
                            spam
                                    ? new WorthRow(1, byAll && !own ? 1 : 0, own ? 1 : 0, 0, 0)
                                    : new WorthRow(0, 0, 0, own ? 1 : 0, 1)));
            return rows;
        }

        private Change.Put add(MemberId member, WorthRow more) throws IOException {
            Bytes key = RowKeys.worth(setting.asOfSecond() / MONTH_SECONDS, member);
            WorthRow before = store.value(key).map(WorthRow::read).orElse(WorthRow.NONE);
            return new Change.Put(key, before.plus(more).bytes());
        }
    }

    private static MetRow metRow(Bytes key, Bytes value) {
        String[] names = key.slice(RowKeys.MET.length(), key.length()).utf8().split("\0", 2);
        ByteBuffer row = value.buffer();
        return new MetRow(row.getLong(), new MemberId(names[0]), subject(names[1]), row.get() == 1);
    }

    private static Subject subject(String key) {
        int colon = key.indexOf(':');
        String kind = key.substring(0, colon);
        for (SubjectKind each : SubjectKind.values()) {
            if (each.word().equals(kind)) {
                return new Subject(each, key.substring(colon + 1));
            }
        }
        throw new IllegalStateException("not a subject in a row of met claims");
    }
}
