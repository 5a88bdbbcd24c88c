package org.comity.statement;

/**
 * An observable in canonical form: what claims are about. Made by {@link Observables} from outside
 * text; two spellings of one observable give equal subjects.
 */
public record Subject(SubjectKind kind, String value) implements Traceable, Comparable<Subject> {
    /** {@code kind:value}, the key in views and in lists. */
    @Override
    public String key() {
        return kind.word() + ":" + value;
    }

    @Override
    public String sort() {
        return kind.word();
    }

    @Override
    public int compareTo(Subject other) {
        int order = kind.compareTo(other.kind);
        return order != 0 ? order : value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return key();
    }
}
