package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.taxii.TaxiiTarget;

/** A node with a TAXII server on loopback, and users of it. */
final class TaxiiNode implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private final Path data;
    private final int port;
    private Node node;

    private TaxiiNode(Path data, int port, Node node) {
        this.data = data;
        this.port = port;
        this.node = node;
    }

    /** Of a member of an exchange with a sharing group that it is in. */
    static TaxiiNode start(Path folder) {
        try {
            Path data = ScopeTest.exchange(folder);
            int port = FreePorts.next();
            Path file = Desk.configFile(data);
            Files.writeString(
                    file,
                    Files.readString(file) + "\n[taxii]\nlisten = \"127.0.0.1:" + port + "\"\n");
            Node node = Node.start(data, InstantSource.system());
            var started = new TaxiiNode(data, port, node);
            started.user("one", "own:rw,exchange:r,trusted:r,group-banks:w", "TLP:RED");
            started.user("two", "own:rw,exchange:r", "TLP:RED");
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its password is kept as if it were drawn: slow hashes of it would be most of the tests. */
    void user(String name, String rights, String tlp) throws IOException {
        Desk desk = node.desk();
        var user =
                new TaxiiUser(
                        name,
                        Tlp.ofWord(tlp).orElseThrow(),
                        TaxiiUser.rights(rights).orElseThrow(),
                        TaxiiSecret.drawn(PASSWORD, desk.random()));
        var put = new Change.Put(TaxiiUser.key(name), user.row());
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(List.of(put));
                    return true;
                });
    }

    /** Somebody chose its password. */
    void userWhoChose(String name, String rights) throws IOException {
        var with = Json.object().put("name", name).put("rights", rights).put("password", PASSWORD);
        var _ = node.run("taxii-user-add", with);
    }

    Node node() {
        return node;
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    String collection(String name) {
        return CollectedRoot.id(node.desk(), name);
    }

    void restart() throws IOException {
        node.close();
        node = Node.start(data, InstantSource.system());
    }

    TaxiiTarget target() {
        return target("one");
    }

    TaxiiTarget target(String user) {
        return new TaxiiTarget(
                URI.create("http://127.0.0.1:" + port),
                "/taxii2/comity/",
                collection("own"),
                collection("exchange"),
                collection("group-banks"),
                collection("agreed"),
                user + ":" + PASSWORD,
                "two:" + PASSWORD);
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
