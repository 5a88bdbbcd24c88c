package org.comity.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks the API of a node over HTTP, as a program would. */
final class ApiClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String token;

    private ApiClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** With a new token of these scopes. */
    static ApiClient of(Node node, String... scopes) throws IOException {
        return new ApiClient(url(node), token(node, "", scopes));
    }

    static ApiClient seeing(Node node, String within) throws IOException {
        return new ApiClient(url(node), token(node, within, "read"));
    }

    ApiClient with(String other) {
        return new ApiClient(url, other);
    }

    static String url(Node node) {
        return "http://127.0.0.1:" + node.desk().config().api().listen().orElseThrow().getPort();
    }

    static String token(Node node, String within, String... scopes) throws IOException {
        var with = Json.object().put("within", within);
        with.set("scopes", Json.array(List.of(scopes)));
        return node.run("token-new", with).path("token").asString();
    }

    String token() {
        return token;
    }

    HttpRequest.Builder asking(String target) {
        HttpRequest.Builder ask = HttpRequest.newBuilder(URI.create(url + target));
        return token.isEmpty() ? ask : ask.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder ask) throws IOException {
        try {
            return http.send(ask.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }

    HttpResponse<String> call(String method, String path, String body) throws IOException {
        HttpRequest.BodyPublisher content =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
        HttpRequest.Builder ask = asking(ApiTable.ROOT + path).method(method, content);
        return send(body.isEmpty() ? ask : ask.header("Content-Type", "application/json"));
    }

    JsonNode get(String path) throws IOException {
        return good(call("GET", path, ""));
    }

    JsonNode post(String path, JsonNode body) throws IOException {
        return good(call("POST", path, Json.line(body)));
    }

    static JsonNode good(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return Json.parse(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
