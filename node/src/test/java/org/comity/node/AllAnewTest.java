package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.MemoryStore;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;
import org.junit.jupiter.api.Test;

class AllAnewTest {
    private static final int SUBJECTS = 50;
    private static final int SLICE = 7;

    private final MemoryStore store = new MemoryStore();
    private final AllAnew anew = new AllAnew(new SubjectIndex(new StoreRows(store)));

    /** Changes that come sooner than all are decided. */
    @Test
    void theLastDoNotWaitForEver() throws IOException {
        subjects(0, SUBJECTS);
        var decided = new TreeSet<Subject>();
        for (int change = 0; change * SLICE < SUBJECTS; change++) {
            anew.begin();
            decided.addAll(anew.next(SLICE));
        }
        assertEquals(SUBJECTS, decided.size());
    }

    @Test
    void allAreDecidedAfterAChange() throws IOException {
        subjects(0, SUBJECTS);
        anew.begin();
        anew.next(SLICE);
        anew.begin();
        subjects(SUBJECTS, 2 * SUBJECTS);
        anew.begin();
        var decided = new ArrayList<Subject>();
        while (!anew.isDone()) {
            decided.addAll(anew.next(SLICE));
        }
        assertEquals(2 * SUBJECTS, decided.size());
        assertEquals(2 * SUBJECTS, new TreeSet<>(decided).size());
        assertTrue(anew.next(SLICE).isEmpty());
    }

    private void subjects(int from, int until) throws IOException {
        var member = new MemberId("desk.example");
        for (int at = from; at < until; at++) {
            var stated =
                    new Stated(
                            member,
                            new StatementId("desk.example/log", at),
                            new Marking(Tlp.GREEN, Pap.CLEAR),
                            new Audience.Exchange(),
                            1_800_000_000L);
            var claim =
                    new Claim(
                            new Subject(SubjectKind.DOMAIN, "bad" + at + ".com"),
                            Stance.MALICIOUS,
                            AbuseClass.SPAM,
                            new Claim.Grounds(Basis.OBSERVED, Role.CONTENT, List.of(), ""),
                            new Claim.Validity(1_800_000_000L, 1_800_003_600L),
                            Target.UNKNOWN,
                            "indicator--00000000-0000-4000-8000-000000000000",
                            false);
            store.commit(
                    SubjectIndex.fold(Entry.all(stated, List.of(claim))).stream()
                            .map(StoreRows::toChange)
                            .toList());
        }
    }
}
