package org.comity.node;

import java.util.Arrays;
import java.util.Optional;

/** What the holder of a token may do; docs/api.md has the table. */
enum TokenScope {
    CHECK("what the lists say of values and mails"),
    READ("all that can be read but requests and notices; includes check"),
    CLAIM("say things on values: claims, wants, mails, appeals, erasures; watches"),
    REQUEST("read, send and answer requests and notices"),
    ADMIN(
            "what binds the member or changes the node: votes, charter, joining; includes all others");

    private final String meaning;

    TokenScope(String meaning) {
        this.meaning = meaning;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** In a few words, for whoever chooses. */
    String meaning() {
        return meaning;
    }

    boolean includes(TokenScope other) {
        return this == other || this == ADMIN || (this == READ && other == CHECK);
    }

    static Optional<TokenScope> ofWord(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
