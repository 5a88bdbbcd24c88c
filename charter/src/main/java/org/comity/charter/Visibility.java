package org.comity.charter;

import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Tlp;

/**
 * The one function that every byte passes which leaves the node. Marking and audience both narrow,
 * and the stricter wins: a thing marked CLEAR and addressed to two parties is for those two, since
 * whoever named an audience meant it. README.md has the table.
 */
public final class Visibility {
    private Visibility() {}

    /**
     * Whether the viewer may have a thing so marked and addressed, or any conclusion from it.
     *
     * @param author always sees its own
     * @param charter tells who is a member and who is in a group
     */
    public static boolean maySee(
            Marking marking, Audience audience, MemberId author, Viewer viewer, Charter charter) {
        return switch (viewer) {
            case Viewer.Stranger() -> isOpen(marking, audience);
            case Viewer.Identified(MemberId member) ->
                    member.equals(author)
                            || isOpen(marking, audience)
                            || maySee(marking, audience, member, charter);
        };
    }

    /**
     * Whether verdicts of a scope may rest on it: everybody for whom the scope is may see it,
     * whoever wrote it, or its marking lets those act who may not see it; and its marking lets a
     * list act on it. Blocking is seen by whom it blocks, which PAP:AMBER and PAP:RED forbid (FIRST
     * PAP); RED is for its readers' eyes, not for lists.
     */
    public static boolean mayUse(Scope scope, Marking marking, Audience audience, Charter charter) {
        boolean mayAct =
                switch (marking.pap()) {
                    case CLEAR, GREEN -> true;
                    case AMBER, RED -> false;
                };
        return mayAct
                && marking.tlp() != Tlp.RED
                && switch (scope) {
                    case Scope.Public() -> isOpen(marking, audience);
                    // All members hold it, so all of them come to the same.
                    case Scope.Acting() ->
                            isOpen(marking, audience)
                                    || (marking.pap() == Pap.CLEAR
                                            && reachesAll(new Scope.Members(), audience, charter));
                    case Scope.Members(), Scope.Of _ -> reachesAll(scope, audience, charter);
                };
    }

    private static boolean reachesAll(Scope scope, Audience audience, Charter charter) {
        return switch (audience) {
            case Audience.Exchange() ->
                    scope instanceof Scope.Members
                            || (scope instanceof Scope.Of(String group)
                                    && charter.group(group).isPresent());
            case Audience.Group(String name) ->
                    scope.isWithin(Scope.groupOf(name, charter), charter);
            // They stand in logs of their own, whose heads no communique may name.
            case Audience.Parties _ -> false;
        };
    }

    private static boolean isOpen(Marking marking, Audience audience) {
        return switch (marking.tlp()) {
            case CLEAR -> audience instanceof Audience.Exchange;
            case GREEN, AMBER, AMBER_STRICT, RED -> false;
        };
    }

    /** TLP 2.0: RED is for the eyes of named recipients, which only Parties name. */
    private static boolean maySee(
            Marking marking, Audience audience, MemberId member, Charter charter) {
        boolean reaches =
                switch (marking.tlp()) {
                    case CLEAR, GREEN, AMBER, AMBER_STRICT -> true;
                    case RED -> audience instanceof Audience.Parties;
                };
        return reaches && charter.member(member).isPresent() && isIn(audience, member, charter);
    }

    private static boolean isIn(Audience audience, MemberId member, Charter charter) {
        return switch (audience) {
            case Audience.Exchange() -> true;
            case Audience.Group(String name) ->
                    charter.group(name).filter(it -> it.members().contains(member)).isPresent();
            case Audience.Parties parties -> parties.members().contains(member);
        };
    }
}
