package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Communique;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.value.Hash;

/**
 * How many subjects were on the list of a scope when the day began, worked out from what witnesses
 * had bounded before it: the same on every node, whenever it asks. Veto budgets count by it.
 */
final class Dawn {
    private static final long DAY_SECONDS = 86_400;
    private static final Hash NOTHING = Hash.digest(new byte[0]);

    private final Desk desk;
    private final Lists lists;
    // Of the clock's thread.
    private String inputs = "";
    private int listed;

    Dawn(Desk desk, Lists lists) {
        this.desk = desk;
        this.lists = lists;
    }

    /** Takes it to the lists where the day or its inputs have changed. */
    void begin(long nowSecond) throws IOException {
        int now = listed(nowSecond);
        desk.writer()
                .callLong(() -> {
                    lists.dayBegins(now, nowSecond);
                    return true;
                });
    }

    /** Reads what is durable; works it out anew only when the day or its inputs have changed. */
    private int listed(long nowSecond) throws IOException {
        Charter charter = desk.charters().charter();
        Scope scope = lists.settings().scope();
        long dawn = nowSecond / DAY_SECONDS * DAY_SECONDS;
        var heads = new ArrayList<Communique.Head>();
        for (Log log : desk.logs().all()) {
            if (log.isMain() && charter.member(log.author()).isPresent()) {
                long size = log.anchors().sizeBefore(dawn, charter);
                if (size > 0) {
                    heads.add(new Communique.Head(log.origin(), size, NOTHING, size));
                }
            }
        }
        var standing = new TreeSet<>(lists.setting(dawn).inStanding());
        var said =
                new Communique(
                        new Communique.Inputs(
                                charter.exchange(),
                                scope,
                                charter.hash(),
                                desk.guards().hash(),
                                dawn),
                        heads,
                        new Communique.Day(standing, 0, new TreeMap<>()),
                        new Communique.Listed(NOTHING, 0, NOTHING));
        String now = said.body() + desk.logs().ballots(scope).version();
        if (!now.equals(inputs)) {
            var parts = new Recount.Parts(desk.logs(), desk.index(), desk.guards(), scope);
            listed = heads.isEmpty() ? 0 : new Recount(parts, charter, said).lines().size();
            inputs = now;
        }
        return listed;
    }
}
