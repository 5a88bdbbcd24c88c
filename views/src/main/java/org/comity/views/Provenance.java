package org.comity.views;

import java.util.Comparator;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;

/**
 * Whose word an entry is, and how it is marked and addressed: all that decides who may see it.
 *
 * @param origin of the log
 */
public record Provenance(String origin, MemberId member, Marking marking, Audience audience) {
    /** Any total order. */
    static final Comparator<Provenance> ORDER =
            Comparator.comparing(Provenance::origin)
                    .thenComparing(Provenance::member)
                    .thenComparing(it -> it.marking().tlp())
                    .thenComparing(it -> it.marking().pap())
                    .thenComparing(it -> it.audience().text());

    static Provenance of(Stated stated) {
        return new Provenance(
                stated.statement().origin(), stated.member(), stated.marking(), stated.audience());
    }

    public static Provenance of(Entry entry) {
        return new Provenance(
                entry.statement().origin(), entry.member(), entry.marking(), entry.audience());
    }
}
