package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.StixGraph;
import org.comity.statement.StixObject;
import org.comity.value.Bytes;

/**
 * What things are called. Anybody may state anything of anybody's object, with any time, so that
 * the newest version is nobody's word. One log has the say: the viewer's own member, else the
 * member that made the thing, else who was the first here to speak of it. Only versions of that log
 * rename it or revoke it.
 */
final class LinkNames {
    /**
     * Things of one name that are taken of each log; who floods a name fills only its own share.
     */
    static final int THINGS_PER_LOG_MAX = 100;

    /** Rows of one log that are read for one name or thing. */
    static final int ROWS_PER_LOG_MAX = 10_000;

    private final Rows rows;
    private final LinkVersions versions;
    private final Comparator<LinkFormat.Name> bySay;

    LinkNames(Rows rows, Predicate<MemberId> own) {
        this.rows = rows;
        this.versions = new LinkVersions(rows);
        this.bySay =
                Comparator.comparing((LinkFormat.Name it) -> !own.test(it.provenance().member()))
                        .thenComparing(it -> !it.isCreators())
                        .thenComparingLong(LinkFormat.Name::seenSecond)
                        .thenComparing(it -> it.provenance().origin());
    }

    /** What one row says; false when no more of its log is wanted. */
    private interface Visitor {
        boolean visit(StatementId at, Bytes row);
    }

    /** Of one log: by what it has the say, and what it calls the thing now. */
    private record Word(LinkFormat.Name say, StatementId at, LinkFormat.Name newest) {
        Word and(Word other, Comparator<LinkFormat.Name> bySay) {
            Word newer = other.newest.modifiedSecond() > newest.modifiedSecond() ? other : this;
            return new Word(
                    bySay.compare(other.say, say) < 0 ? other.say : say, newer.at, newer.newest);
        }
    }

    Optional<LinkFormat.Name> name(String id, Predicate<Provenance> visible) {
        return word(id, visible).map(Word::newest);
    }

    private Optional<Word> word(String id, Predicate<Provenance> visible) {
        var words = new TreeMap<String, Word>();
        byLog(
                KeyFormat.namePrefix(id),
                (at, row) -> {
                    LinkFormat.Name name = LinkFormat.readName(at.origin(), row);
                    if (visible.test(name.provenance())) {
                        words.merge(
                                at.origin(),
                                new Word(name, at, name),
                                (one, other) -> one.and(other, bySay));
                    }
                    return true;
                });
        return words.values().stream().min(Comparator.comparing(Word::say, bySay));
    }

    List<StixObject> find(String text, Predicate<Provenance> visible) {
        var ids = new TreeSet<String>();
        StixObject.ofId(text).ifPresent(it -> ids.add(it.id()));
        var ofLog = new TreeSet<String>();
        var log = new ArrayDeque<String>();
        byLog(
                KeyFormat.linkPrefix(StixGraph.rootOfName(text)),
                (at, row) -> {
                    if (!at.origin().equals(log.peek())) {
                        log.clear();
                        log.push(at.origin());
                        ofLog.clear();
                    }
                    LinkFormat.Whole link = LinkFormat.readWhole(at.origin(), row);
                    if (visible.test(link.provenance())) {
                        link.ends().forEach(it -> ofLog.add(it.thing().key()));
                        link.ends().stream()
                                .limit(THINGS_PER_LOG_MAX)
                                .forEach(it -> ids.add(it.thing().key()));
                    }
                    return ofLog.size() < THINGS_PER_LOG_MAX;
                });
        var found = new ArrayList<StixObject>();
        var revoked = new ArrayList<StixObject>();
        for (String id : ids) {
            word(id, visible)
                    .ifPresent(it ->
                            (isRevoked(it, id, visible) ? revoked : found)
                                    .add(new StixObject(id, it.newest().text())));
        }
        return found.isEmpty() ? List.copyOf(revoked) : List.copyOf(found);
    }

    /** By the newest that is heard, or for good by another. */
    private boolean isRevoked(Word word, String id, Predicate<Provenance> visible) {
        return word.newest().revoked() || versions.isRevoked(id, word.at(), visible);
    }

    /** So many rows of each log, skipping to the next log. */
    private void byLog(Bytes prefix, Visitor visitor) {
        var next = new ArrayDeque<Bytes>(List.of(Bytes.EMPTY));
        while (!next.isEmpty()) {
            var read = new int[1];
            var last = new ArrayDeque<String>();
            rows.scanFrom(
                    prefix,
                    next.remove(),
                    (key, row) -> {
                        ByteBuffer from = key.buffer().position(prefix.length());
                        StatementId at = KeyFormat.readStatement(from);
                        if (!at.origin().equals(last.peek())) {
                            last.clear();
                            last.push(at.origin());
                            read[0] = 0;
                        }
                        boolean goesOn = visitor.visit(at, row) && ++read[0] < ROWS_PER_LOG_MAX;
                        if (!goesOn) {
                            next.add(KeyFormat.afterLog(prefix, at.origin()));
                        }
                        return goesOn;
                    });
        }
    }
}
