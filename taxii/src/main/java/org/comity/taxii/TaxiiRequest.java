package org.comity.taxii;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What came in.
 *
 * @param target path and query as sent
 * @param headers by lower-case name, several of one name joined with commas
 * @param length of the body, where it was said
 */
public record TaxiiRequest(
        String method,
        String target,
        Map<String, String> headers,
        OptionalLong length,
        InputStream body) {
    public TaxiiRequest {
        headers = new TreeMap<>(headers);
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
