package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Scope;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** Reads a communique's text line by line; docs/formats/communique.md. */
final class CommuniqueText {
    /** Characters: 500 members with all their counts. */
    static final int LENGTH_MAX = 8_388_608;

    private final String[] lines;
    private int at;
    private Optional<String> problem = Optional.empty();

    private CommuniqueText(String text) {
        this.lines = text.split("\n", -1);
    }

    static Checked<Communique.By> parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return Checked.refused("longer than 8 MiB", "");
        }
        var reader = new CommuniqueText(text);
        Optional<Communique.By> read = reader.read();
        if (read.isEmpty()) {
            return Checked.refused(
                    reader.problem.orElse("not a communique"), "line " + (reader.at + 1));
        }
        Communique.By by = read.get();
        return by.communique().text(by.member()).equals(text)
                ? Checked.good(by)
                : Checked.refused("not in its one spelling", "");
    }

    private Optional<Communique.By> read() {
        if (!lines[0].equals(Communique.FIRST_LINE)) {
            return Optional.empty();
        }
        at = 1;
        Optional<MemberId> by = word("by").flatMap(it -> MemberId.parse(it).optional());
        Optional<String> exchange = word("exchange");
        Optional<Scope> scope =
                is("scope")
                        ? word("scope").flatMap(Scope::ofWord)
                        : Optional.of(new Scope.Members());
        Optional<Hash> charter = word("charter").flatMap(CommuniqueText::hash);
        Optional<Hash> guards = word("guards").flatMap(CommuniqueText::hash);
        Optional<Long> second = word("second").flatMap(CommuniqueText::second);
        if (by.isEmpty()
                || exchange.isEmpty()
                || scope.isEmpty()
                || charter.isEmpty()
                || guards.isEmpty()) {
            return Optional.empty();
        }
        List<Communique.Head> heads = heads();
        SortedSet<MemberId> standing = standing();
        Optional<Long> dawn = word("dawn").flatMap(CommuniqueText::number);
        SortedMap<MemberId, MemberDay> added = added();
        Optional<Hash> absent = word("absent").flatMap(CommuniqueText::hash);
        Optional<Communique.Listed> listed = absent.flatMap(this::listed);
        if (second.isEmpty() || dawn.isEmpty() || listed.isEmpty() || problem.isPresent()) {
            return Optional.empty();
        }
        var inputs =
                new Communique.Inputs(
                        exchange.get(), scope.get(), charter.get(), guards.get(), second.get());
        var day = new Communique.Day(standing, dawn.get(), added);
        return Optional.of(
                new Communique.By(by.get(), new Communique(inputs, heads, day, listed.get())));
    }

    private Optional<String> word(String name) {
        if (at < lines.length && lines[at].startsWith(name + " ")) {
            return Optional.of(lines[at++].substring(name.length() + 1));
        }
        problem = problem.or(() -> Optional.of(name + " expected"));
        return Optional.empty();
    }

    private boolean is(String name) {
        return problem.isEmpty() && at < lines.length && lines[at].startsWith(name + " ");
    }

    private List<Communique.Head> heads() {
        List<Communique.Head> heads = new ArrayList<>();
        while (is("head")) {
            String[] words = lines[at].split(" ", -1);
            Optional<Long> size = words.length == 5 ? number(words[2]) : Optional.empty();
            Optional<Hash> root = words.length == 5 ? hash(words[3]) : Optional.empty();
            Optional<Long> cosigned = words.length == 5 ? number(words[4]) : Optional.empty();
            if (size.isEmpty()
                    || root.isEmpty()
                    || cosigned.isEmpty()
                    || cosigned.get() > size.get()) {
                problem = Optional.of("not a head");
            } else {
                heads.add(new Communique.Head(words[1], size.get(), root.get(), cosigned.get()));
                at++;
            }
        }
        return heads;
    }

    private SortedSet<MemberId> standing() {
        var standing = new TreeSet<MemberId>();
        while (is("standing")) {
            Optional<MemberId> member =
                    MemberId.parse(lines[at].substring("standing ".length())).optional();
            if (member.isEmpty()) {
                problem = Optional.of("not a member");
            } else {
                standing.add(member.get());
                at++;
            }
        }
        return standing;
    }

    private SortedMap<MemberId, MemberDay> added() {
        var added = new TreeMap<MemberId, MemberDay>();
        while (is("added")) {
            Optional<MemberDay.Of> day = MemberDay.parse(lines[at].substring("added ".length()));
            if (day.isEmpty()) {
                problem = Optional.of("not a member's day");
            } else {
                added.put(day.get().member(), day.get().day());
                at++;
            }
        }
        return added;
    }

    private Optional<Communique.Listed> listed(Hash absent) {
        String[] words = word("list exchange").orElse("").split(" ", -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        Optional<Long> count = number(words[0]);
        Optional<Hash> root = hash(words[1]);
        return count.isPresent() && root.isPresent()
                ? Optional.of(new Communique.Listed(absent, count.get(), root.get()))
                : Optional.empty();
    }

    private static Optional<Hash> hash(String hex) {
        return Hash.parseHex(hex).optional();
    }

    /** As late as anything that can be stated. */
    static Optional<Long> second(String digits) {
        return number(digits).filter(it -> it <= Claim.Validity.SECOND_MAX);
    }

    static Optional<Long> number(String digits) {
        return digits.matches("0|[1-9][0-9]{0,17}")
                ? Optional.of(Long.parseLong(digits))
                : Optional.empty();
    }
}
