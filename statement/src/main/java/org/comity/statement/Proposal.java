package org.comity.statement;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payload of {@link StatementKind#PROPOSAL}: the whole charter that is to follow the one in
 * force. docs/formats/amendment.md.
 *
 * @param parent SHA-256 of the text of the charter in force
 * @param charter the whole text of the next
 * @param cut by log origin: how far each member's log went for the proposer, and its root there
 * @param term when it was made and until when votes count
 * @param consents signatures of those who come in or change their keys, by name
 */
public record Proposal(
        Hash parent,
        String charter,
        SortedMap<String, LogMark> cut,
        Term term,
        SortedMap<MemberId, List<Bytes>> consents,
        String reason) {
    /** As many logs as a charter has members. */
    public static final int CUTS_MAX = 500;

    /** Newcomers and changed keys of one proposal. */
    public static final int CONSENTS_MAX = 64;

    /** The new member key's, and the old one's. */
    public static final int SIGNATURES_MAX = 2;

    static final int SIGNATURE_BYTES = 64;

    /** UTF-16 code units; a charter's own limit is below it. */
    private static final int CHARTER_LENGTH_MAX = 920_000;

    private static final String FORMAT = "proposal/v1";
    private static final Bytes LABEL = Bytes.utf8("comity/proposal/v1\0");

    /** POSIX seconds. */
    public record Term(long madeSecond, long deadlineSecond) {
        public Term {
            if (!mayBe(madeSecond, deadlineSecond)) {
                throw new IllegalArgumentException("a deadline follows the making, until 9999");
            }
        }

        static boolean mayBe(long made, long deadline) {
            return made >= 0 && deadline > made && deadline <= Claim.Validity.SECOND_MAX;
        }
    }

    public Proposal {
        // Through Map, so that the order is that of the keys and not a foreign comparator's.
        Map<String, LogMark> plain = cut;
        cut = Collections.unmodifiableSortedMap(new TreeMap<>(plain));
        var copied = new TreeMap<MemberId, List<Bytes>>();
        consents.forEach((name, signatures) -> copied.put(name, List.copyOf(signatures)));
        consents = Collections.unmodifiableSortedMap(copied);
        ControlText.requireReason(reason);
        if (charter.length() > CHARTER_LENGTH_MAX
                || cut.size() > CUTS_MAX
                || consents.size() > CONSENTS_MAX
                || consents.values().stream().anyMatch(it -> !areSignatures(it))) {
            throw new IllegalArgumentException("charter, cut or consents out of bounds");
        }
    }

    private static boolean areSignatures(Collection<Bytes> signatures) {
        return !signatures.isEmpty()
                && signatures.size() <= SIGNATURES_MAX
                && signatures.stream().allMatch(it -> it.length() == SIGNATURE_BYTES);
    }

    /** Its name: two members that propose the same propose one thing. */
    public Hash hash() {
        return Hash.digest(LABEL.array(), json().array());
    }

    /** SHA-256 of the text of the charter that is to follow. */
    public Hash charterHash() {
        return Hash.digest(Bytes.utf8(charter).array());
    }

    public Bytes json() {
        Json.Members marks = Json.Members.NONE;
        for (Map.Entry<String, LogMark> one : cut.entrySet()) {
            marks =
                    marks.with(
                            one.getKey(),
                            Json.Members.NONE
                                    .with("root", one.getValue().root().hex())
                                    .with("size", one.getValue().size()));
        }
        Json.Members signed = Json.Members.NONE;
        for (Map.Entry<MemberId, List<Bytes>> one : consents.entrySet()) {
            List<String> texts = one.getValue().stream().map(Bytes::base64).toList();
            signed = signed.with(one.getKey().name(), Json.Array.ofTexts(texts));
        }
        return ControlText.of(FORMAT)
                .with("charter", charter)
                .with("consents", signed)
                .with("cut", marks)
                .with("deadline", term.deadlineSecond())
                .with("made", term.madeSecond())
                .with("parent", parent.hex())
                .with("reason", reason)
                .canonical();
    }

    public static Checked<Proposal> parse(Bytes json) {
        return ControlText.parse(
                        json,
                        FORMAT,
                        List.of(
                                "charter",
                                "comity",
                                "consents",
                                "cut",
                                "deadline",
                                "made",
                                "parent",
                                "reason"))
                .then(Proposal::read);
    }

    private static Checked<Proposal> read(Json.Members members) {
        Optional<String> text = members.text("charter");
        if (text.filter(it -> it.length() <= CHARTER_LENGTH_MAX).isEmpty()) {
            return Checked.refused("not a text of a charter", "/charter");
        }
        Optional<Long> made = members.whole("made");
        Optional<Long> deadline = members.whole("deadline");
        if (made.isEmpty() || deadline.isEmpty() || !Term.mayBe(made.get(), deadline.get())) {
            return Checked.refused("a deadline follows the making, until 9999", "/deadline");
        }
        Optional<String> reason = ControlText.reason(members);
        if (reason.isEmpty()) {
            return Checked.refused("reason is not a text of at most 1000 characters", "/reason");
        }
        var term = new Term(made.get(), deadline.get());
        return ControlText.hash(members.at("parent").orElse(new Json.Null()))
                .in("/parent")
                .then(parent ->
                        cut(members)
                                .in("/cut")
                                .then(cut ->
                                        consents(members)
                                                .in("/consents")
                                                .map(consents ->
                                                        new Proposal(
                                                                parent,
                                                                text.get(),
                                                                cut,
                                                                term,
                                                                consents,
                                                                reason.get()))));
    }

    private static Checked<SortedMap<String, LogMark>> cut(Json.Members members) {
        if (!(members.byName().get("cut") instanceof Json.Members(SortedMap<String, Json> byOrigin))
                || byOrigin.size() > CUTS_MAX) {
            return Checked.refused("not a cut of at most 500 logs", "");
        }
        var cut = new TreeMap<String, LogMark>();
        for (Map.Entry<String, Json> one : byOrigin.entrySet()) {
            if (!isOrigin(one.getKey())
                    || !(one.getValue() instanceof Json.Members mark)
                    || mark.byName().size() != 2
                    || mark.whole("size").filter(it -> it >= 0).isEmpty()
                    || !(ControlText.hash(mark.at("root").orElse(new Json.Null()))
                            instanceof Checked.Good<Hash>(Hash root))) {
                return Checked.refused("a cut is a log's size and root", "/" + cut.size());
            }
            cut.put(one.getKey(), new LogMark(mark.whole("size").orElseThrow(), root));
        }
        return Checked.good(cut);
    }

    private static boolean isOrigin(String text) {
        return text.endsWith("/log")
                && MemberId.isValid(text.substring(0, text.length() - "/log".length()));
    }

    private static Checked<SortedMap<MemberId, List<Bytes>>> consents(Json.Members members) {
        if (!(members.byName().get("consents")
                        instanceof Json.Members(SortedMap<String, Json> byName))
                || byName.size() > CONSENTS_MAX) {
            return Checked.refused("not consents of at most 64 members", "");
        }
        var consents = new TreeMap<MemberId, List<Bytes>>();
        for (Map.Entry<String, Json> one : byName.entrySet()) {
            Optional<List<Bytes>> signatures =
                    one.getValue() instanceof Json.Array(List<Json> elements)
                            ? Optional.of(
                                            elements.stream()
                                                    .flatMap(it -> signature(it).stream())
                                                    .toList())
                                    .filter(it -> it.size() == elements.size())
                                    .filter(Proposal::areSignatures)
                            : Optional.empty();
            if (signatures.isEmpty() || !MemberId.isValid(one.getKey())) {
                return Checked.refused("a consent is 1 or 2 signatures", "/" + consents.size());
            }
            consents.put(new MemberId(one.getKey()), signatures.get());
        }
        return Checked.good(consents);
    }

    static Optional<Bytes> signature(Json value) {
        return value instanceof Json.Text(String base64)
                ? Bytes.parseBase64(base64).optional().filter(it -> it.length() == SIGNATURE_BYTES)
                : Optional.empty();
    }
}
