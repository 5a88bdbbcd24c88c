package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.comity.agreement.Communique;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.statement.Audience;
import org.comity.statement.CommuniqueNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What this node says of itself every tick, and once a day and after each new charter in its log;
 * and the newest that each member has logged.
 */
final class Communiques {
    private static final long EVERY_SECONDS = 300;
    private static final long WAITED_SECONDS_MAX = 3_600;

    /** So often it is made anew while the one to be logged waits. */
    private static final long AGAIN_SECONDS = 30;

    /** A communique as its member logged it. */
    record Logged(StatementId statement, Note note) {}

    // By member and scope.
    private final Map<String, Logged> logged = new ConcurrentSkipListMap<>();
    // By scope; written by the writer only.
    private volatile SortedMap<String, Note> newest = Collections.emptySortedMap();
    private long newestSecond;
    // Whether no payload was on its way when it was made.
    private boolean isWhole;
    // Since when the one to be logged waits for payloads that are on their way; 0: it does not.
    private long waitingSince;

    /** The newest of this node on a scope. */
    Optional<Note> newest(Scope scope) {
        return Optional.ofNullable(newest.get(scope.word()));
    }

    Optional<Logged> loggedBy(MemberId member, Scope scope) {
        return Optional.ofNullable(logged.get(key(member, scope)));
    }

    private static String key(MemberId member, Scope scope) {
        return member.name() + " " + scope.word();
    }

    /** What the newest says of the scope that the member has logged. */
    Optional<Communique> saidBy(MemberId member, Scope scope) {
        return loggedBy(member, scope)
                .flatMap(it -> Communique.parse(it.note().text()).optional())
                .filter(it -> it.member().equals(member))
                .map(Communique.By::communique);
    }

    /** Takes what a member logged, if it is newer than what is held of it. */
    void take(MemberId author, StatementId id, Statement statement) {
        Optional<Note> note =
                CommuniqueNotice.parse(statement.payload().json())
                        .then(it -> Note.parse(Bytes.utf8(it.note())))
                        .optional();
        note.ifPresent(it ->
                logged.merge(
                        key(author, scopeOf(it)),
                        new Logged(id, it),
                        (one, two) ->
                                one.statement().index() >= two.statement().index() ? one : two));
    }

    /** What cannot be read counts for the members: comparing it says so. */
    private static Scope scopeOf(Note note) {
        return Communique.parse(note.text())
                .optional()
                .map(it -> it.communique().inputs().scope())
                .orElse(new Scope.Members());
    }

    boolean isDue(long nowSecond) {
        long every = waitingSince > 0 ? AGAIN_SECONDS : EVERY_SECONDS;
        return nowSecond - newestSecond >= every || nowSecond < newestSecond;
    }

    /** On the writer's thread, when all is durable and decided as of now. */
    void make(Desk desk, long nowSecond) throws IOException {
        newestSecond = nowSecond;
        isWhole = !arePayloadsOnTheirWay(desk);
        var made = new TreeMap<String, Note>();
        for (Lists lists : desk.listBook().scopes()) {
            Scope scope = lists.settings().scope();
            if (scope.isFor(desk.self(), desk.charters().charter())) {
                String text = of(desk, lists, nowSecond).text(desk.self());
                made.put(scope.word(), Note.of(text).signedBy(desk.keys().node()));
            }
        }
        newest = Collections.unmodifiableSortedMap(made);
    }

    /** The newest of each scope goes into the log if it is the first of its day or charter. */
    void logIfDue(Desk desk) throws IOException {
        boolean many = desk.charters().charter().members().size() > 1;
        boolean halted = desk.logs().own().isEnded();
        List<Note> news = newest.values().stream().filter(it -> isNews(desk.self(), it)).toList();
        boolean mayState = desk.ledger().heads().history().isNewest();
        if (!many || halted || !mayState || news.isEmpty() || waits(desk)) {
            return;
        }
        for (Note note : news) {
            log(desk, note);
        }
    }

    private static void log(Desk desk, Note note) throws IOException {
        String text = note.bytes().utf8();
        Scope scope = scopeOf(note);
        if (text.length() <= CommuniqueNotice.NOTE_LENGTH_MAX) {
            Statement statement =
                    desk.sealer()
                            .control(
                                    StatementKind.COMMUNIQUE,
                                    desk.nowSecond(),
                                    scope.equals(new Scope.Public()) ? Tlp.CLEAR : Tlp.GREEN,
                                    scope instanceof Scope.Of(String group)
                                            ? new Audience.Group(group)
                                            : new Audience.Exchange(),
                                    new CommuniqueNotice(text).json());
            desk.ledger().append(desk.logs().own(), List.of(statement), List.of());
        }
    }

    /**
     * What was made without a payload that others have cannot be compared by them: so it waits for
     * those that are on their way and is made anew, though not for long.
     */
    private boolean waits(Desk desk) {
        waitingSince = waitingSince == 0 ? desk.nowSecond() : waitingSince;
        boolean waits = !isWhole && desk.nowSecond() - waitingSince < WAITED_SECONDS_MAX;
        waitingSince = waits ? waitingSince : 0;
        return waits;
    }

    /** What was asked for already and did not come is withheld, or not for this member. */
    private static boolean arePayloadsOnTheirWay(Desk desk) throws IOException {
        boolean[] found = {false};
        for (Log log : desk.logs().all()) {
            if (log.isMain() && !found[0]) {
                long askedTo = ReplicaRow.of(desk.store(), log.origin()).askedTo();
                StoreScan.from(
                        desk.store(),
                        RowKeys.missing(log.origin()),
                        RowKeys.missing(new StatementId(log.origin(), askedTo)),
                        (_, _) -> {
                            found[0] = true;
                            return false;
                        });
            }
        }
        return found[0];
    }

    private boolean isNews(MemberId self, Note note) {
        Communique.Inputs now = Communique.parse(note.text()).orThrow().communique().inputs();
        Optional<Communique.Inputs> last = saidBy(self, now.scope()).map(Communique::inputs);
        return last.isEmpty()
                || !last.get().charter().equals(now.charter())
                || last.get().second() / 86_400 != now.second() / 86_400;
    }

    /** What this node says of the lists of one scope as of now. */
    static Communique of(Desk desk, Lists lists, long now) throws IOException {
        var charter = desk.charters().charter();
        var inputs =
                new Communique.Inputs(
                        charter.exchange(),
                        lists.settings().scope(),
                        charter.hash(),
                        desk.guards().hash(),
                        now);
        List<Communique.Head> heads = heads(desk.logs(), charter);
        var lines = lists.scopeLines();
        var day =
                new Communique.Day(
                        new TreeSet<>(lists.setting(now).inStanding()),
                        lists.listedAtDawn(),
                        lists.settings().standings().at(now).added());
        return new Communique(
                inputs,
                heads,
                day,
                new Communique.Listed(
                        absent(desk, heads, inputs.scope()),
                        lines.size(),
                        Communique.root(lines.values())));
    }

    /** The members' main logs as far as they are here, and stand. */
    static List<Communique.Head> heads(LogBook logs, Charter charter) {
        var heads = new ArrayList<Communique.Head>();
        for (Log log : logs.all()) {
            if (log.isMain() && charter.member(log.author()).isPresent()) {
                TreeHead head =
                        log.standing()
                                .map(Log.Standing::head)
                                .filter(log::holds)
                                .orElse(log.tree().head());
                heads.add(
                        new Communique.Head(
                                log.origin(),
                                head.size(),
                                head.root(),
                                Math.min(head.size(), log.cosignedSize())));
            }
        }
        return heads;
    }

    /**
     * Names the statements below the heads whose payloads are not here, awaited or erased, as far
     * as the scope can rest on them: a leaf tells which are open to everybody.
     */
    static Hash absent(Desk desk, List<Communique.Head> heads, Scope scope) throws IOException {
        var absent = new ArrayList<StatementId>();
        for (Communique.Head head : heads) {
            for (Bytes table : List.of(RowKeys.MISSING, RowKeys.ERASED)) {
                Bytes prefix = Bytes.join(table, Bytes.utf8(head.origin() + "\0"));
                desk.store()
                        .scan(
                                prefix,
                                (key, _) -> {
                                    long index =
                                            key.slice(prefix.length(), key.length())
                                                    .buffer()
                                                    .getLong();
                                    if (index < head.size()) {
                                        absent.add(new StatementId(head.origin(), index));
                                    }
                                    return true;
                                });
            }
        }
        var names = new TreeSet<String>();
        for (StatementId id : absent) {
            boolean open = desk.logs().leaf(id).filter(it -> it.tlp() == Tlp.CLEAR).isPresent();
            if (open || !scope.equals(new Scope.Public())) {
                names.add(id.toString());
            }
        }
        return Communique.absent(names);
    }
}
