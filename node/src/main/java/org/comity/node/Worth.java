package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;

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

    Worth(PendingStore store, Ledger ledger, Lists lists, MemberId self) {
        this.store = store;
        this.ledger = ledger;
        this.lists = lists;
        this.self = self;
        this.local = new LocalList(self);
    }

    /** After a start: meets again, in order, what the rows say. */
    void load() throws IOException {
        store.scan(
                RowKeys.MET,
                (key, value) -> {
                    MetRow.read(member(key), value).forEach(lists.own().trust()::met);
                    return true;
                });
    }

    private static MemberId member(Bytes key) {
        return new MemberId(key.slice(RowKeys.MET.length(), key.length()).utf8());
    }

    /** Own mails that the member's word alone decided. */
    List<LocalTrust.Met> met(MemberId member) {
        return lists.own().trust().of(member);
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

    /** A mail of which a person said what it is, by its root. */
    record OwnMail(Hash root, List<Found> found, boolean spam) {}

    /**
     * The rows to write with what follows from it. Only where the lists are kept: a command on a
     * directory that no node runs on counts nothing.
     */
    List<Change> told(OwnMail mail, long nowSecond) throws IOException {
        if (!lists.areKept()) {
            return List.of();
        }
        var told = new Told(mail, lists.setting(nowSecond));
        told.look();
        return told.meet(false).rows();
    }

    /**
     * A filter asks about a mail that nobody has said anything of: one that names something wanted
     * is taken for wanted until then. Gives the rows to write.
     */
    List<Change> asked(OwnMail mail, long nowSecond) throws IOException {
        if (!lists.areKept() || !namesWanted(mail)) {
            return List.of();
        }
        var told = new Told(mail, lists.setting(nowSecond));
        told.look();
        return told.meet(true).metRows();
    }

    private boolean namesWanted(OwnMail mail) throws IOException {
        for (Found one : mail.found()) {
            if (lists.own().isWanted(one.subject())) {
                return true;
            }
        }
        return false;
    }

    /** One mail, and which member's claims alone list something that it names. */
    private final class Told {
        private final OwnMail mail;
        private final Setting setting;
        private final Set<MemberId> listing = new TreeSet<>();
        private final List<StatedClaim> lone = new ArrayList<>();
        private final Set<MemberId> met = new TreeSet<>();
        private boolean byAll;

        Told(OwnMail mail, Setting setting) {
            this.mail = mail;
            this.setting = setting;
        }

        void look() throws IOException {
            for (Found one : mail.found()) {
                // What a mail only mentions says nothing of the mail.
                if (one.role() != Role.MENTION) {
                    look(one.subject());
                }
            }
        }

        /** As few decisions as tell it: this runs for every subject of every mail. */
        private void look(Subject subject) throws IOException {
            Map<MemberId, List<StatedClaim>> byMember = new TreeMap<>();
            List<StatedClaim> claims =
                    lists.own()
                            .heard(
                                    lists.claimsNow(
                                            subject, ledger.touched(), setting.asOfSecond()));
            claims.forEach(
                    it -> byMember.computeIfAbsent(it.member(), _ -> new ArrayList<>()).add(it));
            List<StatedClaim> own = byMember.remove(self);
            if (own != null && !listing.contains(self) && isOwnListed(subject, own)) {
                listing.add(self);
            }
            if (byMember.isEmpty()) {
                return;
            }
            Verdict all = Agreement.decide(subject, claims, setting);
            byAll |= isListed(all);
            if (!lists.own().isWanted(subject)) {
                new LocalTrust.Asked(subject, claims)
                        .alone(all, setting, self)
                        .ifPresent(lone::add);
            }
            boolean isOneOther = own == null && byMember.size() == 1;
            byMember.forEach((member, its) -> {
                if (!listing.contains(member)
                        && isListed(isOneOther ? all : Agreement.decide(subject, its, setting))) {
                    listing.add(member);
                }
            });
        }

        private boolean isOwnListed(Subject subject, List<StatedClaim> claims) {
            return local.listed(subject, claims, setting, false).filter(Told::isListed).isPresent();
        }

        private static boolean isListed(Verdict verdict) {
            return verdict.tier().filter(it -> it != Tier.WATCH).isPresent();
        }

        /**
         * Takes what members' words alone decided of the mail.
         *
         * @param presumed nobody has said yet what it is; it is taken for wanted
         */
        Told meet(boolean presumed) {
            LocalTrust trust = lists.own().trust();
            Set<MemberId> doubted = trust.doubted();
            for (StatedClaim it : lone) {
                boolean wrong = presumed && it.claim().stance() == Stance.MALICIOUS;
                trust.met(LocalTrust.Met.by(it, mail.root(), wrong, setting.asOfSecond()));
                met.add(it.member());
            }
            if (!presumed) {
                met.addAll(trust.said(mail.root(), mail.spam()));
            }
            doubted.addAll(trust.doubted());
            turned |= !Collections.disjoint(doubted, met);
            return this;
        }

        List<Change> metRows() {
            List<Change> rows = new ArrayList<>();
            for (MemberId it : met) {
                rows.add(new Change.Put(RowKeys.met(it), MetRow.bytes(lists.own().trust().of(it))));
            }
            return rows;
        }

        List<Change> rows() throws IOException {
            List<Change> rows = metRows();
            boolean own = listing.contains(self);
            for (MemberId member : listing) {
                if (!member.equals(self)) {
                    rows.add(
                            add(
                                    member,
                                    mail.spam()
                                            ? new WorthRow(0, own ? 0 : 1, 1, 0, 0)
                                            : new WorthRow(0, 0, 0, 1, 0)));
                }
            }
            rows.add(
                    add(
                            self,
                            mail.spam()
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
}
