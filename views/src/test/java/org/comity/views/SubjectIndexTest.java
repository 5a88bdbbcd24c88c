package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.Claim;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class SubjectIndexTest {
    private final MemoryRows rows = new MemoryRows();
    private final SubjectIndex index = new SubjectIndex(rows);

    @Test
    void givesTheSameRowsInAnyOrderAndWithRepetition() {
        Seeds.each(
                1_000,
                random -> {
                    List<Given.Statement> statements = Given.some(random);
                    var shuffled = new ArrayList<>(statements);
                    shuffled.addAll(statements.subList(0, random.nextInt(statements.size())));
                    Collections.shuffle(shuffled, Random.from(random));
                    assertEquals(rowsOf(statements), rowsOf(shuffled));
                });
    }

    @Test
    void unfoldingLeavesTheRowsOfTheOtherStatements() {
        Seeds.each(
                500,
                random -> {
                    var statements = new ArrayList<>(Given.some(random));
                    MemoryRows all = fill(statements);
                    Given.Statement erased = statements.remove(random.nextInt(statements.size()));
                    all.apply(new SubjectIndex(all).unfold(erased.stated().statement()));
                    assertEquals(rowsOf(statements), all.rows);
                });
    }

    @Test
    void givesBackEveryClaimUnderItsSubjectAndItsStatement() {
        Seeds.each(
                500,
                random -> {
                    List<Given.Statement> statements = Given.some(random);
                    var some = new SubjectIndex(fill(statements));
                    for (Given.Statement statement : statements) {
                        List<Entry> entries = some.entriesOf(statement.stated().statement());
                        assertEquals(entriesOf(statement), entries);
                        for (Entry entry : entries) {
                            Postings postings = some.entriesOn(entry.claim().subject());
                            assertTrue(postings.entries().contains(entry));
                            assertTrue(postings.isWhole());
                        }
                    }
                });
    }

    @Test
    void keepsSubjectsApartWhateverTheirValues() {
        Seeds.each(
                500,
                random -> {
                    List<Given.Statement> statements = Given.some(random);
                    var some = new SubjectIndex(fill(statements));
                    Subject asked = Given.anySubject(random);
                    long expected =
                            statements.stream()
                                    .flatMap(it -> it.claims().stream())
                                    .filter(it -> it.subject().equals(asked))
                                    .count();
                    assertEquals(expected, some.postings(asked));
                    assertEquals(expected, some.entriesOn(asked).entries().size());
                });
    }

    @Test
    void namesEachSubjectOnceAscending() {
        Seeds.each(
                200,
                random -> {
                    List<Given.Statement> statements = Given.some(random);
                    var expected = new TreeSet<Bytes>();
                    statements.forEach(it ->
                            it.claims().stream()
                                    .map(Claim::subject)
                                    .forEach(s -> expected.add(KeyFormat.subjectPart(s))));
                    var found = new ArrayList<Bytes>();
                    new SubjectIndex(fill(statements))
                            .subjects(subject -> found.add(KeyFormat.subjectPart(subject)));
                    assertEquals(List.copyOf(expected), found);
                });
    }

    @Test
    void stopsNamingSubjectsWhenTheVisitorHasEnough() {
        rows.apply(Given.statement("a", 0, Given.claim("b.test"), Given.claim("c.test")).fold());
        var found = new ArrayList<Subject>();
        index.subjects(subject -> {
            found.add(subject);
            return false;
        });
        assertEquals(List.of(Given.domain("b.test")), found);
    }

    @Test
    void ofThoseThatBeginSoNoOthersAreRead() {
        for (int at = 0; at < 1_000; at++) {
            Subject address = new Subject(SubjectKind.ADDRESS, "10." + at / 250 + ".0." + at % 250);
            rows.apply(
                    Given.statement("a", at, Given.claim(address, Role.CONNECTED, "r" + at))
                            .fold());
        }
        rows.apply(Given.statement("b", 0, Given.claim("10.1.test")).fold());
        rows.reads = 0;
        var found = new ArrayList<Subject>();
        index.subjects(SubjectKind.ADDRESS, "10.1.", found::add);
        assertEquals(250, found.size());
        assertTrue(found.stream().allMatch(it -> it.value().startsWith("10.1.0.")));
        assertTrue(rows.reads <= 251, "rows read: " + rows.reads);
    }

    @Test
    void floodOfOneLogPushesOutOnlyItsOwnOldestClaims() {
        int flood = SubjectIndex.POSTINGS_PER_LOG_MAX + 1;
        rows.apply(Given.statement("zz", 0, Given.claim("bad.test", "z")).fold());
        for (int at = 0; at < flood; at++) {
            rows.apply(Given.statement("aa", at, Given.claim("bad.test", "a" + at)).fold());
        }
        Postings postings = index.entriesOn(Given.domain("bad.test"));
        assertEquals(flood + 1, postings.count());
        assertFalse(postings.isWhole());
        assertEquals(flood, postings.entries().size());
        assertEquals(1, postings.entries().getFirst().statement().index());
        assertEquals("zz", postings.entries().getLast().member().name());
    }

    @Test
    void readsOnlyTheRowsOfTheSubject() {
        for (int at = 0; at < 1_000; at++) {
            rows.apply(Given.statement("a", at, Given.claim(at + ".test", "r" + at)).fold());
        }
        rows.reads = 0;
        assertEquals(1, index.entriesOn(Given.domain("500.test")).count());
        assertTrue(rows.reads <= 2, "rows read: " + rows.reads);
    }

    @Test
    void findsWhatRestsOnOneRootInSeveralLogs() {
        rows.apply(Given.statement("a", 0, Given.claim("x.test", "mail")).fold());
        rows.apply(Given.statement("b", 0, Given.claim("y.test", "mail", "other")).fold());
        var found = new ArrayList<Traceable>();
        index.scanRoot(Given.root("mail"), edge -> found.add(edge.thing()));
        assertEquals(List.of(Given.domain("x.test"), Given.domain("y.test")), found);
    }

    @Test
    void damagedRowAsksForARebuildAndNothingElse() {
        Seeds.each(
                2_000,
                random -> {
                    Entry entry = only(Given.statement("a", 1, Given.claim("x.test", "r")));
                    Bytes damaged = damage(EntryFormat.write(entry), random);
                    var place = new KeyFormat.Place(entry.statement(), 0);
                    try {
                        EntryFormat.read(entry.claim().subject(), place, damaged);
                    } catch (IllegalStateException expected) {
                        assertFalse(String.valueOf(expected.getMessage()).isEmpty());
                    }
                });
    }

    @Test
    void whatDoesNotCountPushesNothingOut() {
        var rows = new MemoryRows();
        for (int at = 0; at < 5; at++) {
            rows.apply(Given.statement("a", at, Given.claim("x.test", "r" + at)).fold());
        }
        List<Entry> counted =
                new SubjectIndex(rows)
                        .newestOn(Given.domain("x.test"), 2, it -> it.statement().index() < 2)
                        .entries();
        assertEquals(List.of(0L, 1L), counted.stream().map(it -> it.statement().index()).toList());
    }

    @Test
    void refusesARowOfAnotherVersion() {
        Entry entry = only(Given.statement("a", 1, Given.claim("x.test", "r")));
        byte[] row = EntryFormat.write(entry).array();
        row[0]++;
        var place = new KeyFormat.Place(entry.statement(), 0);
        assertThrows(
                IllegalStateException.class,
                () -> EntryFormat.read(entry.claim().subject(), place, Bytes.of(row)));
    }

    private static Bytes damage(Bytes row, RandomGenerator random) {
        byte[] damaged = row.array();
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
        return Bytes.of(damaged, 0, length);
    }

    private static Entry only(Given.Statement statement) {
        return entriesOf(statement).getFirst();
    }

    private static List<Entry> entriesOf(Given.Statement statement) {
        return Entry.all(statement.stated(), statement.claims());
    }

    private static MemoryRows fill(List<Given.Statement> statements) {
        var filled = new MemoryRows();
        statements.forEach(it -> filled.apply(it.fold()));
        return filled;
    }

    private static Object rowsOf(List<Given.Statement> statements) {
        return fill(statements).rows;
    }
}
