package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.comity.agreement.Communique;
import org.comity.charter.Charter;
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

    /** A communique as its member logged it. */
    record Logged(StatementId statement, Note note) {}

    private final Map<MemberId, Logged> logged = new ConcurrentSkipListMap<>();
    // Written by the writer only.
    private volatile Optional<Note> newest = Optional.empty();
    private long newestSecond;
    // Since when the one to be logged waits for payloads that are on their way; 0: it does not.
    private long waitingSince;

    /** The newest of this node. */
    Optional<Note> newest() {
        return newest;
    }

    Optional<Logged> loggedBy(MemberId member) {
        return Optional.ofNullable(logged.get(member));
    }

    /** What the newest says that the member has logged. */
    Optional<Communique> saidBy(MemberId member) {
        return loggedBy(member)
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
                        author,
                        new Logged(id, it),
                        (one, two) ->
                                one.statement().index() >= two.statement().index() ? one : two));
    }

    boolean isDue(long nowSecond) {
        return nowSecond - newestSecond >= EVERY_SECONDS || nowSecond < newestSecond;
    }

    /** On the writer's thread, when all is durable and decided as of now. */
    void make(Desk desk, long nowSecond) throws IOException {
        newestSecond = nowSecond;
        Communique communique = of(desk, nowSecond);
        newest = Optional.of(Note.of(communique.text(desk.self())).signedBy(desk.keys().node()));
    }

    /** The newest goes into the log if it is the first of its day or of its charter. */
    void logIfDue(Desk desk) throws IOException {
        boolean many = desk.charters().charter().members().size() > 1;
        boolean halted = desk.logs().own().haltedFrom() != Long.MAX_VALUE;
        if (newest.isEmpty() || !many || halted || !isNews(desk.self(), newest.get())) {
            return;
        }
        if (waits(desk)) {
            return;
        }
        String text = newest.get().bytes().utf8();
        if (text.length() <= CommuniqueNotice.NOTE_LENGTH_MAX) {
            Statement statement =
                    desk.sealer()
                            .control(
                                    StatementKind.COMMUNIQUE,
                                    desk.nowSecond(),
                                    Tlp.GREEN,
                                    new Audience.Exchange(),
                                    new CommuniqueNotice(text).json());
            desk.ledger().append(desk.logs().own(), List.of(statement), List.of());
        }
    }

    /**
     * What lacks a payload that others have cannot be compared by them: so it waits for those that
     * are on their way, though not long.
     */
    private boolean waits(Desk desk) throws IOException {
        var awaited = new int[1];
        desk.pending().scan(RowKeys.MISSING, (_, _) -> ++awaited[0] < 1);
        waitingSince = waitingSince == 0 ? desk.nowSecond() : waitingSince;
        boolean waits = awaited[0] > 0 && desk.nowSecond() - waitingSince < WAITED_SECONDS_MAX;
        waitingSince = waits ? waitingSince : 0;
        return waits;
    }

    private boolean isNews(MemberId self, Note note) {
        Communique.Inputs now = Communique.parse(note.text()).orThrow().communique().inputs();
        Optional<Communique.Inputs> last = saidBy(self).map(Communique::inputs);
        return last.isEmpty()
                || !last.get().charter().equals(now.charter())
                || last.get().second() / 86_400 != now.second() / 86_400;
    }

    /** What this node says as of now. */
    static Communique of(Desk desk, long now) throws IOException {
        var charter = desk.charters().charter();
        var inputs =
                new Communique.Inputs(
                        charter.exchange(), charter.hash(), desk.guards().hash(), now);
        List<Communique.Head> heads = heads(desk.logs(), charter);
        var lines = desk.lists().scopeLines();
        var day =
                new Communique.Day(
                        new TreeSet<>(desk.lists().setting(now).inStanding()),
                        desk.lists().listedAtDawn(),
                        desk.standings().at(now).added());
        return new Communique(
                inputs,
                heads,
                day,
                new Communique.Listed(
                        absent(desk, heads), lines.size(), Communique.root(lines.values())));
    }

    /** The members' main logs as far as they are here. */
    static List<Communique.Head> heads(LogBook logs, Charter charter) {
        var heads = new ArrayList<Communique.Head>();
        for (Log log : logs.all()) {
            if (log.isMain() && charter.member(log.author()).isPresent()) {
                TreeHead head = log.tree().head();
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

    /** Names the statements below the heads whose payloads are not here: awaited, or erased. */
    static Hash absent(Desk desk, List<Communique.Head> heads) throws IOException {
        var absent = new TreeSet<String>();
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
                                        absent.add(head.origin() + "#" + index);
                                    }
                                    return true;
                                });
            }
        }
        return Communique.absent(absent);
    }
}
