package org.comity.node;

import java.util.Map;
import org.comity.value.Bytes;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why the API does not answer as asked: {@code application/problem+json}, RFC 9457, with {@code
 * where} for the place.
 */
final class ApiProblem {
    static final String TYPE = "application/problem+json";

    private ApiProblem() {}

    static HttpServer.Answered of(int status, String why) {
        return of(status, why, "", Map.of());
    }

    static HttpServer.Answered of(
            int status, String why, String where, Map<String, String> headers) {
        // No type: "about:blank", the status says what kind of problem it is.
        ObjectNode problem =
                Json.object().put("title", title(status)).put("status", status).put("detail", why);
        if (!where.isEmpty()) {
            problem.put("where", where);
        }
        return new HttpServer.Answered(
                status, TYPE, Bytes.utf8(Json.line(problem) + "\n"), headers);
    }

    static HttpServer.Answered of(int status, Refusal refusal) {
        return of(status, refusal.why(), refusal.where(), Map.of());
    }

    private static String title(int status) {
        String words = org.eclipse.jetty.http.HttpStatus.getMessage(status);
        return words == null ? "Error" : words;
    }
}
