package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.comity.statement.Tlp;
import org.comity.taxii.ApiRoot;
import org.comity.taxii.ApiRootContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class CollectedRootTest extends ApiRootContract {
    @TempDir Path folder;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = Desk.open(Cli.init(folder, "desk.example", "NL"), InstantSource.system());
        desk.recover();
        desk.writer()
                .call(() -> {
                    desk.ledger().collected().turn(true);
                    return true;
                });
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    private ApiRoot root(String name) {
        return new CollectedRoot(
                desk,
                new TaxiiUser(
                        name,
                        Tlp.RED,
                        TaxiiUser.rights("own:rw").orElseThrow(),
                        TaxiiSecret.ofNobody(desk.random())));
    }

    @Override
    protected ApiRoot root() {
        return root("one");
    }

    @Override
    protected ApiRoot ofAnother() {
        return root("two");
    }
}
