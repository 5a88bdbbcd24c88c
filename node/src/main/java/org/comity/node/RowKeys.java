package org.comity.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Keys of the node's rows in the store; docs/formats/rows.md lists them. Numbers are big-endian, so
 * that they sort.
 */
final class RowKeys {
    /** Everything under it is derived and may be deleted and rebuilt. */
    static final Bytes VIEWS = Bytes.utf8("v/");

    static final Bytes CHARTERS = Bytes.utf8("t/");
    static final Bytes FORMER_CHARTERS = Bytes.utf8("j/");
    static final Bytes LOGS = Bytes.utf8("h/");
    static final Bytes EVIDENCE = Bytes.utf8("e/");
    static final Bytes EVIDENCE_AT = Bytes.utf8("y/");
    static final Bytes WANTED = Bytes.utf8("w/");
    static final Bytes PAYLOADS = Bytes.utf8("p/");
    static final Bytes CONTROLS = Bytes.utf8("k/");
    static final Bytes WORTH = Bytes.utf8("b/");
    static final Bytes MET = Bytes.utf8("u/");
    static final Bytes IGNORED = Bytes.utf8("i/");
    static final Bytes MISSING = Bytes.utf8("n/");

    static final Bytes ERASED = Bytes.utf8("x/");

    /** Erasures whose bytes may still stand in the files, by the statement that asked. */
    static final Bytes SHRED = Bytes.utf8("1/");

    static final Bytes DROPPED = Bytes.utf8("2/");

    static final Bytes WATCHES = Bytes.utf8("3/");
    static final Bytes TOKENS = Bytes.utf8("9/");

    static final Bytes STANDING = Bytes.utf8("s/");
    static final Bytes SCOPE_STANDING = Bytes.utf8("z/");
    static final Bytes LIST_CHANGES = Bytes.utf8("d/");
    static final Bytes LIST_INPUTS = Bytes.utf8("o/");
    static final Bytes LEAVES = Bytes.utf8("l/");
    static final Bytes PLACES = Bytes.utf8("c/");
    static final Bytes ANCHORS = Bytes.utf8("a/");
    static final Bytes GUARDS = Bytes.utf8("g/");
    static final Bytes COSIGNED = Bytes.utf8("q/");
    static final Bytes EVIDENCE_OF = Bytes.utf8("f/");
    static final Bytes ROOTS = Bytes.utf8("r/");
    static final Bytes SINGLES = Bytes.utf8("m/");

    static final Bytes NOTICES = Bytes.utf8("8/");
    static final Bytes NOTICE_OF = Bytes.utf8("4/");
    static final Bytes NOTICE_MAIL = Bytes.utf8("5/");
    static final Bytes NOTICE_DUE = Bytes.utf8("6/");
    static final Bytes NOTICE_SENT = Bytes.utf8("7/");

    /** Entries of TAXII collections, and who may read them; {@link CollectedRow}. */
    static final Bytes COLLECTED = Bytes.utf8("T/");

    /** All there are. */
    static final Set<Bytes> TABLES =
            Set.of(
                    VIEWS,
                    CHARTERS,
                    FORMER_CHARTERS,
                    LOGS,
                    EVIDENCE,
                    EVIDENCE_AT,
                    WANTED,
                    PAYLOADS,
                    CONTROLS,
                    WORTH,
                    MET,
                    IGNORED,
                    MISSING,
                    ERASED,
                    SHRED,
                    DROPPED,
                    WATCHES,
                    TOKENS,
                    STANDING,
                    SCOPE_STANDING,
                    LIST_CHANGES,
                    LIST_INPUTS,
                    LEAVES,
                    PLACES,
                    ANCHORS,
                    GUARDS,
                    COSIGNED,
                    EVIDENCE_OF,
                    ROOTS,
                    SINGLES,
                    NOTICES,
                    NOTICE_OF,
                    NOTICE_MAIL,
                    NOTICE_DUE,
                    NOTICE_SENT,
                    COLLECTED);

    private RowKeys() {}

    /** Leaves of one log, by index. */
    static Bytes leaves(String origin) {
        return Bytes.join(LEAVES, Bytes.utf8(origin + "\0"));
    }

    static Bytes leaf(String origin, long index) {
        return Bytes.join(leaves(origin), number(index));
    }

    /** The newest checkpoint note of a log, with its cosignatures. */
    static Bytes checkpoint(String origin) {
        return Bytes.join(LOGS, Bytes.utf8(origin));
    }

    /**
     * The largest size and root of an own log that may have been signed; written with the leaves,
     * before signing.
     */
    static Bytes guard(String origin) {
        return Bytes.join(GUARDS, Bytes.utf8(origin));
    }

    /** The newest checkpoint note of a log that the quorum had cosigned. */
    static Bytes cosigned(String origin) {
        return Bytes.join(COSIGNED, Bytes.utf8(origin));
    }

    /** What this node cosigned last of a log: size, root, and the note with both signatures. */
    static Bytes witnessed(String origin) {
        return single("cosigned/" + origin);
    }

    /** What a quorum had cosigned under a former key; see {@link NewKey}. */
    static Bytes stood(String origin) {
        return single("stood/" + origin);
    }

    /**
     * By statement and not by commitment: whoever copies another's leaf into its own log gains no
     * say over the other's payload.
     */
    static Bytes payload(StatementId id) {
        return Bytes.join(PAYLOADS, place(id));
    }

    /** The leaves with this commitment: nearly always one; each key ends in its place. */
    static Bytes places(Hash commitment) {
        return Bytes.join(PLACES, commitment.bytes());
    }

    /** How far replication of another's log has come; {@link ReplicaRow}. */
    static Bytes replica(String origin) {
        return single("replica/" + origin);
    }

    /** Payloads of one log that are not here, by their index. */
    static Bytes missing(String origin) {
        return Bytes.join(MISSING, Bytes.utf8(origin + "\0"));
    }

    /** A payload that is not here yet. */
    static Bytes missing(StatementId id) {
        return Bytes.join(missing(id.origin()), number(id.index()));
    }

    /** A statement whose payload its author destroyed. */
    static Bytes erased(StatementId id) {
        return Bytes.join(ERASED, place(id));
    }

    static Bytes shred(StatementId notice) {
        return Bytes.join(SHRED, place(notice));
    }

    /** A statement whose payload this node keeps no longer, since all of it expired long ago. */
    static Bytes dropped(StatementId id) {
        return Bytes.join(DROPPED, place(id));
    }

    /** Raw evidence, by its commitment, in chunks; see {@link Evidence}. */
    static Bytes evidence(Hash evidence) {
        return Bytes.join(EVIDENCE, evidence.bytes());
    }

    /** When evidence was taken, so that the old is found without reading all. */
    static Bytes evidenceAt(long second, Hash evidence) {
        return Bytes.join(EVIDENCE_AT, number(second), evidence.bytes());
    }

    /** Which evidence an own payload rests on. */
    static Bytes evidenceOf(Hash commitment) {
        return Bytes.join(EVIDENCE_OF, commitment.bytes());
    }

    /** Anchors of one log, by their index. */
    static Bytes anchors(String origin) {
        return Bytes.join(ANCHORS, Bytes.utf8(origin + "\0"));
    }

    static Bytes anchor(StatementId id) {
        return Bytes.join(anchors(id.origin()), number(id.index()));
    }

    /**
     * What one day added to the members' records; derived, and kept so that erasing undoes nothing.
     */
    static Bytes standing(Scope scope, long day) {
        return scope instanceof Scope.Members
                ? Bytes.join(STANDING, number(day))
                : Bytes.join(SCOPE_STANDING, Bytes.utf8(scope.word() + "\0"), number(day));
    }

    /** A subject's key on a list of that name. */
    record OnList(String subject, String list) {}

    /** What became of a subject on every list. */
    static Bytes listChanges(String subjectKey) {
        return Bytes.join(LIST_CHANGES, Bytes.utf8(subjectKey + "\0"));
    }

    static Bytes listChange(OnList on) {
        return Bytes.join(listChanges(on.subject()), Bytes.utf8(on.list()));
    }

    /** The inverse of {@link #listChange}; no subject and no list's name holds a zero. */
    static OnList onList(Bytes key) {
        String[] parts = key.slice(LIST_CHANGES.length(), key.length()).utf8().split("\0", 2);
        return new OnList(parts[0], parts[1]);
    }

    /** By what lists changed in that second; the number tells apart what was read in between. */
    static Bytes listInputs(long second, long number) {
        return Bytes.join(LIST_INPUTS, number(second), number(number));
    }

    /** Control statements, so that they are found without reading all leaves. */
    static Bytes control(StatementId id) {
        return Bytes.join(CONTROLS, place(id));
    }

    /** Which own statement, or which wanted mail, has this root. */
    static Bytes root(Hash root) {
        return Bytes.join(ROOTS, root.bytes());
    }

    static Bytes wanted(Subject subject) {
        return Bytes.join(WANTED, Bytes.utf8(subject.key()));
    }

    /** What a member's claims were worth here in one month. */
    static Bytes worth(long month, MemberId member) {
        return Bytes.join(worth(month), Bytes.utf8(member.name()));
    }

    static Bytes worth(long month) {
        return Bytes.join(WORTH, number(month));
    }

    /** Own mails that this member's word alone decided. */
    static Bytes met(MemberId member) {
        return Bytes.join(MET, Bytes.utf8(member.name()));
    }

    /** From which index on this node ignores a member. */
    static Bytes ignored(MemberId member) {
        return Bytes.join(IGNORED, Bytes.utf8(member.name()));
    }

    /** What this member wants to be told of, by its name. */
    static Bytes watch(String name) {
        return Bytes.join(WATCHES, Bytes.utf8(name));
    }

    /** Who may use the JSON API; {@link Token}. */
    static Bytes token(String id) {
        return Bytes.join(TOKENS, Bytes.utf8(id));
    }

    /** A notice to a network that is no member; {@link NoticeRow}. */
    static Bytes notice(long number) {
        return Bytes.join(NOTICES, number(number));
    }

    /** The number of the newest notice of an incident. */
    static Bytes noticeOf(Hash incident) {
        return Bytes.join(NOTICE_OF, incident.bytes());
    }

    /** The mail of its last report, as it was drafted. */
    static Bytes noticeMail(long number) {
        return Bytes.join(NOTICE_MAIL, number(number));
    }

    static Bytes noticeDue(long second) {
        return Bytes.join(NOTICE_DUE, number(second));
    }

    /** Of an exchange that was founded anew since: by how many were in force before it. */
    static Bytes formerCharter(long number) {
        return Bytes.join(FORMER_CHARTERS, number(number));
    }

    static Bytes charter(int epoch) {
        return Bytes.join(CHARTERS, number(epoch));
    }

    /** One of a kind, such as the charter draft. */
    static Bytes single(String name) {
        return Bytes.join(SINGLES, Bytes.utf8(name));
    }

    static Bytes number(long value) {
        return Bytes.of(ByteBuffer.allocate(8).putLong(value).array());
    }

    static Bytes place(StatementId id) {
        return Bytes.join(Bytes.utf8(id.origin() + "\0"), number(id.index()));
    }

    /** The inverse of {@link #place(StatementId)}, also for keys that end in it. */
    static StatementId statementAt(Bytes place) {
        byte[] content = place.array();
        int end = content.length - 9;
        String origin = new String(content, 0, end, StandardCharsets.UTF_8);
        return new StatementId(origin, ByteBuffer.wrap(content, end + 1, 8).getLong());
    }
}
