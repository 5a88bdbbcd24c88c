package org.comity.charter;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Who is in and what holds; the text of a signed note that people can read
 * (docs/formats/charter.md).
 *
 * @param exchange 32 lower-case hexadecimal digits drawn at founding; the same in every epoch
 * @param epoch 1 at founding
 * @param parent SHA-256 of the text of the charter before; at founding empty, or the last charter
 *     of the exchange that is founded anew
 * @param guardSet which guards every node decides with
 * @param rules of the default list
 * @param groups sorted by name, none twice
 * @param members sorted by id, none twice
 * @param articles what else it lays down
 */
public record Charter(
        String exchange,
        int epoch,
        Optional<Hash> parent,
        Hash guardSet,
        Rules rules,
        List<Group> groups,
        List<Member> members,
        Articles articles) {
    public static final int MEMBERS_MAX = 500;
    public static final int GROUPS_MAX = 64;

    public Charter {
        groups = groups.stream().sorted(Comparator.comparing(Group::name)).toList();
        members = members.stream().sorted(Comparator.comparing(Member::id)).toList();
        Optional<String> problem =
                CharterCheck.ofHead(exchange, epoch, parent)
                        .or(new CharterCheck(articles, groups, members)::problem);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    /** With articles at their defaults. */
    public Charter(
            String exchange,
            int epoch,
            Optional<Hash> parent,
            Hash guardSet,
            Rules rules,
            List<Group> groups,
            List<Member> members) {
        this(exchange, epoch, parent, guardSet, rules, groups, members, Articles.DEFAULT);
    }

    /**
     * Takes only the spelling that {@link #text()} gives; anything else is refused with its line.
     */
    public static Checked<Charter> parse(String text) {
        return CharterText.parse(text);
    }

    public String text() {
        return CharterText.write(this);
    }

    /** SHA-256 of the text: the charter's name. */
    public Hash hash() {
        return Hash.digest(Bytes.utf8(text()).array());
    }

    public Optional<Member> member(MemberId id) {
        int low = 0;
        int high = members.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = members.get(middle).id().compareTo(id);
            if (order == 0) {
                return Optional.of(members.get(middle));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /** The member whose main log has this origin. */
    public Optional<Member> memberOfLog(String origin) {
        return authorOf(origin).filter(it -> it.logOrigin().equals(origin));
    }

    /**
     * The member that writes this log: its main one, or {@code <member>/parties/<64 hexadecimal
     * digits>}, one per audience of named members.
     */
    public Optional<Member> authorOf(String origin) {
        return writer(origin).flatMap(this::member);
    }

    /** Whose log an origin of this shape is, whoever is in. */
    static Optional<MemberId> writer(String origin) {
        int slash = origin.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String rest = origin.substring(slash + 1);
        return rest.equals("log") || rest.matches("parties/[0-9a-f]{64}")
                ? MemberId.parse(origin.substring(0, slash)).optional()
                : Optional.empty();
    }

    public Optional<Group> group(String name) {
        return groups.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /** Of a list that the charter names, else of the default list. */
    public Rules rules(String list) {
        return named(list).map(ListRules::rules).orElse(rules);
    }

    /** How long claims hold on a list, where the charter says otherwise than the defaults. */
    public Lives lives(String list) {
        return named(list).map(ListRules::lives).orElse(articles.lives());
    }

    private Optional<ListRules> named(String list) {
        // Asked many times for each verdict, and mostly there is none.
        for (ListRules one : articles.lists()) {
            if (one.name().equals(list)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    public boolean isProtected(Subject subject) {
        // Asked at every verdict: no digest where nothing is protected.
        return !articles.protectedAssets().isEmpty()
                && articles.protectedAssets().contains(protectedHash(exchange, subject));
    }

    /**
     * What a charter says of an asset that it protects: it does not print what its members are
     * afraid for, though whoever guesses a name can test it.
     */
    public static Hash protectedHash(String exchange, Subject subject) {
        return Hash.digest(
                Bytes.utf8("comity/protected/v1\0" + exchange + "\0" + subject.key()).array());
    }

    /** Whether what this member claims may not yet make anything agreed or blocked. */
    public boolean isOnProbation(MemberId id) {
        return member(id).filter(it -> it.admission().probationUntil() >= epoch).isPresent();
    }

    /** Where the log of somebody ends who is no longer in; empty for everybody else. */
    public Optional<Cut> cutOf(MemberId id) {
        return articles.cuts().stream().filter(it -> it.member().equals(id)).findFirst();
    }

    /** The members with a vote: all but contributors. */
    public List<Member> voters() {
        return members.stream().filter(it -> !it.isContributor()).toList();
    }

    SortedSet<Country> countriesOfVoters() {
        return voters().stream()
                .map(Member::country)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public SortedSet<Country> countries() {
        return members.stream().map(Member::country).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One founder, vouched, epoch 1, default rules. */
    public static Charter found(String exchange, Hash guardSet, Member founder) {
        return new Charter(
                exchange,
                1,
                Optional.empty(),
                guardSet,
                Rules.defaultsFor(1),
                List.of(),
                List.of(vouched(founder)));
    }

    /**
     * The next epoch with one more member (vouched), rules at their defaults for the new
     * membership.
     */
    public Charter admitting(Member newcomer) {
        List<Member> all = Stream.concat(members.stream(), Stream.of(vouched(newcomer))).toList();
        int countries = (int) all.stream().map(Member::country).distinct().count();
        return new Charter(
                exchange,
                epoch + 1,
                Optional.of(hash()),
                guardSet,
                Rules.defaultsFor(countries),
                groups,
                all,
                articles.withDormant(new TreeSet<>())
                        .withCuts(
                                articles.cuts().stream()
                                        .filter(it -> !it.member().equals(newcomer.id()))
                                        .toList()));
    }

    /**
     * Members with a vote whose member key has not yet signed the note of this charter; in force
     * when there is none.
     */
    public List<MemberId> missingSignatures(Note note) {
        boolean same = note.text().equals(text());
        return voters().stream()
                .filter(it -> !same || !note.isSignedBy(it.keys().member()))
                .map(Member::id)
                .toList();
    }

    /**
     * Whether the note's text is this charter and every listed member with a vote has signed it
     * with its member key.
     */
    public boolean isInForce(Note note) {
        // C2SP signed-note: a line of a known key that does not verify spoils the whole note.
        return missingSignatures(note).isEmpty()
                && members.stream().noneMatch(it -> note.hasBadSignatureOf(it.keys().member()));
    }

    private static Member vouched(Member member) {
        return member.admitted(true, Admission.PLAIN);
    }
}
