package org.comity.node;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.charter.Scope;
import org.comity.statement.Json;
import org.comity.statement.MemberId;
import tools.jackson.databind.JsonNode;

/**
 * Which objects an export takes; empty sets take all.
 *
 * @param sources from whom members have what they pass on
 * @param since objects modified, or else created, before it are left out; 0 takes all
 * @param readers for whom the export is; empty: for this member itself
 */
record StixSelection(
        Set<String> types,
        Set<String> sources,
        Set<String> members,
        long since,
        boolean allVersions,
        Optional<Scope> readers) {

    static StixSelection of(JsonNode with) {
        return new StixSelection(
                texts(with.path("types")),
                texts(with.path("sources")),
                texts(with.path("members")),
                with.path("since").asLong(0),
                with.path("all_versions").asBoolean(),
                readers(with.path("for").asString("own")));
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new TreeSet<String>();
        list.forEach(it -> texts.add(it.asString()));
        return texts;
    }

    private static Optional<Scope> readers(String word) {
        if (word.equals("own")) {
            return Optional.empty();
        }
        Optional<Scope> scope =
                Scope.ofWord(word.replaceFirst("^group:", "group "))
                        .filter(it -> !(it instanceof Scope.Acting));
        if (scope.isEmpty()) {
            throw new Refusal("for own, members, group:NAME or public", word);
        }
        return scope;
    }

    boolean takes(Json.Members object) {
        boolean isType = types.isEmpty() || types.contains(object.text("type").orElse(""));
        return isType && (since == 0 || second(object) >= since);
    }

    /** What says no time, as an address or a file, is of all times. */
    private static long second(Json.Members object) {
        Optional<String> text = object.text("modified").or(() -> object.text("created"));
        try {
            return text.map(it -> Instant.parse(it).getEpochSecond()).orElse(Long.MAX_VALUE);
        } catch (DateTimeParseException unreadable) {
            return Long.MAX_VALUE; // rather too much than too little
        }
    }

    boolean takes(MemberId member) {
        return members.isEmpty() || members.contains(member.name());
    }

    /**
     * @param source empty for what a member says itself
     */
    boolean takes(String source) {
        return sources.isEmpty() || sources.contains(source);
    }
}
