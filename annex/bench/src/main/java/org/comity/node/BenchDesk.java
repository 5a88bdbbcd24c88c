package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.charter.Country;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.views.Entry;
import org.comity.views.SubjectIndex;

/** New desks of one member, made as {@code comity init} makes them. */
final class BenchDesk {
    static final MemberId MEMBER = new MemberId("bench.example");

    private BenchDesk() {}

    /**
     * @param http port that a node would listen at; 0 for any that is free
     */
    static Path found(Path folder, int http) throws IOException {
        Path data = folder.resolve("desk");
        var sockets =
                new Founding.Sockets(
                        "127.0.0.1:" + http, "http://127.0.0.1:1", "127.0.0.1:0", "off");
        String toml = Founding.toml(MEMBER, sockets, Tlp.GREEN, List.of());
        var founder = new Founding.Founder(MEMBER, new Country("NL"), Sector.PRIVATE);
        Founding.found(data, founder, toml);
        return data;
    }

    /** Into the views, as intake would put it, but without statements. */
    static void index(Desk desk, List<Entry> entries) throws IOException {
        List<Change> changes =
                SubjectIndex.fold(entries).stream().map(StoreRows::toChange).toList();
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(changes);
                    return true;
                });
    }

    /** As a command opens it when no node runs. */
    static Desk open(Path folder) throws IOException {
        Desk desk = Desk.open(found(folder, 0), InstantSource.system());
        desk.recover();
        return desk;
    }
}
