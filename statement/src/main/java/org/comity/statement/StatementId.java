package org.comity.statement;

import org.comity.value.Checked;

/**
 * Where a statement stands: the origin of its log (C2SP tlog-checkpoint) and its 0-based index
 * there. Shown as {@code origin#index}.
 */
public record StatementId(String origin, long index) implements Comparable<StatementId> {
    public StatementId {
        if (origin.isEmpty() || index < 0) {
            throw new IllegalArgumentException("a statement has an origin and an index from 0");
        }
    }

    public static Checked<StatementId> parse(String text) {
        int hash = text.lastIndexOf('#');
        if (hash < 1 || !text.substring(hash + 1).matches("0|[1-9][0-9]{0,17}")) {
            return Checked.refused("not a statement id, such as cert.example/log#0", "");
        }
        return Checked.good(
                new StatementId(text.substring(0, hash), Long.parseLong(text.substring(hash + 1))));
    }

    @Override
    public int compareTo(StatementId other) {
        int order = origin.compareTo(other.origin);
        return order != 0 ? order : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return origin + "#" + index;
    }
}
