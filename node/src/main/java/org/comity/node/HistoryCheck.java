package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import org.comity.charter.Member;
import org.comity.charter.Viewer;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.LogName;
import org.comity.exchange.News;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other members what they hold of the own logs, so that a restored backup or a second copy
 * of this directory notices before it states anything; and goes on asking one of them at each tick,
 * since a copy that was made of a running node notices only once the original went on.
 *
 * <p>The rule: after a start nothing is stated before one member has answered and none that did
 * holds more. When none answers, the node goes on alone after {@code exchange.start-alone-after}; a
 * directory that {@code comity restore} made waits for all of them, however long. Whoever is the
 * only member has nobody to ask.
 */
final class HistoryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryCheck.class);

    /** Present in a directory that was restored, until all others were heard. */
    static final Bytes RESTORED = RowKeys.single("restored");

    private static final Ask NEWS = new Ask.News(Optional.empty());

    /** So long the clock waits for the one that is asked in passing. */
    private static final long NEXT_MILLIS_MAX = 5_000;

    /** And a start or a command for all: one that answers byte by byte is as one that is away. */
    private static final long ALL_MILLIS_MAX = 10_000;

    private final Desk desk;
    private final PeerClient client;
    private final OwnHistory history;
    private final UnheardLogs unheard;
    private final Set<MemberId> asking = new ConcurrentSkipListSet<>();
    // In a round of all; who came late counts in the next one.
    private final Set<MemberId> answered = new ConcurrentSkipListSet<>();
    private final Queue<Note> cosigned = new ConcurrentLinkedQueue<>();
    private int turn;

    HistoryCheck(Desk desk, PeerClient client) {
        this.desk = desk;
        this.client = client;
        this.history = desk.ledger().heads().history();
        this.unheard = desk.ledger().heads().unheard();
    }

    /** Before anything is stated: nothing is, until somebody was heard, if anybody can be asked. */
    void begin() throws IOException {
        boolean others = !desk.charters().others().isEmpty();
        if (!askable().isEmpty() || (others && isRestored())) {
            history.await();
        }
    }

    /** The same for one command on a directory without a node: asks when it is to state. */
    void beginAlone() throws IOException {
        begin();
        history.asksBefore(() -> {
            if (isEnough(ask(askable()))) {
                history.heard();
            }
        });
    }

    /** Asks all others at once; who of them did not answer. */
    List<MemberId> askAll() throws IOException {
        List<MemberId> silent = ask(askable());
        keepUnheard();
        keepCosigned();
        if (isEnough(silent)) {
            goOn();
        }
        return silent;
    }

    private void keepUnheard() throws IOException {
        if (unheard.isChanged()) {
            desk.writer()
                    .callLong(() -> {
                        unheard.keep();
                        return true;
                    });
        }
    }

    /**
     * Before anything is cosigned, since nothing is before this directory is known to be newest.
     */
    private void keepCosigned() throws IOException {
        for (Note note = cosigned.poll(); note != null; note = cosigned.poll()) {
            Witness.remember(desk, note);
        }
    }

    private boolean isEnough(List<MemberId> silent) throws IOException {
        int asked = askable().size();
        return isRestored() ? asked > 0 && silent.isEmpty() : silent.size() < asked;
    }

    private boolean isRestored() throws IOException {
        return desk.store().value(RESTORED).isPresent();
    }

    /** Nobody need be heard any more: what waited is done. */
    void goOn() throws IOException {
        if (history.known() instanceof OwnHistory.Known.Unheard) {
            history.heard();
            desk.writer()
                    .callLong(() -> {
                        desk.ledger().write(List.of(new Change.Delete(RESTORED)));
                        return Restating.runIfDue(desk);
                    });
        } else if (history.known() instanceof OwnHistory.Known.Forked) {
            history.heard(); // a new key ends the fork, and then nobody asks once more
        }
    }

    /** Whether the node may go on though nobody was heard for that long since the start. */
    void goOnAlone(Duration since) throws IOException {
        Optional<Duration> alone = desk.config().exchange().startAloneAfter();
        if (history.known() instanceof OwnHistory.Known.Unheard
                && alone.filter(it -> since.compareTo(it) >= 0).isPresent()
                && !isRestored()) {
            LOG.atWarn().log("no member was heard on the own log; going on alone");
            goOn();
        }
    }

    /** Asks one of the others, in turn. */
    void askNext() throws IOException {
        List<Member> others = askable();
        if (!others.isEmpty()) {
            Member next = others.get(Math.floorMod(turn++, others.size()));
            // One that answers byte by byte is asked by one at a time, and the clock goes on.
            if (asking.add(next.id())) {
                desk.machine().pace().within(List.of(() -> askAside(next)), NEXT_MILLIS_MAX);
            }
            keepUnheard();
        }
    }

    private void askAside(Member member) {
        try {
            var _ = answers(member);
        } finally {
            asking.remove(member.id());
        }
    }

    /** Who only contributes, from behind a network that lets nobody in, cannot be asked. */
    private List<Member> askable() {
        return desk.charters().others().stream().filter(it -> !it.url().isEmpty()).toList();
    }

    /** Who was silent. A command may ask while the clock does: each round hears for itself. */
    private List<MemberId> ask(List<Member> members) {
        var heard = new ConcurrentSkipListSet<MemberId>();
        var asks = new ArrayList<Runnable>();
        for (Member member : members) {
            asks.add(() -> {
                if (answers(member)) {
                    heard.add(member.id());
                    answered.add(member.id());
                }
            });
        }
        desk.machine().pace().within(asks, ALL_MILLIS_MAX);
        var silent = new ArrayList<MemberId>();
        for (Member member : members) {
            boolean before = answered.remove(member.id());
            if (!before && !heard.contains(member.id())) {
                silent.add(member.id());
            }
        }
        return silent;
    }

    /** Whether it said what it holds of each own log that it may have. */
    private boolean answers(Member member) {
        if (!history.isNewest()) {
            String uri = member.url() + "/cosigned-by/" + desk.self();
            if (client.fetch(uri, CosignedBefore.BYTES_MAX) instanceof Answer.Got(Bytes body)) {
                cosigned.addAll(CosignedBefore.parse(body));
            }
        }
        Answer told = client.ask(member.url(), LogName.main(member.id()), NEWS);
        boolean all = !(told instanceof Answer.Failed || told instanceof Answer.Stranger);
        for (LogName name : ownLogs(member.id(), told)) {
            Answer answer = client.ask(member.url(), name, new Ask.Checkpoint());
            all &=
                    switch (answer) {
                        // No word on what is lacking: it may have it, and will once it follows.
                        case Answer.Missing() -> true;
                        case Answer.Failed _, Answer.Stranger(), Answer.Unchanged() -> false;
                        case Answer.Got(Bytes bytes) ->
                                Note.parse(bytes)
                                        .map(it -> isJudged(it, name, member))
                                        .optional()
                                        .orElse(false);
                    };
        }
        return all;
    }

    private boolean isJudged(Note note, LogName name, Member member) {
        boolean judged = judge(note, member.id().name());
        boolean hasNoMore =
                Checkpoint.parse(note.text())
                        .optional()
                        .filter(it -> it.origin().equals(name.origin()))
                        .flatMap(it ->
                                desk.logs().log(it.origin()).filter(log -> log.holds(it.head())))
                        .isPresent();
        if (judged && hasNoMore) {
            unheard.heard(name.origin(), desk.logs().find(name).orElseThrow().tree().size());
        }
        return judged;
    }

    /** The own logs of which another member holds a copy, or should. */
    Set<LogName> ownLogs(Member other) {
        return ownLogs(other.id(), client.ask(other.url(), LogName.main(other.id()), NEWS));
    }

    /**
     * @param told its news: an old copy does not know of logs for named members that came later
     */
    private Set<LogName> ownLogs(MemberId other, Answer told) {
        var names = new LinkedHashSet<LogName>(List.of(LogName.main(desk.self())));
        for (Log log : desk.logs().forParties(desk.self())) {
            if (log.maySee(new Viewer.Identified(other), desk.charters().charter())) {
                names.add(LogName.parseOrigin(log.origin()).orThrow());
            }
        }
        if (told instanceof Answer.Got(Bytes body)
                && News.parse(body) instanceof Checked.Good<News>(News news)) {
            news.holds().keySet().stream()
                    .flatMap(it -> LogName.parseOrigin(it).optional().stream())
                    .filter(it -> it.owner().equals(desk.self()))
                    .forEach(names::add);
        }
        return names;
    }

    /**
     * Takes note of a head of an own log that somebody holds; false when this member's key did not
     * sign it, which proves nothing.
     */
    boolean judge(Note note, String holder) {
        Optional<Log> log =
                Checkpoint.parse(note.text())
                        .then(it -> LogName.parseOrigin(it.origin()))
                        .optional()
                        .flatMap(it -> desk.logs().find(it));
        if (log.isEmpty() || !desk.ledger().heads().isOwn(log.get().origin())) {
            return false;
        }
        Optional<Checkpoint> signed = Checkpoint.open(note, log.get().key()).optional();
        if (signed.isEmpty()) {
            // Of a log that lacks something what a former key signed says nothing new.
            return history.known() instanceof OwnHistory.Known.Older
                    && log.get().open(note).optional().isPresent();
        }
        TreeHead head = signed.get().head();
        String origin = log.get().origin();
        long here = log.get().tree().size();
        if (unheard.has(origin) && !log.get().holds(head)) {
            unheard.add(origin, head.size());
        } else if (head.size() > here) {
            tell(new OwnHistory.Known.Older(origin, holder, head.size(), here));
        } else if (head.size() > 0 && !log.get().tree().headAt(head.size()).equals(head)) {
            tell(new OwnHistory.Known.Forked(origin, holder, head.size()));
            desk.logs().suspects().put(note, desk.self());
        }
        return true;
    }

    private void tell(OwnHistory.Known found) {
        OwnHistory.Known before = history.known();
        switch (found) {
            case OwnHistory.Known.Older older -> history.older(older);
            case OwnHistory.Known.Forked forked -> history.forked(forked);
            case OwnHistory.Known.Newest _, OwnHistory.Known.Unheard _ -> {}
        }
        if (!history.known().equals(before)) {
            LOG.atError().addKeyValue("why", history.why().orElse("")).log("read only");
        }
    }
}
