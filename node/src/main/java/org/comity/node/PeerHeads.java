package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.comity.charter.Member;
import org.comity.exchange.Cosigning;
import org.comity.statement.Audience;
import org.comity.statement.HeadsNotice;
import org.comity.statement.Leaf;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * States in the own log which checkpoints of the others' logs are held here, so that members who
 * were shown two forms of one log find out. On the writer's thread.
 */
final class PeerHeads {
    static final long EVERY_SECONDS = 3_600;

    /** Ten members with their cosignatures are some 10 KB each time. */
    static final int A_DAY_MAX = 8;

    private static final long DAY = 86_400;
    private static final int LOOKED_AT_MAX = 64;

    /** What was said: a line of second, day and count, then origin, size and second each. */
    private static final Bytes SAID = RowKeys.single("heads-said");

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "[0-9]{1,18} [0-9]{1,9} [0-9]{1,9}(\n[^ \n]+ [0-9]{1,18} [0-9]{1,18})*");

    /** When heads were last stated and how often on that day; of which logs which size. */
    private record Said(long second, long day, int times, SortedMap<String, Told> logs) {}

    private record Told(long size, long second) {}

    private PeerHeads() {}

    static void stateIfDue(Desk desk) throws IOException {
        Said said = read(desk.pending().value(SAID));
        long now = desk.nowSecond();
        boolean isNewDay = now / DAY != said.day();
        boolean due =
                now - said.second() >= EVERY_SECONDS && (isNewDay || said.times() < A_DAY_MAX);
        if (!due || desk.charters().others().isEmpty() || !Faulting.mayState(desk)) {
            return;
        }
        var told = new TreeMap<>(said.logs());
        var notes = new ArrayList<String>();
        int length = 0;
        for (Log log : news(desk, said)) {
            Note note = plain(desk, log, log.checkpoint().orElseThrow());
            String text = note.bytes().utf8();
            length += text.length();
            if (notes.size() == HeadsNotice.CHECKPOINTS_MAX || length > HeadsNotice.LENGTH_MAX) {
                break;
            }
            notes.add(text);
            told.put(log.origin(), new Told(size(note), now));
        }
        if (notes.isEmpty()) {
            return;
        }
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.HEADS,
                                now,
                                Tlp.CLEAR,
                                new Audience.Exchange(),
                                new HeadsNotice(notes).json());
        var row = write(new Said(now, now / DAY, isNewDay ? 1 : said.times() + 1, told));
        desk.ledger()
                .append(desk.logs().own(), List.of(statement), List.of(new Change.Put(SAID, row)));
    }

    /** Logs of which more is held than was told, what was not told for longest first. */
    private static List<Log> news(Desk desk, Said said) throws IOException {
        var news = new ArrayList<Log>();
        for (Member member : desk.charters().others()) {
            Optional<Log> log = desk.logs().log(member.logOrigin());
            if (log.isPresent()
                    && log.get().standing().isEmpty()
                    && log.get().checkpoint().filter(it -> isSigned(log.get(), it)).isPresent()
                    && isNews(desk, log.get(), told(said, log.get()).size())) {
                news.add(log.get());
            }
        }
        news.sort(
                Comparator.comparingLong((Log it) -> told(said, it).second())
                        .thenComparing(Log::origin));
        return news;
    }

    private static boolean isSigned(Log log, Note note) {
        return note.isSignedBy(log.key()) && size(note) > 0;
    }

    private static Told told(Said said, Log log) {
        return said.logs().getOrDefault(log.origin(), new Told(0, 0));
    }

    /** What is only of heads and anchors is no news: else members would tell of that for ever. */
    private static boolean isNews(Desk desk, Log log, long size) throws IOException {
        List<Bytes> leaves = desk.logs().leaves(log.origin(), size, LOOKED_AT_MAX);
        boolean quiet =
                leaves.stream()
                        .map(it -> Leaf.parse(it).orThrow().kind())
                        .allMatch(it -> it == StatementKind.HEADS || it == StatementKind.ANCHOR);
        return !quiet || leaves.size() == LOOKED_AT_MAX;
    }

    private static Note plain(Desk desk, Log log, Note note) {
        var trusted = Cosigning.Trusted.at(desk.nowSecond(), desk.charters().witnessKeys());
        return Cosigning.merge(note, note, log.key(), trusted).orThrow();
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }

    /** Whether a row is as this node writes it. */
    static boolean isWritten(Bytes row) {
        return WRITTEN.matcher(row.utf8()).matches();
    }

    private static Bytes write(Said said) {
        var text = new StringBuilder();
        text.append(said.second()).append(' ').append(said.day()).append(' ').append(said.times());
        said.logs()
                .forEach((origin, told) ->
                        text.append('\n')
                                .append(origin)
                                .append(' ')
                                .append(told.size())
                                .append(' ')
                                .append(told.second()));
        return Bytes.utf8(text.toString());
    }

    private static Said read(Optional<Bytes> row) {
        if (row.isEmpty()) {
            return new Said(0, 0, 0, new TreeMap<>());
        }
        String[] lines = row.get().utf8().split("\n", -1);
        String[] first = lines[0].split(" ", -1);
        var logs = new TreeMap<String, Told>();
        for (int at = 1; at < lines.length; at++) {
            String[] words = lines[at].split(" ", -1);
            logs.put(words[0], new Told(Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
        return new Said(
                Long.parseLong(first[0]),
                Long.parseLong(first[1]),
                Integer.parseInt(first[2]),
                logs);
    }
}
