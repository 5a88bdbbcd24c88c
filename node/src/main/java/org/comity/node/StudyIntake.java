package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.comity.intake.AddressRange;
import org.comity.intake.MailParser;
import org.comity.intake.MailRules;
import org.comity.intake.MailTrail;
import org.comity.intake.MboxSplitter;
import org.comity.statement.FingerprintKey;
import org.comity.statement.GuardSet;
import org.comity.statement.Roots;
import org.comity.statement.Subject;
import org.comity.study.MailStream;
import org.comity.study.OwnRelays;
import org.comity.study.Seen;
import org.comity.study.StreamDates;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Reads the mails of an index through the same intake as a node's: first only their headers, for
 * times and relays, then each mail whole. Of a mail stays what was found.
 */
final class StudyIntake {
    private static final int CHUNK = 200;
    private static final int TELL_EVERY = 5_000;

    /** A host that wrote the top line of so many mails, one in five, is the receiver's. */
    private static final int RECEIVER_SHARE = 5;

    /** Roots need a key; nobody keeps these, so it may be known. */
    private static final Bytes ROOT_KEY = Hash.digest(Bytes.utf8("comity study").array()).bytes();

    private final ExecutorService threads;
    private final Consumer<String> progress;

    StudyIntake(ExecutorService threads, Consumer<String> progress) {
        this.threads = threads;
        this.progress = progress;
    }

    static ExecutorService threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Executors.newFixedThreadPool(
                Math.clamp(cores, 1, 8), Thread.ofPlatform().daemon().factory());
    }

    /** What one of the lines is without its body. */
    private record Headed(StudyIndex.Line line, MailTrail trail, Hash hash) {}

    private record Whole(Headed head, Optional<Seen> seen) {}

    /**
     * @param relays own relays, as given or as guessed
     * @param unreadable files that could not be read; refused: that are no mail
     */
    record Taken(
            MailStream stream,
            StreamDates dates,
            List<AddressRange> relays,
            boolean relaysGuessed,
            long unreadable,
            long refused) {}

    Taken take(List<StudyIndex.Line> lines, List<AddressRange> given, StudyMembers members)
            throws IOException {
        Heads heads = heads(lines);
        List<AddressRange> relays = given.isEmpty() ? ranges(heads.guess()) : given;
        var rules =
                new MailRules(relays, GuardSet.shipped())
                        .withFingerprints(FingerprintKey.of(ROOT_KEY));
        var gathering = new MailStream.Gathering();
        var dates = new StreamDates();
        long[] refused = {0};
        each(
                "mails",
                heads.headed(),
                it -> whole(it, rules),
                mail -> {
                    StudyIndex.Line line = mail.head().line();
                    MailTrail trail = mail.head().trail();
                    boolean known = !given.isEmpty() || heads.isReceiver(trail);
                    Optional<StreamDates.Dated> date =
                            StreamDates.date(line.second(), trail, known);
                    if (mail.seen().isEmpty()) {
                        refused[0]++;
                    } else if (date.isEmpty()) {
                        dates.addUndated();
                    } else {
                        dates.add(date.get());
                        String member = members.of(line, trail, mail.head().hash());
                        gathering.add(date.get().second(), line.spam(), member, mail.seen().get());
                    }
                });
        if (gathering.isEmpty()) {
            throw new Refusal("no mail of the index can be replayed", "");
        }
        long unreadable = (long) lines.size() - heads.headed().size();
        return new Taken(
                gathering.stream(), dates, relays, given.isEmpty(), unreadable, refused[0]);
    }

    /**
     * What the headers say.
     *
     * @param receivers how many mails each host wrote the top line of
     */
    private record Heads(List<Headed> headed, OwnRelays guess, Map<String, Integer> receivers) {
        boolean isReceiver(MailTrail trail) {
            String by = trail.hops().isEmpty() ? "" : trail.hops().getFirst().by();
            return receivers.getOrDefault(by, 0) * RECEIVER_SHARE >= headed.size();
        }
    }

    private Heads heads(List<StudyIndex.Line> lines) throws IOException {
        var headed = new ArrayList<Headed>();
        var guess = new OwnRelays();
        Map<String, Integer> receivers = new TreeMap<>();
        each(
                "headers",
                lines,
                StudyIntake::head,
                head ->
                        head.ifPresent(it -> {
                            headed.add(it);
                            guess.add(it.trail(), it.line().spam());
                            if (!it.trail().hops().isEmpty()) {
                                receivers.merge(it.trail().hops().getFirst().by(), 1, Integer::sum);
                            }
                        }));
        return new Heads(headed, guess, receivers);
    }

    private static List<AddressRange> ranges(OwnRelays guess) {
        return guess.guess().stream()
                .map(Subject::value)
                .map(it -> AddressRange.parse(it).orThrow())
                .toList();
    }

    private static Optional<Headed> head(StudyIndex.Line line) {
        return read(line.file())
                .map(raw -> new Headed(line, MailTrail.of(raw), Hash.digest(raw.array())));
    }

    private static Whole whole(Headed head, MailRules rules) {
        // A file may be gone since its header was read: it is refused then.
        Optional<Seen> seen =
                read(head.line().file())
                        .flatMap(raw -> MailParser.parse(raw, rules).optional())
                        .map(mail ->
                                Seen.of(
                                        mail,
                                        rules.guards(),
                                        Roots.of("mail", ROOT_KEY, mail.canonical())));
        return new Whole(head, seen);
    }

    private static Optional<Bytes> read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(Bytes.of(in.readNBytes(MboxSplitter.MAIL_BYTES_MAX + 1)));
        } catch (IOException unreadable) {
            // One bad file never spoils a study; it is counted.
            return Optional.empty();
        }
    }

    /** Does the work on all cores, and takes what it gives in the order of the list. */
    private <T, U> void each(
            String what, List<T> all, java.util.function.Function<T, U> work, Consumer<U> take)
            throws IOException {
        Deque<Future<List<U>>> running = new ArrayDeque<>();
        int done = 0;
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<T> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            running.add(threads.submit(() -> chunk.stream().map(work).toList()));
            if (running.size() > 16) {
                done = takeOne(what, running, take, done);
            }
        }
        while (!running.isEmpty()) {
            done = takeOne(what, running, take, done);
        }
    }

    private <U> int takeOne(
            String what, Deque<Future<List<U>>> running, Consumer<U> take, int before)
            throws IOException {
        List<U> results = await(running.remove());
        results.forEach(take);
        int done = before + results.size();
        if (done / TELL_EVERY > before / TELL_EVERY) {
            progress.accept(done + " " + what + " read");
        }
        return done;
    }

    static <T> T await(Future<T> work) throws IOException {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IOException("a study's work failed", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        }
    }
}
