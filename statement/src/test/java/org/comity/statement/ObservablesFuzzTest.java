package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.comity.statement.ObservablesTest.Vector;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** No input makes an exception, and what is taken is in canonical form. */
final class ObservablesFuzzTest {
    private static final List<Vector> CORPUS = ObservablesTest.vectors();
    private static final String SIGNS =
            ".:/\\@[]%?#-_ \t\n\0xX0189aAzZüß。．\u200d\u00ad\ud83d\ude00\ud800";

    @Test
    void mutatedValuesAreRefusedOrCanonical() {
        Seeds.each(
                3_000,
                random -> {
                    String text = CORPUS.get(random.nextInt(CORPUS.size())).input();
                    for (int changes = random.nextInt(4); changes >= 0; changes--) {
                        text = mutate(random, text);
                    }
                    for (SubjectKind kind : SubjectKind.values()) {
                        check(Observables.normalise(kind, text));
                    }
                    check(Observables.recognise(text));
                });
    }

    @Test
    void mutatedOthersAreRefusedOrCanonicalAndWriteValidObjects() {
        List<ObservableVectorsTest.Vector> corpus =
                ObservableVectorsTest.vectors("all-observables.csv");
        Seeds.each(
                3_000,
                random -> {
                    ObservableVectorsTest.Vector from = corpus.get(random.nextInt(corpus.size()));
                    String text = from.input();
                    for (int changes = random.nextInt(4); changes >= 0; changes--) {
                        text = mutate(random, text);
                    }
                    for (ObservableKind kind : ObservableKind.values()) {
                        if (Observables.normalise(kind, text)
                                instanceof Checked.Good<Observable>(Observable good)) {
                            again(good);
                        }
                    }
                    if (Observables.readings(text)
                            instanceof Checked.Good<List<Traceable>>(List<Traceable> all)) {
                        all.forEach(ObservablesFuzzTest::again);
                    }
                    Json.parseMembers(Bytes.utf8(text))
                            .optional()
                            .ifPresent(it ->
                                    ObservableReader.read(it).forEach(ObservablesFuzzTest::again));
                });
    }

    @Test
    void whatARowOfBeforeHoldsIsWrittenToo() {
        Observable nameless = Observable.ofKey("software:* / * / *").orElseThrow();
        assertEquals(Optional.of("*"), StixObservables.of(nameless).text("name"));
    }

    private static void again(Traceable thing) {
        if (thing instanceof Observable it) {
            assertEquals(Checked.good(it), Observables.normalise(it.kind(), it.value()));
            assertEquals(Optional.of(it), Observable.ofKey(it.key()));
            assertTrue(
                    it.value().getBytes(StandardCharsets.UTF_8).length <= FreeText.BYTES_MAX + 32);
            StixObservables.of(it).canonical();
        }
    }

    private static void check(Checked<Subject> found) {
        if (found instanceof Checked.Good<Subject>(Subject subject)) {
            assertEquals(found, Observables.normalise(subject.kind(), subject.value()));
            GuardSet guards = GuardSet.shipped();
            for (Subject projected : Projection.of(subject, guards)) {
                assertEquals(
                        Checked.good(projected),
                        Observables.normalise(projected.kind(), projected.value()));
                guards.find(projected);
            }
        }
    }

    private static String mutate(RandomGenerator random, String text) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(4));
        String other = CORPUS.get(random.nextInt(CORPUS.size())).input();
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 ->
                    text.substring(0, at)
                            + SIGNS.charAt(random.nextInt(SIGNS.length()))
                            + text.substring(to);
            case 2 -> text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(at);
            case 3 -> text.substring(0, at) + other.substring(random.nextInt(other.length() + 1));
            default ->
                    text.substring(0, at)
                            + text.substring(at, to).repeat(random.nextInt(4))
                            + text.substring(at);
        };
    }
}
