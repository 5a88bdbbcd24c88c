package org.comity.node;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.charter.Charter;
import org.comity.charter.Group;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Tlp;
import tools.jackson.databind.JsonNode;

/** To whom something is said, and how it is to be handled. */
record Addressed(Marking marking, Audience audience) {
    /** To those or the group that are named, else to all. */
    static Addressed of(JsonNode with, Desk desk) {
        String to = with.path("to").asString("");
        String group = with.path("group").asString("");
        if (!to.isEmpty() && !group.isEmpty()) {
            throw new Refusal("to a group or to named members, not to both", "--to, --group");
        }
        Charter charter = desk.charters().charter();
        // Named recipients are what RED is: anything less would let them tell others.
        Tlp unless = to.isEmpty() ? desk.config().intake().marking() : Tlp.RED;
        String word = with.path("marking").asString("");
        Tlp tlp =
                word.isEmpty()
                        ? unless
                        : Tlp.ofWord(word).orElseThrow(() -> new Refusal("not a TLP level", word));
        if (tlp == Tlp.RED && to.isEmpty()) {
            throw new Refusal("TLP:RED is for named members; say which with --to", "");
        }
        var marking = new Marking(tlp, pap(with.path("pap").asString("")));
        return to.isEmpty()
                ? group.isEmpty() ? toAll(marking) : toGroup(group, marking, desk.self(), charter)
                : toMembers(List.of(to.split(",", -1)), marking, desk.self(), charter);
    }

    private static Pap pap(String word) {
        return word.isEmpty()
                ? Pap.GREEN
                : Pap.ofWord(word).orElseThrow(() -> new Refusal("not a PAP level", word));
    }

    /** To other members by name; the member itself is always one of those who may see it. */
    static Addressed toMembers(
            List<String> names, Marking marking, MemberId self, Charter charter) {
        var parties = new TreeSet<MemberId>(Set.of(self));
        for (String name : names) {
            MemberId member = Refusal.orRefuse(MemberId.parse(name.strip()));
            if (member.equals(self) || charter.member(member).isEmpty()) {
                throw new Refusal("not another member of this exchange", "--to " + name);
            }
            parties.add(member);
        }
        return new Addressed(marking, new Audience.Parties(parties));
    }

    static Addressed toAll(Marking marking) {
        return new Addressed(marking, new Audience.Exchange());
    }

    /** To one of the charter's sharing groups, which the member is in. */
    static Addressed toGroup(String name, Marking marking, MemberId self, Charter charter) {
        Group group =
                charter.group(name)
                        .orElseThrow(() ->
                                new Refusal(
                                        "the charter has no such group; it has " + groups(charter),
                                        "--group " + name));
        if (!group.members().contains(self)) {
            throw new Refusal("this member is not in the group", "--group " + name);
        }
        return new Addressed(marking, new Audience.Group(name));
    }

    /** The charter's groups, for whoever named another. */
    static String groups(Charter charter) {
        return charter.groups().isEmpty()
                ? "none"
                : charter.groups().stream().map(Group::name).collect(Collectors.joining(", "));
    }
}
