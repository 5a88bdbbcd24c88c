package org.comity.node;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cuts a list into pages. The cursor holds all there is to know, so the node keeps nothing: as of
 * which second the first page was, how many came before, the last that did, and for which question
 * and token it is good. It is a bookmark and no secret: whoever makes one up sees nothing that the
 * token may not ask for anyway.
 *
 * <p>The same cursor gives the same page again, as of the same second. Where something before it
 * was erased since, the page begins behind the last element that was given, wherever that is now.
 */
final class ApiPages {
    static final int SIZE = 100;
    static final int SIZE_MAX = 1_000;
    private static final byte VERSION = 1;
    private static final int MARK_BYTES = 16;
    private static final int CURSOR_BYTES = 1 + Long.BYTES + Integer.BYTES + 2 * MARK_BYTES;

    /** The list in an answer, and by which members its elements are told apart. */
    record Of(String list, List<String> keys) {
        Of {
            keys = List.copyOf(keys);
        }
    }

    /**
     * @param second as of which the first page was
     * @param before how many were given before
     * @param last the mark of the last of them
     */
    record Cursor(long second, int before, Bytes last) {}

    private final Of of;
    private final Bytes question;

    /**
     * @param question what was asked but the cursor, and by which token
     */
    ApiPages(Of of, String question) {
        this.of = of;
        this.question = mark(question);
    }

    /** Refused when it is for another question or another token, or no cursor at all. */
    Cursor parse(String text) {
        byte[] read;
        try {
            read = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new Refusal("not a cursor of this API", "cursor");
        }
        if (read.length != CURSOR_BYTES || read[0] != VERSION) {
            throw new Refusal("not a cursor of this API", "cursor");
        }
        var from = ByteBuffer.wrap(read, 1, read.length - 1);
        long second = from.getLong();
        int before = from.getInt();
        byte[] asked = new byte[MARK_BYTES];
        byte[] last = new byte[MARK_BYTES];
        from.get(asked).get(last);
        if (!Bytes.of(asked).equals(question) || before < 0 || second < 0) {
            throw new Refusal("this cursor is of another question or another token", "cursor");
        }
        return new Cursor(second, before, Bytes.of(last));
    }

    private String text(Cursor cursor) {
        var to = ByteBuffer.allocate(CURSOR_BYTES).put(VERSION).putLong(cursor.second());
        to.putInt(cursor.before()).put(question.array()).put(cursor.last().array());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(to.array());
    }

    private static Bytes mark(String text) {
        byte[] digest = Hash.digest(Bytes.utf8(text).array()).array();
        return Bytes.of(Arrays.copyOf(digest, MARK_BYTES));
    }

    /** The page after the cursor; {@code next} is there while more comes. */
    JsonNode page(JsonNode whole, Cursor cursor, int size) {
        ObjectNode answer = (ObjectNode) whole;
        JsonNode all = answer.path(of.list());
        int from = from(all, cursor);
        int until = (int) Math.min(all.size(), (long) from + size);
        ArrayNode page = Json.array();
        for (int at = from; at < until; at++) {
            page.add(all.get(at));
        }
        if (until < all.size()) {
            Bytes last = mark(key(all.get(until - 1)));
            answer.put("next", text(new Cursor(cursor.second(), until, last)));
        }
        answer.set(of.list(), page);
        return answer;
    }

    static Cursor first(long second) {
        return new Cursor(second, 0, Bytes.EMPTY);
    }

    /** Behind the last that was given; where that is gone, as many further as were given. */
    private int from(JsonNode all, Cursor cursor) {
        int guess = Math.min(cursor.before(), all.size());
        if (cursor.before() == 0) {
            return 0;
        }
        if (guess > 0 && isLast(all.get(guess - 1), cursor)) {
            return guess;
        }
        for (int at = 0; at < all.size(); at++) {
            if (isLast(all.get(at), cursor)) {
                return at + 1;
            }
        }
        return guess;
    }

    private boolean isLast(JsonNode element, Cursor cursor) {
        return mark(key(element)).equals(cursor.last());
    }

    private String key(JsonNode element) {
        var key = new StringBuilder();
        for (String name : of.keys()) {
            JsonNode part = element.path(name);
            key.append(part.isObject() ? part.path("name").asString("") : part.asString(""));
            key.append('\n');
        }
        return key.toString();
    }

    /** What openapi.json says of the two. */
    static List<ApiField> fields() {
        return List.of(
                ApiField.query("limit", ApiField.Type.NUMBER, "at most so many, 1 to 1000; 100"),
                ApiField.query("cursor", ApiField.Type.TEXT, "next of the page before"));
    }
}
