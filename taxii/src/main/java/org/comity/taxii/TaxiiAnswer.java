package org.comity.taxii;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.Json;

/**
 * What goes out.
 *
 * @param headers the media type among them, always
 */
public record TaxiiAnswer(int status, SortedMap<String, String> headers, Body body) {
    /** Writes itself piece by piece, so that a page never stands in memory as a whole. */
    @FunctionalInterface
    public interface Body {
        Body NONE = _ -> {};

        void write(OutputStream out) throws IOException;
    }

    public TaxiiAnswer {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static TaxiiAnswer of(int status, Body body) {
        var headers = new TreeMap<String, String>();
        headers.put("Content-Type", MediaType.TAXII_21);
        return new TaxiiAnswer(status, headers, body);
    }

    static TaxiiAnswer json(int status, Json json) {
        return of(status, out -> out.write(json.canonical().array()));
    }

    TaxiiAnswer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new TaxiiAnswer(status, new TreeMap<>(more), body);
    }

    /**
     * An error message; TAXII 2.1 section 3.6.1. Of the container too, whatever it refuses before
     * the room sees it.
     *
     * @param description empty when the title says enough
     */
    public static TaxiiAnswer error(int status, String title, String description) {
        Json.Members json =
                Json.Members.NONE
                        .with("title", title)
                        .with("http_status", String.format(Locale.ROOT, "%d", status));
        return json(status, description.isEmpty() ? json : json.with("description", description));
    }

    /**
     * Nobody whom the server knows.
     *
     * @param schemes as {@code WWW-Authenticate} names them
     */
    public static TaxiiAnswer unauthorized(String schemes) {
        return error(401, "Not authenticated", "a user name and password, or a token, are needed")
                .with("WWW-Authenticate", schemes);
    }

    /** Asked too often. */
    public static TaxiiAnswer tooMany(long seconds) {
        return error(429, "Too many requests", "ask again later")
                .with("Retry-After", Long.toString(seconds));
    }

    /** There is no room for it at this moment. */
    public static TaxiiAnswer later(long seconds) {
        return error(503, "Not now", "too much at once; ask again later")
                .with("Retry-After", Long.toString(seconds));
    }

    /** What was sent dripped in, and is waited for no longer. */
    public static TaxiiAnswer tooSlow() {
        return error(408, "Too slow", "the body came too slowly").with("Connection", "close");
    }
}
