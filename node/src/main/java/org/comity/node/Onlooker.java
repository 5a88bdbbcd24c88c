package org.comity.node;

import java.util.Optional;
import java.util.Set;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.MemberId;
import org.comity.views.Provenance;

/**
 * For whose eyes an answer is: this member's own, or, within a scope, those of everybody for whom
 * the scope is.
 */
record Onlooker(Desk desk, Optional<Scope> within) {
    /** This node's own member. */
    static Onlooker self(Desk desk) {
        return new Onlooker(desk, Optional.empty());
    }

    boolean isSelf() {
        return within.isEmpty();
    }

    boolean maySee(Provenance provenance) {
        Charter charter = desk.charters().charter();
        // What this member may not see it cannot show either.
        return maySee(provenance, new Viewer.Identified(desk.self()), charter)
                && (within.isEmpty() || mayAll(within.get(), provenance, charter));
    }

    private static boolean mayAll(Scope scope, Provenance provenance, Charter charter) {
        return switch (scope) {
            case Scope.Public() -> maySee(provenance, new Viewer.Stranger(), charter);
            case Scope.Acting(), Scope.Members() ->
                    charter.members().stream()
                            .allMatch(it ->
                                    maySee(provenance, new Viewer.Identified(it.id()), charter));
            case Scope.Of(String group) -> {
                Set<MemberId> members = Scope.groupOf(group, charter);
                yield !members.isEmpty()
                        && members.stream()
                                .allMatch(it ->
                                        maySee(provenance, new Viewer.Identified(it), charter));
            }
        };
    }

    private static boolean maySee(Provenance provenance, Viewer viewer, Charter charter) {
        return Visibility.maySee(
                provenance.marking(), provenance.audience(), provenance.member(), viewer, charter);
    }

    /** A verdict is a conclusion from what the list rests on: so the list must be for them too. */
    boolean mayRead(Config.ListOf list) {
        return hasAllOf(list.scope());
    }

    /** Whether what is for these is for all for whom it is answered. */
    boolean hasAllOf(Scope scope) {
        return within.isEmpty()
                || scope.equals(new Scope.Public())
                || scope.equals(within.get())
                || (scope.equals(new Scope.Members()) && within.get() instanceof Scope.Of);
    }

    /** Whether it is for people outside, who may not see why members act. */
    boolean isStranger() {
        return within.equals(Optional.of(new Scope.Public()));
    }
}
