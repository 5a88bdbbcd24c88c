package org.comity.taxii;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.value.Bytes;

/**
 * A TAXII 2.1 server that somebody runs, as a client meets it.
 *
 * @param base without a slash at the end
 * @param root of the API, from slash to slash
 * @param readWrite a collection that the user may read and write
 * @param readOnly empty, as the two below, for none
 * @param login user:password
 * @param other of another user who may read the collection too; empty for none
 */
public record TaxiiTarget(
        URI base,
        String root,
        String readWrite,
        String readOnly,
        String writeOnly,
        String neither,
        String login,
        String other) {
    static final String TAXII = "application/taxii+json;version=2.1";

    /** From system properties {@code taxii.url}, {@code taxii.root} and so on; empty without. */
    static Optional<TaxiiTarget> named() {
        String url = System.getProperty("taxii.url", "");
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TaxiiTarget(
                                URI.create(url),
                                System.getProperty("taxii.root", "/taxii2/"),
                                System.getProperty("taxii.collection", ""),
                                System.getProperty("taxii.read-only", ""),
                                System.getProperty("taxii.write-only", ""),
                                System.getProperty("taxii.neither", ""),
                                System.getProperty("taxii.login", "admin:Password0"),
                                System.getProperty("taxii.other", "")));
    }

    /** What came back. */
    public record Got(int status, java.net.http.HttpHeaders headers, Bytes body) {
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public Json.Members json() {
            return Json.parseMembers(body).orThrow();
        }

        public List<Json.Members> list(String name) {
            return json().byName().get(name) instanceof Json.Array(List<Json> elements)
                    ? elements.stream().map(Json.Members.class::cast).toList()
                    : List.of();
        }

        public List<String> texts(String list, String name) {
            return list(list).stream().map(it -> it.text(name).orElse("")).toList();
        }
    }

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(Trusting.anybody())
                    .build();

    /** A request that is still put together. */
    public final class Ask {
        private final HttpRequest.Builder request;
        private String login = TaxiiTarget.this.login;
        private String accept = TAXII;

        Ask(String path) {
            request = HttpRequest.newBuilder(base.resolve(path));
        }

        public Ask accept(String ranges) {
            accept = ranges;
            return this;
        }

        public Ask login(String of) {
            login = of;
            return this;
        }

        public Ask header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        public Got get() throws IOException {
            return send("GET", HttpRequest.BodyPublishers.noBody());
        }

        public Got delete() throws IOException {
            return send("DELETE", HttpRequest.BodyPublishers.noBody());
        }

        public Got send(String method, HttpRequest.BodyPublisher body) throws IOException {
            if (!login.isEmpty()) {
                request.setHeader("Authorization", "Basic " + base64(login));
            }
            if (!accept.isEmpty()) {
                request.setHeader("Accept", accept);
            }
            try {
                HttpResponse<byte[]> response =
                        CLIENT.send(
                                request.method(method, body).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                return new Got(
                        response.statusCode(), response.headers(), Bytes.of(response.body()));
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }

        public Got post(String type, String body) throws IOException {
            request.setHeader("Content-Type", type);
            return send("POST", HttpRequest.BodyPublishers.ofString(body));
        }
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public Ask at(String path) {
        return new Ask(path);
    }

    public Ask inRoot(String path) {
        return new Ask(root + path);
    }

    /** In the collection that may be read and written. */
    public Ask in(String path) {
        return inRoot("collections/" + readWrite + "/" + path);
    }

    public Got add(Json.Members... objects) throws IOException {
        var envelope = Json.Members.NONE.with("objects", new Json.Array(List.of(objects)));
        return in("objects/").post(TAXII, envelope.canonical().utf8());
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
