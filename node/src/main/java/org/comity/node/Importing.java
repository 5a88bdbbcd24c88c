package org.comity.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.comity.intake.InputKind;
import org.comity.intake.ListLine;
import org.comity.intake.ListParser;
import org.comity.intake.Mail;
import org.comity.intake.MailParser;
import org.comity.intake.MailRules;
import org.comity.intake.MboxMail;
import org.comity.intake.MboxSplitter;
import org.comity.intake.Recognise;
import org.comity.intake.StixBundleParser;
import org.comity.intake.StixPiece;
import org.comity.statement.AbuseClass;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;

/**
 * {@code comity import}: recognises each file, takes the good and says why the rest was not taken,
 * with its place. One bad mail or line never spoils a file.
 */
final class Importing {
    /** Mails under way to the writer at once. */
    private static final int WINDOW = 256;

    /** How the files are to be taken. */
    record Use(Optional<Boolean> spam, AbuseClass abuse, Addressed to, Options options) {}

    /**
     * @param source who says so, for lists; the file's name unless told otherwise
     * @param arrivingNow takes every mail as arriving now, whatever its Received lines say
     */
    record Options(String source, boolean arrivingNow) {}

    private record UnderWay(ImportSummary.Input input, CompletableFuture<Reported> answer) {}

    private final Desk desk;
    private final Use use;
    private final ImportSummary summary;
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private String reached = "";

    Importing(Desk desk, Use use, Consumer<JsonNode> progress) {
        this.desk = desk;
        this.use = use;
        this.summary = new ImportSummary(desk, progress);
    }

    /** What became of all files, for people and programs. */
    JsonNode run(List<Path> files) throws IOException {
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                List<Path> within;
                try (var inside = Files.walk(file)) {
                    within = inside.filter(Files::isRegularFile).sorted().toList();
                }
                for (Path one : within) {
                    take(one);
                }
                if (within.isEmpty()) {
                    notTaken(ImportSummary.Input.file(file), "there is no file in it", "");
                }
            } else {
                take(file);
            }
        }
        return finish();
    }

    /** Waits for all answers, then says what became of the files. */
    JsonNode finish() throws IOException {
        drain(0);
        // What was stated of STIX is durable; the next command finds it in the lists too.
        var _ = desk.writer().call(() -> true);
        return summary.json();
    }

    /** Takes one file; its answer may come later, see {@link #finish()}. */
    void take(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe would wait, and with it whoever shares the thread beneath.
            notTaken(ImportSummary.Input.file(file), "not a regular file", "");
            return;
        }
        if (!Files.isReadable(file)) {
            notTaken(ImportSummary.Input.file(file), "no such file, or not readable", "");
            return;
        }
        try (InputStream raw = Files.newInputStream(file)) {
            take(file, raw, Files.size(file));
        }
    }

    /** What did not come as a file, by a name for the answer. */
    void take(Path name, Bytes raw) throws IOException {
        take(name, raw.stream(), raw.length());
    }

    private void take(Path file, InputStream from, long size) throws IOException {
        reached = "";
        try {
            InputStream raw = new BufferedInputStream(from, 1 << 16);
            InputKind kind = recognise(raw);
            if (kind == InputKind.GZIP) {
                InputStream in = Unpacked.open(raw, size);
                take(file, recognise(in), in);
            } else {
                take(file, kind, raw);
            }
        } catch (Unpacked.TooLarge bomb) {
            notTaken(
                    ImportSummary.Input.file(file),
                    "unpacks to more than a file of its size may hold",
                    reached);
        } catch (java.util.zip.ZipException notGzip) {
            notTaken(ImportSummary.Input.file(file), "broken gzip file", reached);
        } catch (java.io.EOFException cut) {
            notTaken(ImportSummary.Input.file(file), "the file ends too early", reached);
        }
    }

    private void take(Path file, InputKind kind, InputStream in) throws IOException {
        switch (kind) {
            case MAIL, MBOX -> mails(file, in);
            case TEXT_LIST -> list(file, ListParser.text(in));
            case CSV_LIST -> list(file, ListParser.csv(in));
            case STIX_BUNDLE -> stix(file, in);
            case GZIP -> notTaken(ImportSummary.Input.file(file), "packed more than once", "");
            case UNKNOWN ->
                    notTaken(
                            ImportSummary.Input.file(file),
                            "neither a mail, an mbox, a list, a CSV file nor STIX",
                            "");
        }
    }

    private static InputKind recognise(InputStream in) throws IOException {
        in.mark(Recognise.HEAD_BYTES_MAX + 1);
        byte[] head = new byte[Recognise.HEAD_BYTES_MAX];
        int bytes = head(in, head);
        in.reset();
        return Recognise.kind(Bytes.of(head, 0, bytes));
    }

    private static int head(InputStream in, byte[] to) throws IOException {
        int bytes = 0;
        try {
            while (bytes < to.length) {
                int more = in.read(to, bytes, to.length - bytes);
                if (more < 0) {
                    return bytes;
                }
                bytes += more;
            }
            return bytes;
        } catch (java.io.EOFException cut) {
            // What is there is taken; reading on meets the end again, which is then said.
            return bytes;
        }
    }

    private void mails(Path file, InputStream in) throws IOException {
        if (use.spam().isEmpty()) {
            throw new Refusal(
                    "say what these mails are: --as spam or --as wanted", file.toString());
        }
        MailRules rules = desk.mailRules();
        MboxSplitter splitter = MboxSplitter.open(in);
        int number = 0;
        for (var next = splitter.next(); next.isPresent(); next = splitter.next()) {
            number++;
            String where = number == 1 ? file.toString() : file + ", mail " + number;
            switch (next.get()) {
                case Checked.Good<MboxMail>(MboxMail mail) -> one(where, mail, rules);
                case Checked.Refused<MboxMail>(String why, String at) ->
                        notTaken(ImportSummary.Input.mail(where), why, at);
            }
            reached = "after mail " + number;
        }
        if (number == 0) {
            notTaken(ImportSummary.Input.file(file), "no mail in it", "");
        }
    }

    private void one(String where, MboxMail from, MailRules rules) throws IOException {
        if (from.truncated()) {
            // Its root would be another than the whole mail's, which would then count once more.
            notTaken(
                    ImportSummary.Input.mail(where),
                    "the file ends inside this mail",
                    "byte " + from.position());
            return;
        }
        Bytes raw = from.raw();
        switch (MailParser.parse(raw, rules)) {
            case Checked.Good<Mail>(Mail mail) -> {
                var mailUse =
                        new Reporter.MailUse(
                                use.spam().orElseThrow(),
                                use.abuse(),
                                use.to(),
                                use.options().arrivingNow());
                underWay.add(
                        new UnderWay(
                                new ImportSummary.Input(where, true, mail.notes()),
                                desk.reporter().mail(desk.writer(), raw, mail, mailUse)));
                drain(WINDOW);
            }
            case Checked.Refused<Mail>(String why, String at) ->
                    notTaken(ImportSummary.Input.mail(where), why, at);
        }
    }

    private String source(Path file) {
        return use.options().source().isEmpty()
                ? String.valueOf(file.getFileName())
                : use.options().source();
    }

    private void stix(Path file, InputStream in) throws IOException {
        StixBundleParser parser = StixBundleParser.open(in);
        var objects =
                new StixImport(
                        desk, use.to(), source(file), (_, answer) -> submitted(file, answer));
        try {
            for (var next = parser.next(); next.isPresent(); next = parser.next()) {
                StixPiece piece = next.get();
                reached = "after object " + piece.number();
                Checked<StixObject> taken =
                        switch (piece.object()) {
                            case Checked.Good<org.comity.statement.Json.Members>(
                                            org.comity.statement.Json.Members object) ->
                                    objects.take(object);
                            case Checked.Refused<org.comity.statement.Json.Members>(
                                            String why,
                                            String at) ->
                                    Checked.refused(why, at);
                        };
                if (taken instanceof Checked.Refused<StixObject>(String why, String at)) {
                    String where = file + ", object " + piece.number();
                    notTaken(new ImportSummary.Input(where, false, List.of()), why, at);
                }
            }
        } finally {
            // What was read before the file broke off is good.
            objects.finish();
        }
    }

    private void list(Path file, ListParser parser) throws IOException {
        var values =
                new ListImport(desk, use, source(file), (_, answer) -> submitted(file, answer));
        try {
            for (var next = parser.next(); next.isPresent(); next = parser.next()) {
                ListLine line = next.get();
                switch (line.subject()) {
                    case Checked.Good<Subject>(Subject subject) -> values.take(subject, line);
                    case Checked.Refused<Subject>(String why, String at) -> {
                        String where = file + ", line " + line.line();
                        notTaken(new ImportSummary.Input(where, false, List.of()), why, at);
                    }
                }
                reached = "after line " + line.line();
            }
        } finally {
            // What was read before the file broke off is good.
            values.finish();
        }
    }

    private void submitted(Path file, CompletableFuture<Reported> answer) throws IOException {
        underWay.add(new UnderWay(ImportSummary.Input.file(file), answer));
        drain(WINDOW);
    }

    /** Takes the answers that are there, and waits until at most this many are open. */
    private void drain(int open) throws IOException {
        while (!underWay.isEmpty()
                && (underWay.size() > open || underWay.getFirst().answer().isDone())) {
            UnderWay first = underWay.removeFirst();
            summary.settled(first.input(), Writer.await(first.answer()));
        }
    }

    private void notTaken(ImportSummary.Input input, String why, String at) {
        summary.settled(input, new Reported.NotTaken(why, at));
    }
}
