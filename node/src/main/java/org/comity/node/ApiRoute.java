package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of the API: how it is asked, who may, and which operation of the command line answers
 * it.
 *
 * @param path below /api/v1, with {names} in it
 * @param scope what a token must be good for
 * @param fixed what the operation is told beside what was asked
 */
record ApiRoute(
        String method,
        String path,
        String operation,
        TokenScope scope,
        String summary,
        List<ApiField> fields,
        ObjectNode fixed,
        Manner manner) {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    /**
     * @param answer the schema of the answer
     * @param pages the list that is cut into pages
     * @param raw the whole body is one file, under this name in the operation
     * @param forOthers whether a token that sees for others may ask it
     */
    record Manner(
            String answer, Optional<ApiPages.Of> pages, Optional<String> raw, boolean forOthers) {}

    ApiRoute {
        fields = List.copyOf(fields);
    }

    static ApiRoute get(String path, String operation, TokenScope scope, String summary) {
        return of("GET", path, operation, scope).saying(summary);
    }

    static ApiRoute post(String path, String operation, TokenScope scope, String summary) {
        return of("POST", path, operation, scope).saying(summary);
    }

    static ApiRoute of(String method, String path, String operation, TokenScope scope) {
        var manner = new Manner(operation, Optional.empty(), Optional.empty(), false);
        var fields = new ArrayList<ApiField>();
        Matcher name = NAME.matcher(path);
        while (name.find()) {
            fields.add(ApiField.path(name.group(1), "its name"));
        }
        return new ApiRoute(method, path, operation, scope, "", fields, Json.object(), manner);
    }

    ApiRoute saying(String words) {
        return new ApiRoute(method, path, operation, scope, words, fields, fixed, manner);
    }

    /** A field of a name that the path has already says more of it. */
    ApiRoute with(ApiField... more) {
        var all = new ArrayList<>(fields);
        for (ApiField field : more) {
            all.removeIf(it -> it.name().equals(field.name()));
            all.add(field);
        }
        return new ApiRoute(method, path, operation, scope, summary, all, fixed, manner);
    }

    ApiRoute telling(String name, String value) {
        ObjectNode more = fixed.deepCopy().put(name, value);
        return new ApiRoute(method, path, operation, scope, summary, fields, more, manner);
    }

    ApiRoute telling(String name, long value) {
        ObjectNode more = fixed.deepCopy().put(name, value);
        return new ApiRoute(method, path, operation, scope, summary, fields, more, manner);
    }

    /** Cut into pages: the list of this name, whose elements these members tell apart. */
    ApiRoute paged(String list, String... keys) {
        var pages = Optional.of(new ApiPages.Of(list, List.of(keys)));
        return manner(new Manner(manner.answer, pages, manner.raw, manner.forOthers));
    }

    ApiRoute taking(String file) {
        return manner(new Manner(manner.answer, manner.pages, Optional.of(file), manner.forOthers));
    }

    ApiRoute forOthersToo() {
        return manner(new Manner(manner.answer, manner.pages, manner.raw, true));
    }

    ApiRoute answering(String schema) {
        return manner(new Manner(schema, manner.pages, manner.raw, manner.forOthers));
    }

    private ApiRoute manner(Manner other) {
        return new ApiRoute(method, path, operation, scope, summary, fields, fixed, other);
    }

    boolean isRead() {
        return method.equals("GET");
    }

    boolean hasBody() {
        return manner.raw.isPresent()
                || fields.stream().anyMatch(it -> it.place() == ApiField.Place.BODY);
    }

    /** A name in the path is the rest between slashes; null-free: empty where it does not fit. */
    Optional<List<String>> names(List<String> segments) {
        String[] mine = path.substring(1).split("/", -1);
        if (mine.length != segments.size()) {
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        for (int at = 0; at < mine.length; at++) {
            if (mine[at].startsWith("{")) {
                names.add(segments.get(at));
            } else if (!mine[at].equals(segments.get(at))) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    /** The names in the path, in their order. */
    List<String> pathNames() {
        return NAME.matcher(path).results().map(it -> it.group(1)).toList();
    }
}
