package org.comity.node;

import java.io.IOException;
import java.util.Optional;

/** Mail checks and the JSON API on one socket; each still answers only its own clients. */
record LocalRoutes(MailRoutes mail, ApiRoutes api) implements HttpServer.Routes {
    private HttpServer.Routes of(String path) {
        return ApiRoutes.isApi(path) ? api : mail;
    }

    @Override
    public boolean admits(String from) {
        return mail.admits(from) || api.admits(from);
    }

    @Override
    public HttpServer.Answered problem(String path, int status, String why) {
        // What Jetty could not read has no path; who asks for mails is told in text, as ever.
        HttpServer.Routes told = path.startsWith("/mail/") ? mail : api;
        return told.problem(path, status, why);
    }

    @Override
    public Optional<HttpServer.Answered> refused(HttpServer.Asked head) throws IOException {
        HttpServer.Routes routes = of(head.path());
        return routes.admits(head.from())
                ? routes.refused(head)
                : Optional.of(
                        routes.problem(head.path(), 403, "this node does not answer you here"));
    }

    @Override
    public Optional<HttpServer.Stream> stream(HttpServer.Asked asked) throws IOException {
        HttpServer.Routes routes = of(asked.path());
        return routes.admits(asked.from()) ? routes.stream(asked) : Optional.empty();
    }

    @Override
    public int bodyBytesMax(String method, String path) {
        return of(path).bodyBytesMax(method, path);
    }

    @Override
    public HttpServer.Answered answer(HttpServer.Asked asked) throws IOException {
        return of(asked.path()).answer(asked);
    }
}
