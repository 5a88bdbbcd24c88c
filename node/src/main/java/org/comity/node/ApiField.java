package org.comity.node;

import java.util.List;

/**
 * One thing that may be said in a call.
 *
 * @param place path, query or body
 * @param into its name in the operation
 * @param words what it may be; empty: anything of its type
 * @param most entries of a list
 */
record ApiField(
        String name,
        Place place,
        Type type,
        String into,
        boolean required,
        List<String> words,
        int most,
        String meaning) {
    /** Where it stands. */
    enum Place {
        PATH,
        QUERY,
        BODY
    }

    /** What it is; a TIME is RFC 3339 text or a second since 1970. */
    enum Type {
        TEXT,
        NUMBER,
        TRUTH,
        TIME,
        TEXTS,
        OBJECT,
        /** An object whose members are whole numbers; words are the names that it may have. */
        NUMBERS,
        /** An object whose members are lists of texts, under names of the asker's choice. */
        LISTS,
        BASE64,
        /** Objects of a name and the bytes in base64. */
        FILES
    }

    ApiField {
        words = List.copyOf(words);
    }

    private static ApiField of(String name, Place place, Type type, String meaning) {
        boolean required = place == Place.PATH;
        return new ApiField(
                name, place, type, name, required, List.of(), Checking.VALUES_MAX, meaning);
    }

    static ApiField path(String name, String meaning) {
        return of(name, Place.PATH, Type.TEXT, meaning);
    }

    static ApiField query(String name, Type type, String meaning) {
        return of(name, Place.QUERY, type, meaning);
    }

    static ApiField body(String name, Type type, String meaning) {
        return of(name, Place.BODY, type, meaning);
    }

    ApiField must() {
        return new ApiField(name, place, type, into, true, words, most, meaning);
    }

    ApiField as(String operations) {
        return new ApiField(name, place, type, operations, required, words, most, meaning);
    }

    ApiField oneOf(String... these) {
        return new ApiField(name, place, type, into, required, List.of(these), most, meaning);
    }

    ApiField atMost(int entries) {
        return new ApiField(name, place, type, into, required, words, entries, meaning);
    }
}
