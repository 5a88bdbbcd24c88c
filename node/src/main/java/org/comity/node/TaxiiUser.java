package org.comity.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;

/**
 * Who may use the collections, and for what.
 *
 * @param greatest TLP level that the user is shown
 * @param rights by collection: r, w or rw
 * @param secret what is kept of the password
 */
record TaxiiUser(String name, Tlp greatest, SortedMap<String, String> rights, TaxiiSecret secret) {
    static final String NAME = "[a-z0-9][a-z0-9_-]{0,62}";
    private static final String COLLECTION = "[a-z0-9][a-z0-9.-]{0,99}";

    TaxiiUser {
        rights = new TreeMap<>(rights);
        boolean known =
                rights.entrySet().stream()
                        .allMatch(it ->
                                it.getKey().matches(COLLECTION) && it.getValue().matches("r|w|rw"));
        if (!name.matches(NAME) || !known) {
            throw new IllegalArgumentException("a user has a short name, and rights r, w or rw");
        }
    }

    boolean mayRead(String collection) {
        return rights.getOrDefault(collection, "").contains("r");
    }

    boolean mayWrite(String collection) {
        return rights.getOrDefault(collection, "").contains("w");
    }

    boolean mayKnow(String collection) {
        return rights.containsKey(collection);
    }

    /** {@code own:rw,exchange:r}. */
    static Optional<SortedMap<String, String>> rights(String text) {
        var rights = new TreeMap<String, String>();
        for (String one : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            String[] parts = one.split(":", -1);
            boolean good =
                    parts.length == 2
                            && parts[0].matches(COLLECTION)
                            && parts[1].matches("r|w|rw")
                            && rights.put(parts[0], parts[1]) == null;
            if (!good) {
                return Optional.empty();
            }
        }
        return Optional.of(rights);
    }

    String rightsText() {
        return String.join(
                ",",
                rights.entrySet().stream().map(it -> it.getKey() + ":" + it.getValue()).toList());
    }

    static Bytes key(String name) {
        return CollectedRow.key('u', name);
    }

    /** Lines: level, rights, secret. */
    Bytes row() {
        return Bytes.utf8(String.join("\n", greatest.word(), rightsText(), secret.text()));
    }

    /** Throws IllegalArgumentException for what is no such row. */
    static TaxiiUser read(String name, Bytes row) {
        List<String> lines = Arrays.asList(row.utf8().split("\n", -1));
        if (lines.size() != 3) {
            throw new IllegalArgumentException("not the row of a user");
        }
        return new TaxiiUser(
                name,
                Tlp.ofWord(lines.get(0)).orElseThrow(IllegalArgumentException::new),
                rights(lines.get(1)).orElseThrow(IllegalArgumentException::new),
                TaxiiSecret.parse(lines.get(2)));
    }
}
