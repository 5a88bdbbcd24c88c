package org.comity.node;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;

/**
 * Who answers on a server.
 *
 * @param errors tells what Jetty refuses by itself; empty: as Jetty does
 */
record HttpHandling(Function<SlowClients, Handler> handler, Optional<Request.Handler> errors) {}
