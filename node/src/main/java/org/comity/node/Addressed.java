package org.comity.node;

import java.util.stream.Collectors;
import org.comity.charter.Charter;
import org.comity.charter.Group;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;

/** To whom something is said, and how it is to be handled. */
record Addressed(Marking marking, Audience audience) {
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
