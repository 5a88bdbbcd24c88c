package org.comity.charter;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Who is in and what holds; the text of a signed note that people can read (docs/formats/charter.md).
 *
 * @param exchange 32 lower-case hexadecimal digits drawn at founding; the same in every epoch
 * @param epoch 1 at founding
 * @param parent SHA-256 of the text of the charter before; empty at founding
 * @param guardSet which guards every node decides with
 * @param members sorted by id, none twice
 */
public record Charter(
        String exchange,
        int epoch,
        Optional<Hash> parent,
        Hash guardSet,
        Rules rules,
        List<Group> groups,
        List<Member> members) {
    public static final int MEMBERS_MAX = 500;

    public Charter {
        groups = List.copyOf(groups);
        members = members.stream().sorted(Comparator.comparing(Member::id)).toList();
    }

    public static Checked<Charter> parse(String text) {
        throw new UnsupportedOperationException();
    }

    public String text() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 of the text: the charter's name. */
    public Hash hash() {
        return Hash.digest(Bytes.utf8(text()).array());
    }

    public Optional<Member> member(MemberId id) {
        return members.stream().filter(it -> it.id().equals(id)).findFirst();
    }

    /** The member whose main log has this origin. */
    public Optional<Member> memberOfLog(String origin) {
        return members.stream().filter(it -> it.logOrigin().equals(origin)).findFirst();
    }

    public Optional<Group> group(String name) {
        return groups.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    public SortedSet<Country> countries() {
        return members.stream().map(Member::country).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One founder, vouched, epoch 1, default rules. */
    public static Charter found(String exchange, Hash guardSet, Member founder) {
        throw new UnsupportedOperationException();
    }

    /** The next epoch with one more member (vouched), rules at their defaults for the new membership. */
    public Charter admitting(Member newcomer) {
        throw new UnsupportedOperationException();
    }

    /** Members whose member key has not yet signed the note of this charter; in force when there is none. */
    public List<MemberId> missingSignatures(Note note) {
        throw new UnsupportedOperationException();
    }

    /** Whether the note's text is this charter and every listed member has signed it with its member key. */
    public boolean isInForce(Note note) {
        throw new UnsupportedOperationException();
    }
}
