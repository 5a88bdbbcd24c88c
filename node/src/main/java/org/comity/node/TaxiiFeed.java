package org.comity.node;

import java.nio.file.Path;
import java.time.Duration;
import org.comity.taxii.Walk;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection of somebody else's TAXII server that is read from or written to, and how far.
 *
 * @param address of the collection, with a slash at the end
 * @param login whose credentials are sent
 * @param every how often by itself; zero: only when somebody says so
 * @param terms what is done with the objects
 * @param stand how far it has come
 */
record TaxiiFeed(
        String name,
        Way way,
        String address,
        Login login,
        Duration every,
        Terms terms,
        Stand stand) {
    static final String NAME = "[a-z0-9][a-z0-9._-]{0,62}";

    enum Way {
        PULL,
        PUSH;

        String word() {
            return this == PULL ? "pull" : "push";
        }
    }

    /**
     * Secrets stay where they are.
     *
     * @param user empty: the file holds a token (RFC 6750)
     * @param file its first line is the password or the token; empty: nothing is sent
     */
    record Login(String user, String file) {
        static final Login NONE = new Login("", "");

        String authorization() throws java.io.IOException {
            if (file.isEmpty()) {
                return "";
            }
            String secret = Passphrase.from(Path.of(file)).utf8();
            return user.isEmpty()
                    ? "Bearer " + secret
                    : "Basic " + Bytes.utf8(user + ":" + secret).base64();
        }
    }

    /**
     * @param marking of what is pulled, at least; of what is pushed, at most
     * @param group to which what is pulled is said, or the collection from which is pushed
     */
    record Terms(String marking, String group) {}

    /**
     * @param pushed the date added of the last entry that was pushed, in microseconds
     * @param askedSecond when it was last tried; 0: never
     * @param failures in a row
     * @param said what came of the last try
     */
    record Stand(Walk walk, long pushed, long askedSecond, int failures, String said) {
        static final Stand NEW = new Stand(Walk.BEGIN, 0, 0, 0, "");
    }

    static Bytes key(Way way, String name) {
        return CollectedRow.key(way == Way.PULL ? 'p' : 'q', name);
    }

    Bytes key() {
        return key(way, name);
    }

    TaxiiFeed at(Stand now) {
        return new TaxiiFeed(name, way, address, login, every, terms, now);
    }

    /** When it is tried again by itself; after failures later and later, up to a day. */
    long dueSecond() {
        if (every.isZero()) {
            return Long.MAX_VALUE;
        }
        long wait = every.toSeconds() << Math.min(stand.failures(), 10);
        return stand.askedSecond() + Math.min(wait, Math.max(every.toSeconds(), 86_400));
    }

    ObjectNode json() {
        return Json.object()
                .put("name", name)
                .put("way", way.word())
                .put("url", address)
                .put("user", login.user())
                .put("secret_file", login.file())
                .put("every", every.toSeconds())
                .put("marking", terms.marking())
                .put("group", terms.group())
                .put("added_after", stand.walk().addedAfter())
                .put("next", stand.walk().next())
                .put("pushed", stand.pushed())
                .put("asked", stand.askedSecond())
                .put("failures", stand.failures())
                .put("said", stand.said());
    }

    /** Of what {@link #json} made. */
    static TaxiiFeed of(JsonNode row) {
        return new TaxiiFeed(
                row.path("name").asString(),
                row.path("way").asString().equals("pull") ? Way.PULL : Way.PUSH,
                row.path("url").asString(),
                new Login(row.path("user").asString(), row.path("secret_file").asString()),
                Duration.ofSeconds(row.path("every").asLong()),
                new Terms(row.path("marking").asString(), row.path("group").asString()),
                new Stand(
                        new Walk(row.path("added_after").asString(), row.path("next").asString()),
                        row.path("pushed").asLong(),
                        row.path("asked").asLong(),
                        row.path("failures").asInt(),
                        row.path("said").asString()));
    }
}
