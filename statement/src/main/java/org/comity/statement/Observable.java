package org.comity.statement;

import java.util.Optional;

/**
 * An observable in canonical form that is found and traced, and that nobody can claim anything
 * about, so that no list can hold it. docs/formats/subjects.md says why each is none of the {@link
 * Subject subjects}.
 */
public record Observable(ObservableKind kind, String value) implements Traceable {
    /** {@code kind:value}; no kind has the word of a kind of subjects. */
    @Override
    public String key() {
        return kind.word() + ":" + value;
    }

    /** The inverse of {@link #key}; empty for other keys. */
    public static Optional<Observable> ofKey(String key) {
        int colon = key.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : ObservableKind.ofWord(key.substring(0, colon))
                        .map(kind -> new Observable(kind, key.substring(colon + 1)));
    }

    @Override
    public String sort() {
        return kind.word();
    }

    @Override
    public String toString() {
        return key();
    }
}
