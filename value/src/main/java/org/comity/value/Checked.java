package org.comity.value;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a parse function returns for bytes from outside: the value, or why and where it was refused.
 * Bad input is normal, so it is a value and never an exception.
 */
public sealed interface Checked<T> {
    record Good<T>(T value) implements Checked<T> {}

    /**
     * The input was not taken.
     *
     * @param why constant text, so that refusals can be counted
     * @param where the place in the input: "line 3", "byte 17", "objects[4].pattern"; empty when
     *     the whole input is meant
     */
    record Refused<T>(String why, String where) implements Checked<T> {
        /** The same refusal where another type was wanted. */
        public <R> Refused<R> as() {
            return new Refused<>(why, where);
        }

        @Override
        public String toString() {
            return where.isEmpty() ? why : why + " (" + where + ")";
        }
    }

    static <T> Checked<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Checked<T> refused(String why, String where) {
        return new Refused<>(why, where);
    }

    default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
        return switch (this) {
            case Good<T>(T value) -> next.apply(value);
            case Refused<T> refused -> refused.as();
        };
    }

    default <R> Checked<R> map(Function<? super T, ? extends R> next) {
        return then(value -> good(next.apply(value)));
    }

    /** Says where inside a larger input the refusal lies. */
    default Checked<T> in(String place) {
        return switch (this) {
            case Good<T> good -> good;
            case Refused<T>(String why, String where) ->
                    new Refused<>(why, where.isEmpty() ? place : place + ", " + where);
        };
    }

    default Optional<T> optional() {
        return switch (this) {
            case Good<T>(T value) -> Optional.of(value);
            case Refused<T> _ -> Optional.empty();
        };
    }

    /** For input that we made ourselves: a refusal is then our mistake. */
    default T orThrow() {
        return switch (this) {
            case Good<T>(T value) -> value;
            case Refused<T> refused -> throw new IllegalStateException(refused.toString());
        };
    }
}
