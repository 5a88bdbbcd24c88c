package org.comity.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comity.statement.MemberId;

/** How two charters differ, one sentence each, for whoever is to vote on the second. */
public final class CharterChanges {
    private final Charter from;
    private final Charter to;
    private final List<String> words = new ArrayList<>();

    private CharterChanges(Charter from, Charter to) {
        this.from = from;
        this.to = to;
    }

    public static List<String> words(Charter from, Charter to) {
        var changes = new CharterChanges(from, to);
        changes.exchange();
        changes.comings();
        changes.goings();
        changes.members();
        changes.rules();
        changes.articles();
        changes.groups();
        return List.copyOf(changes.words);
    }

    private void exchange() {
        if (!from.exchange().equals(to.exchange())) {
            words.add("Another exchange: " + to.exchange() + " instead of " + from.exchange());
        }
        if (!from.guardSet().equals(to.guardSet())) {
            words.add("Guard set " + to.guardSet() + " instead of " + from.guardSet());
        }
    }

    private void comings() {
        for (Member member : to.members()) {
            if (from.member(member.id()).isPresent()) {
                continue;
            }
            var sponsors = member.admission().sponsors();
            words.add(
                    "Comes in: "
                            + member.id()
                            + ", "
                            + member.country()
                            + ", "
                            + member.sector().word()
                            + (member.vouched() ? ", in standing from the start" : "")
                            + (sponsors.isEmpty() ? "" : ", sponsored by " + names(sponsors))
                            + (member.admission().probationUntil() == 0
                                    ? ""
                                    : ", on probation until epoch "
                                            + member.admission().probationUntil()));
        }
    }

    private void goings() {
        for (Member member : from.members()) {
            if (to.member(member.id()).isEmpty()) {
                Optional<Cut> cut = to.cutOf(member.id());
                words.add(
                        "Goes: "
                                + member.id()
                                + cut.map(it ->
                                                "; nothing from statement "
                                                        + it.head().size()
                                                        + " of its log on counts")
                                        .orElse(""));
            }
        }
    }

    private void members() {
        for (Member before : from.members()) {
            Optional<Member> same = to.member(before.id());
            if (same.isPresent()) {
                member(before, same.get());
            }
        }
    }

    private void member(Member before, Member after) {
        MemberId id = before.id();
        keys(before, after);
        change("Country of " + id, before.country(), after.country());
        change("Sector of " + id, before.sector().word(), after.sector().word());
        change("Address of " + id, before.url(), after.url());
        change("Contacts of " + id, before.contact().addresses(), after.contact().addresses());
        change("Languages of " + id, before.contact().languages(), after.contact().languages());
        change("Hours of " + id, before.contact().hours(), after.contact().hours());
        change("OpenPGP key of " + id, before.contact().key(), after.contact().key());
        change("Sponsors of " + id, before.admission().sponsors(), after.admission().sponsors());
        change(
                "Probation of " + id + " until epoch",
                before.admission().probationUntil(),
                after.admission().probationUntil());
        if (before.vouched() != after.vouched()) {
            words.add(id + (after.vouched() ? " is" : " is no longer") + " vouched for");
        }
    }

    private void keys(Member before, Member after) {
        MemberKeys old = before.keys();
        MemberKeys now = after.keys();
        List<String> changed = new ArrayList<>();
        if (!old.member().equals(now.member())) {
            changed.add("member key");
        }
        if (!old.node().equals(now.node())) {
            changed.add("node key");
        }
        if (!old.witness().equals(now.witness())) {
            changed.add("witness key");
        }
        if (!old.seal().equals(now.seal())) {
            changed.add("seal key");
        }
        if (!changed.isEmpty()) {
            words.add("New keys of " + before.id() + ": " + String.join(", ", changed));
        }
    }

    private void rules() {
        rules("Rules", from.rules(), to.rules());
        change("Lives", from.articles().lives().text(), to.articles().lives().text());
        for (ListRules list : to.articles().lists()) {
            if (isNamed(from, list.name())) {
                rules("Rules of list " + list.name(), from.rules(list.name()), list.rules());
                change(
                        "Lives of list " + list.name(),
                        from.lives(list.name()).text(),
                        list.lives().text());
            } else {
                words.add(
                        "List "
                                + list.name()
                                + " has rules of its own: "
                                + ArticlesText.write(list.rules())
                                + " lives="
                                + list.lives().text());
            }
        }
        for (ListRules list : from.articles().lists()) {
            if (!isNamed(to, list.name())) {
                words.add("List " + list.name() + " has no rules of its own any more");
            }
        }
    }

    private static boolean isNamed(Charter charter, String list) {
        return charter.articles().lists().stream().anyMatch(it -> it.name().equals(list));
    }

    private void rules(String of, Rules before, Rules after) {
        change(of, ArticlesText.write(before), ArticlesText.write(after));
    }

    private void articles() {
        Articles before = from.articles();
        Articles after = to.articles();
        var more = new ArrayList<>(after.protectedAssets());
        more.removeAll(before.protectedAssets());
        var fewer = new ArrayList<>(before.protectedAssets());
        fewer.removeAll(after.protectedAssets());
        if (!more.isEmpty() || !fewer.isEmpty()) {
            words.add("Protected assets: " + more.size() + " more, " + fewer.size() + " fewer");
        }
        change("Witness committee", before.committee(), after.committee());
        change("Assumed to vote twice", before.amendments().phi(), after.amendments().phi());
        change(
                "Newcomers of one country at a time",
                before.amendments().additions(),
                after.amendments().additions());
        change(
                "Epochs of probation",
                before.amendments().probation(),
                after.amendments().probation());
        change("Values matched in a day", before.budgets().matching(), after.budgets().matching());
        change("Requests in a day", before.budgets().requests(), after.budgets().requests());
        if (!after.dormant().isEmpty()) {
            words.add("Named dormant: " + names(after.dormant()));
        }
    }

    private void groups() {
        for (Group group : to.groups()) {
            Optional<Group> before = from.group(group.name());
            if (before.isEmpty()) {
                words.add("New group " + group.name() + ": " + names(group.members()));
            } else {
                change("Group " + group.name(), before.get().members(), group.members());
            }
        }
        for (Group group : from.groups()) {
            if (to.group(group.name()).isEmpty()) {
                words.add("No group " + group.name() + " any more");
            }
        }
    }

    private void change(String what, Object before, Object after) {
        if (!before.equals(after)) {
            words.add(what + ": " + shown(after) + " instead of " + shown(before));
        }
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.isEmpty() || text.equals("[]") ? "none" : text;
    }

    private static String names(java.util.Collection<MemberId> members) {
        return members.stream().map(MemberId::name).collect(Collectors.joining(", "));
    }
}
