package org.comity.node;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.comity.charter.Scope;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens of the JSON API: {@code comity_ID_SECRET}. The id finds the row, so nothing of the
 * secret decides how long a look-up takes; then the digests are compared in constant time.
 */
final class Tokens {
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final int TOKENS_MAX = 1_000;
    private static final Duration HOLDS = Duration.ofDays(90);
    private static final Duration HOLDS_MAX = Duration.ofDays(3_650);
    private static final Pattern TOKEN = Pattern.compile("comity_([0-9a-f]{16})_([0-9a-f]{64})");

    private final Desk desk;

    Tokens(Desk desk) {
        this.desk = desk;
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        return switch (name) {
            case "token-new" -> make(with);
            case "token-list" -> list();
            case "token-revoke" -> revoke(with.path("id").asString(""));
            default -> throw new Refusal("unknown operation", name);
        };
    }

    /** Whose token this is; empty for one that was never made, was revoked, or has expired. */
    Optional<Token> holder(String presented) throws IOException {
        var parts = TOKEN.matcher(presented);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] digest = digest(parts.group(2)).array();
        return find(parts.group(1))
                .filter(it -> MessageDigest.isEqual(it.digest().array(), digest))
                .filter(it -> it.holdsAt(desk.nowSecond()));
    }

    /** The token of this id, if it still holds; for what goes on after it was shown. */
    boolean holds(String id) throws IOException {
        return find(id).filter(it -> it.holdsAt(desk.nowSecond())).isPresent();
    }

    private Optional<Token> find(String id) throws IOException {
        return desk.store().value(RowKeys.token(id)).map(it -> Token.read(id, it));
    }

    private static Hash digest(String secret) {
        return Hash.digest(Bytes.utf8("comity/token/v1\0" + secret).array());
    }

    private JsonNode make(JsonNode with) throws IOException {
        var scopes = new TreeSet<TokenScope>();
        for (JsonNode word : with.path("scopes")) {
            scopes.add(
                    TokenScope.ofWord(word.asString(""))
                            .orElseThrow(() ->
                                    new Refusal(
                                            "a scope is check, read, claim, request or admin",
                                            word.asString(""))));
        }
        String name = with.path("name").asString("");
        if (scopes.isEmpty() || !Token.isName(name)) {
            throw new Refusal("a token has a scope, and a name of up to 64 characters", name);
        }
        if (all().size() >= TOKENS_MAX) {
            throw new Refusal("at most 1,000 tokens; revoke some", "");
        }
        Optional<Scope> within = within(with.path("within").asString(""));
        if (within.isPresent() && !scopes.stream().allMatch(TokenScope.READ::includes)) {
            throw new Refusal("who sees for others only may only check and read", "--viewer");
        }
        String secret = random(SECRET_BYTES);
        var token =
                new Token(
                        random(ID_BYTES),
                        digest(secret),
                        name,
                        scopes,
                        within,
                        desk.nowSecond(),
                        expires(with.path("expires").asString("")));
        write(new Change.Put(RowKeys.token(token.id()), token.row()));
        return json(token).put("token", "comity_" + token.id() + "_" + secret);
    }

    private static Optional<Scope> within(String word) {
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Scope.ofWord(word.replaceFirst("^group:", "group "))
                                .orElseThrow(
                                        () -> new Refusal("public, members or group:NAME", word)));
    }

    private Optional<Long> expires(String within) {
        if (within.equals("never")) {
            return Optional.empty();
        }
        if (!within.isEmpty() && !within.matches("[1-9][0-9]{0,6}[smhd]")) {
            throw new Refusal("a number and s, m, h or d; or never", "--expires " + within);
        }
        Duration holds = within.isEmpty() ? HOLDS : ConfigParser.duration("--expires", within);
        if (holds.compareTo(HOLDS_MAX) > 0) {
            throw new Refusal("at most 3650d; or never", "--expires " + within);
        }
        return Optional.of(desk.nowSecond() + holds.toSeconds());
    }

    private String random(int count) {
        byte[] drawn = new byte[count];
        desk.random().nextBytes(drawn);
        return Bytes.of(drawn).hex();
    }

    private List<Token> all() throws IOException {
        var tokens = new ArrayList<Token>();
        desk.store()
                .scan(
                        RowKeys.TOKENS,
                        (key, row) -> {
                            Bytes id = key.slice(RowKeys.TOKENS.length(), key.length());
                            tokens.add(Token.read(id.utf8(), row));
                            return true;
                        });
        return tokens;
    }

    private JsonNode list() throws IOException {
        ObjectNode answer = Json.object();
        ArrayNode tokens = answer.putArray("tokens");
        all().forEach(it -> tokens.add(json(it)));
        return answer;
    }

    private ObjectNode json(Token token) {
        ObjectNode one = Json.object().put("id", token.id()).put("name", token.name());
        one.set("scopes", Json.array(token.sorted().stream().map(TokenScope::word).toList()));
        token.within().ifPresent(it -> one.put("within", it.word()));
        one.put("made", Campaigning.time(token.madeSecond()));
        token.expiresSecond().ifPresent(it -> one.put("expires", Campaigning.time(it)));
        return one.put("expired", !token.holdsAt(desk.nowSecond()));
    }

    private JsonNode revoke(String id) throws IOException {
        if (!id.matches("[0-9a-f]{16}") || find(id).isEmpty()) {
            throw new Refusal("no such token; comity token list shows their ids", id);
        }
        write(new Change.Delete(RowKeys.token(id)));
        return Json.object().put("revoked", id);
    }

    private void write(Change change) throws IOException {
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(List.of(change));
                    return true;
                });
    }
}
