package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.comity.charter.Scope;

/** The sockets for the member's own machines: mail checks and the JSON API. */
final class LocalServers {
    private LocalServers() {}

    /** In the order in which they were opened. */
    static List<AutoCloseable> start(
            Desk desk, Metrics metrics, Function<Optional<Scope>, Control.Operations> operations)
            throws IOException {
        var open = new ArrayList<AutoCloseable>();
        Config.Local local = desk.config().local();
        var mail = new MailRoutes(desk, metrics);
        if (local.api().listen().isEmpty()) {
            if (local.mail().listen().isPresent()) {
                open.add(HttpServer.start(local.mail().listen().get(), mail));
            }
            return open;
        }
        ChangeFeed changes = ChangeFeed.start(desk, operations.apply(Optional.empty()));
        var api = new ApiRoutes(desk, operations, changes);
        if (local.isShared()) {
            open.add(HttpServer.start(local.mail().listen().get(), new LocalRoutes(mail, api)));
        } else {
            if (local.mail().listen().isPresent()) {
                open.add(HttpServer.start(local.mail().listen().get(), mail));
            }
            open.add(
                    HttpServer.start(
                            local.api().listen().get(),
                            api,
                            local.api().isTls()
                                    ? Optional.of(desk.keys().tls())
                                    : Optional.empty()));
        }
        open.add(changes); // closed first, so that streams end
        return open;
    }
}
