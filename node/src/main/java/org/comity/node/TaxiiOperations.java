package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Users of the TAXII server and their rights, and its collections. */
final class TaxiiOperations {
    private static final int SECRET_BYTES = 24;
    private static final int PASSWORD_LENGTH_MIN = 12;
    private static final int USERS_MAX = 1_000;

    private final Desk desk;

    TaxiiOperations(Desk desk) {
        this.desk = desk;
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        return switch (name) {
            case "taxii-collections" -> collections();
            case "taxii-user-add" -> add(with);
            case "taxii-user-list" -> list();
            case "taxii-user-remove" -> remove(with);
            case "taxii-user-rights" -> rights(with);
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private JsonNode collections() {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("collections");
        for (String name : CollectedRoot.names(desk)) {
            all.addObject()
                    .put("name", name)
                    .put("id", CollectedRoot.id(desk, name))
                    .put("description", CollectedRoot.description(name));
        }
        return answer;
    }

    private JsonNode add(JsonNode with) throws IOException {
        String name = with.path("name").asString("");
        if (!name.matches(TaxiiUser.NAME)) {
            throw new Refusal("a user's name has up to 63 of a-z, 0-9, - and _", name);
        }
        if (desk.store().value(TaxiiUser.key(name)).isPresent()) {
            throw new Refusal("there is such a user", name);
        }
        if (all().size() >= USERS_MAX) {
            throw new Refusal("at most 1,000 users; remove some", "");
        }
        String given = with.path("password").asString("");
        if (!given.isEmpty() && given.length() < PASSWORD_LENGTH_MIN) {
            throw new Refusal("a password has at least 12 characters", "");
        }
        String password = given.isEmpty() ? random() : given;
        TaxiiSecret secret =
                given.isEmpty()
                        ? TaxiiSecret.drawn(password, desk.random())
                        : TaxiiSecret.chosen(password, desk.random());
        String rights = with.path("rights").asString("");
        var user =
                new TaxiiUser(
                        name,
                        tlp(with, Tlp.AMBER_STRICT),
                        known(rights.isEmpty() ? "own:r,exchange:r,trusted:r,agreed:r" : rights),
                        secret);
        write(new Change.Put(TaxiiUser.key(name), user.row()));
        ObjectNode answer = json(user);
        return given.isEmpty() ? answer.put("password", password) : answer;
    }

    private static Tlp tlp(JsonNode with, Tlp unless) {
        String word = with.path("tlp").asString("");
        return word.isEmpty()
                ? unless
                : Tlp.ofWord(word).orElseThrow(() -> new Refusal("not a TLP level", word));
    }

    /** Of collections that there are. */
    private SortedMap<String, String> known(String text) {
        SortedMap<String, String> rights =
                TaxiiUser.rights(text)
                        .orElseThrow(() -> new Refusal("rights are like own:rw,exchange:r", text));
        List<String> names = CollectedRoot.names(desk);
        for (String name : rights.keySet()) {
            if (!names.contains(name)) {
                throw new Refusal(
                        "no such collection; there are " + String.join(", ", names), name);
            }
        }
        return rights;
    }

    private String random() {
        byte[] drawn = new byte[SECRET_BYTES];
        desk.random().nextBytes(drawn);
        return Bytes.of(drawn).hex();
    }

    private SortedMap<String, TaxiiUser> all() throws IOException {
        var users = new TreeMap<String, TaxiiUser>();
        Bytes table = TaxiiUser.key("");
        desk.store()
                .scan(
                        table,
                        (key, row) -> {
                            String name = key.slice(table.length(), key.length()).utf8();
                            users.put(name, TaxiiUser.read(name, row));
                            return true;
                        });
        return users;
    }

    private JsonNode list() throws IOException {
        ObjectNode answer = Json.object();
        var users = new ArrayList<ObjectNode>();
        all().values().forEach(it -> users.add(json(it)));
        answer.putArray("users").addAll(users);
        return answer;
    }

    private static ObjectNode json(TaxiiUser user) {
        return Json.object()
                .put("name", user.name())
                .put("tlp", user.greatest().word())
                .put("rights", user.rightsText());
    }

    private TaxiiUser find(JsonNode with) throws IOException {
        String name = with.path("name").asString("");
        Optional<Bytes> row =
                name.matches(TaxiiUser.NAME)
                        ? desk.store().value(TaxiiUser.key(name))
                        : Optional.empty();
        return TaxiiUser.read(
                name,
                row.orElseThrow(() ->
                        new Refusal("no such user; comity taxii user list shows them", name)));
    }

    private JsonNode remove(JsonNode with) throws IOException {
        TaxiiUser user = find(with);
        write(new Change.Delete(TaxiiUser.key(user.name())));
        return Json.object().put("removed", user.name());
    }

    private JsonNode rights(JsonNode with) throws IOException {
        TaxiiUser user = find(with);
        String rights = with.path("rights").asString("");
        var changed =
                new TaxiiUser(
                        user.name(),
                        tlp(with, user.greatest()),
                        rights.isEmpty() ? user.rights() : known(rights),
                        user.secret());
        write(new Change.Put(TaxiiUser.key(user.name()), changed.row()));
        return json(changed);
    }

    private void write(Change change) throws IOException {
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(List.of(change));
                    return true;
                });
    }
}
