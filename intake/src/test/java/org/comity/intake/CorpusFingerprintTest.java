package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.comity.statement.Fingerprint;
import org.comity.statement.FingerprintKey;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What fingerprints find and whom they would harm, on real mail of 2002; prints its figures. Each
 * mail is compared with each other, by no index.
 */
final class CorpusFingerprintTest {
    private static final FingerprintKey KEY =
            FingerprintKey.of(Bytes.utf8("a key that the corpus never saw."));

    /** Wanted mail that may match a spam mail for listing: of 4,150, 0.1 %. */
    private static final int WANTED_HIT_MAX = 4;

    private static final int ROUNDS = 3;

    private record Taken(boolean spam, long second, String file, Optional<Fingerprint> print) {
        boolean matches(Taken other, int atLeast) {
            return print.isPresent()
                    && other.print.isPresent()
                    && print.get().equalPositions(other.print.get()) >= atLeast;
        }
    }

    @Test
    void spamIsRecognisedAgainAndWantedMailIsNot() throws IOException {
        List<Taken> spam = new ArrayList<>();
        List<Taken> wanted = new ArrayList<>();
        Set<Bytes> seen = new HashSet<>();
        MailRules rules = Corpus.RULES.withFingerprints(KEY);
        for (Path file : Corpus.mails()) {
            Mail mail = MailParser.parse(Corpus.read(file), rules).orThrow();
            boolean isSpam = file.getParent().getFileName().toString().startsWith("spam");
            if (seen.add(mail.canonical())) {
                (isSpam ? spam : wanted)
                        .add(
                                new Taken(
                                        isSpam,
                                        mail.receivedSecond().orElse(Long.MAX_VALUE),
                                        file.getFileName().toString(),
                                        mail.fingerprint()));
            }
        }
        assertEquals(Corpus.MAILS, seen.size() + Corpus.MAILS - spam.size() - wanted.size());
        spam.sort(Comparator.comparing(Taken::second).thenComparing(Taken::file));
        say("spam", spam);
        say("wanted", wanted);
        for (int atLeast : new int[] {12, 8}) {
            int again =
                    count(
                            spam.size(),
                            at -> anyMatches(spam.get(at), spam.subList(0, at), atLeast));
            int hit = count(wanted.size(), at -> anyMatches(wanted.get(at), spam, atLeast));
            System.out.printf(
                    "at least %d of 32: %d of %d spam mails match an earlier one (%.1f %%),"
                            + " %d of %d wanted mails match a spam mail (%.3f %%)%n",
                    atLeast,
                    again,
                    spam.size(),
                    100.0 * again / spam.size(),
                    hit,
                    wanted.size(),
                    100.0 * hit / wanted.size());
            for (Taken one : wanted) {
                spam.stream()
                        .filter(it -> one.matches(it, atLeast))
                        .findFirst()
                        .ifPresent(
                                it -> System.out.println("  " + one.file() + " like " + it.file()));
            }
            assertTrue(again > spam.size() / 10, "spam recognised again: " + again);
            assertTrue(atLeast < 12 || hit <= WANTED_HIT_MAX, "wanted mails hit: " + hit);
        }
    }

    /** Measured by hand; asserts nothing of the time: the machine may be busy. */
    @Test
    @Tag("long")
    void saysWhatAFingerprintCosts() throws IOException {
        List<Bytes> mails = new ArrayList<>();
        for (Path file : Corpus.mails()) {
            mails.add(Corpus.read(file));
        }
        MailRules with = Corpus.RULES.withFingerprints(KEY);
        long bestWith = Long.MAX_VALUE;
        long bestWithout = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            bestWithout = Math.min(bestWithout, nanos(mails, Corpus.RULES));
            bestWith = Math.min(bestWith, nanos(mails, with));
        }
        System.out.printf(
                "mails a second of processor: %,.0f without fingerprints, %,.0f with; %.1f us a fingerprint%n",
                mails.size() * 1e9 / bestWithout,
                mails.size() * 1e9 / bestWith,
                (bestWith - bestWithout) / 1e3 / mails.size());
        assertTrue(bestWith > 0);
    }

    private static long nanos(List<Bytes> mails, MailRules rules) {
        // Of this thread alone: others keep the machine busy.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        long found = 0;
        for (Bytes mail : mails) {
            found += MailParser.parse(mail, rules).orThrow().found().size();
        }
        assertTrue(found > 0);
        return threads.getCurrentThreadCpuTime() - before;
    }

    private static void say(String name, List<Taken> mails) {
        System.out.printf(
                "%s: %d distinct mails, %d with a fingerprint%n",
                name, mails.size(), mails.stream().filter(it -> it.print().isPresent()).count());
    }

    private static boolean anyMatches(Taken one, List<Taken> others, int atLeast) {
        return others.stream().anyMatch(it -> one.matches(it, atLeast));
    }

    private static int count(int size, IntPredicate holds) {
        int count = 0;
        for (int at = 0; at < size; at++) {
            count += holds.test(at) ? 1 : 0;
        }
        return count;
    }
}
