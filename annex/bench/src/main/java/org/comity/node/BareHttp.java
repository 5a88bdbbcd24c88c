package org.comity.node;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * The reference for starting and for memory: a process that does nothing but answer HTTP by the
 * same Jetty. Arguments: the port, and {@code train} to answer one request and end.
 */
final class BareHttp {
    private BareHttp() {}

    public static void main(String[] args) throws Exception {
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        server.setHandler(new Hello());
        server.start();
        if (args.length > 1) {
            if (!HttpProbe.answers(connector.getLocalPort())) {
                throw new IllegalStateException("no answer");
            }
            server.stop();
        }
    }

    private static final class Hello extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            Content.Sink.write(response, true, "ok\n", callback);
            return true;
        }
    }
}
