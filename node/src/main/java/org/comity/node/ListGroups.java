package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Scope;

/**
 * The sharing groups that lists are configured for, held against the charter: a list for a group
 * that is not there would be empty without a word.
 */
final class ListGroups {
    private ListGroups() {}

    /**
     * Refuses a group that no charter here has ever named: it is misspelt. One that the members
     * have removed must not stop a node at its next start; {@link #words} tells of it.
     */
    static void requireKnown(Desk desk) throws IOException {
        List<CharterBook.Signed> history = desk.writer().call(() -> desk.charters().history());
        for (Config.ListOf list : desk.config().lists()) {
            boolean known = history.stream().anyMatch(it -> missing(list, it.charter()).isEmpty());
            if (!known) {
                requireGroup(list, desk.charters().charter());
            }
        }
    }

    /** Refuses to answer by a list whose group the charter in force does not have. */
    static Config.ListOf requireGroup(Config.ListOf list, Charter charter) {
        Optional<String> missing = missing(list, charter);
        if (missing.isPresent()) {
            throw new Refusal(words(list, missing.get(), charter), "list.scope");
        }
        return list;
    }

    /** Why lists of this node are empty, one sentence each. */
    static List<String> words(Desk desk) {
        Charter charter = desk.charters().charter();
        return desk.config().lists().stream()
                .flatMap(list ->
                        missing(list, charter)
                                .map(group -> words(list, group, charter))
                                .or(() -> notFor(list, desk))
                                .stream())
                .toList();
    }

    private static Optional<String> missing(Config.ListOf list, Charter charter) {
        return list.scope() instanceof Scope.Of(String group) && charter.group(group).isEmpty()
                ? Optional.of(group)
                : Optional.empty();
    }

    private static String words(Config.ListOf list, String group, Charter charter) {
        return "list "
                + list.name()
                + " is for the group "
                + group
                + ", and the charter in force has no such group; it has "
                + Addressed.groups(charter);
    }

    private static Optional<String> notFor(Config.ListOf list, Desk desk) {
        return list.scope().isFor(desk.self(), desk.charters().charter())
                ? Optional.empty()
                : Optional.of(
                        "list "
                                + list.name()
                                + " is for the "
                                + list.scope().word()
                                + ", in which this member is not: nothing is on it");
    }
}
