package org.comity.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.comity.charter.Scope;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What is kept of a token for the JSON API. Of the secret, 256 random bits, only the SHA-256 stays:
 * it cannot be guessed, so it needs no salt and no slow hash.
 *
 * @param name what it is for, in its owner's words
 * @param within whose eyes the answers must be fit for; empty: the member's own
 * @param expiresSecond empty: it holds until it is revoked
 */
record Token(
        String id,
        Hash digest,
        String name,
        Set<TokenScope> scopes,
        Optional<Scope> within,
        long madeSecond,
        Optional<Long> expiresSecond) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{0,64}");
    private static final String NONE = "-";
    private static final int LINES = 6;

    Token {
        scopes = Set.copyOf(scopes);
        if (!ID.matcher(id).matches() || !NAME.matcher(name).matches() || scopes.isEmpty()) {
            throw new IllegalArgumentException("a token has an id, scopes and a short name");
        }
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    boolean holdsAt(long second) {
        return expiresSecond.isEmpty() || second < expiresSecond.get();
    }

    boolean may(TokenScope scope) {
        return scopes.stream().anyMatch(it -> it.includes(scope));
    }

    /** As people read them, always in the same order. */
    SortedSet<TokenScope> sorted() {
        return new TreeSet<>(scopes);
    }

    /** The row: a line for each part; docs/formats/rows.md. */
    Bytes row() {
        return Bytes.utf8(
                String.join(
                        "\n",
                        digest.hex(),
                        Long.toString(madeSecond),
                        expiresSecond.map(it -> Long.toString(it)).orElse(NONE),
                        name,
                        sorted().stream().map(TokenScope::word).collect(Collectors.joining(" ")),
                        within.map(Scope::word).orElse(NONE)));
    }

    /** The inverse of {@link #row}; throws IllegalArgumentException for anything else. */
    static Token read(String id, Bytes row) {
        List<String> lines = Arrays.asList(row.utf8().split("\n", -1));
        if (lines.size() != LINES) {
            throw new IllegalArgumentException("not the row of a token");
        }
        var scopes = new TreeSet<TokenScope>();
        for (String word : lines.get(4).split(" ", -1)) {
            scopes.add(TokenScope.ofWord(word).orElseThrow(IllegalArgumentException::new));
        }
        boolean ends = !lines.get(2).equals(NONE);
        boolean limited = !lines.get(5).equals(NONE);
        return new Token(
                id,
                Hash.parseHex(lines.get(0)).optional().orElseThrow(IllegalArgumentException::new),
                lines.get(3),
                scopes,
                limited
                        ? Optional.of(
                                Scope.ofWord(lines.get(5))
                                        .orElseThrow(IllegalArgumentException::new))
                        : Optional.empty(),
                Long.parseLong(lines.get(1)),
                ends ? Optional.of(Long.parseLong(lines.get(2))) : Optional.empty());
    }
}
