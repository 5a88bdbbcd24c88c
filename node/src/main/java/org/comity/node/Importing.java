package org.comity.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code comity import}: recognises each file, takes the good and says why the rest was not taken,
 * with its place. One bad mail or line never spoils a file.
 */
final class Importing {
    /** Mails under way to the writer at once. */
    private static final int WINDOW = 256;

    /** Inputs that are named with what was wrong with them; the others are only counted. */
    private static final int NAMED_MAX = 1_000;

    /** How the files are to be taken. */
    record Use(Optional<Boolean> spam, AbuseClass abuse, Addressed to, Options options) {}

    /**
     * @param source who says so, for lists; the file's name unless told otherwise
     * @param arrivingNow takes every mail as arriving now, whatever its Received lines say
     */
    record Options(String source, boolean arrivingNow) {}

    /** One input, a mail or a file; the notes say what of it was cut short. */
    private record Input(String where, boolean isMail, List<String> notes) {
        static Input file(Path file) {
            return new Input(file.toString(), false, List.of());
        }

        static Input mail(String where) {
            return new Input(where, true, List.of());
        }
    }

    private record UnderWay(Input input, CompletableFuture<Reported> answer) {}

    private final Desk desk;
    private final Use use;
    private final Consumer<JsonNode> progress;
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final TreeMap<String, Integer> reasons = new TreeMap<>();
    private final List<ObjectNode> refusals = new ArrayList<>();
    private final List<ObjectNode> noted = new ArrayList<>();
    private String reached = "";
    private long claims;
    private long statements;

    Importing(Desk desk, Use use, Consumer<JsonNode> progress) {
        this.desk = desk;
        this.use = use;
        this.progress = progress;
    }

    /** What became of all files, for people and programs. */
    JsonNode run(List<Path> files) throws IOException {
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (var inside = Files.walk(file)) {
                    for (Path one : inside.filter(Files::isRegularFile).sorted().toList()) {
                        take(one);
                    }
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
        ObjectNode summary = Json.object();
        ObjectNode byOutcome = summary.putObject("inputs");
        counts.forEach(byOutcome::put);
        summary.put("claims", claims).put("statements", statements);
        ObjectNode why = summary.putObject("why");
        reasons.forEach(why::put);
        summary.putArray("not_taken").addAll(refusals);
        summary.putArray("noted").addAll(noted);
        return summary;
    }

    /** Takes one file; its answer may come later, see {@link #finish()}. */
    void take(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe would wait, and with it whoever shares the thread beneath.
            notTaken(Input.file(file), "not a regular file", "");
            return;
        }
        if (!Files.isReadable(file)) {
            notTaken(Input.file(file), "no such file, or not readable", "");
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
            notTaken(Input.file(file), "unpacks to more than a file of its size may hold", reached);
        } catch (java.util.zip.ZipException notGzip) {
            notTaken(Input.file(file), "broken gzip file", reached);
        } catch (java.io.EOFException cut) {
            notTaken(Input.file(file), "the file ends too early", reached);
        }
    }

    private void take(Path file, InputKind kind, InputStream in) throws IOException {
        switch (kind) {
            case MAIL, MBOX -> mails(file, in);
            case TEXT_LIST -> list(file, ListParser.text(in));
            case CSV_LIST -> list(file, ListParser.csv(in));
            case STIX_BUNDLE ->
                    notTaken(Input.file(file), "STIX bundles are not imported by this version", "");
            case GZIP -> notTaken(Input.file(file), "packed more than once", "");
            case UNKNOWN ->
                    notTaken(
                            Input.file(file), "neither a mail, an mbox, a list nor a CSV file", "");
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
                        notTaken(Input.mail(where), why, at);
            }
            reached = "after mail " + number;
        }
        if (number == 0) {
            notTaken(Input.file(file), "no mail in it", "");
        }
    }

    private void one(String where, MboxMail from, MailRules rules) throws IOException {
        if (from.truncated()) {
            // Its root would be another than the whole mail's, which would then count once more.
            notTaken(
                    Input.mail(where), "the file ends inside this mail", "byte " + from.position());
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
                                new Input(where, true, mail.notes()),
                                desk.reporter().mail(desk.writer(), raw, mail, mailUse)));
                drain(WINDOW);
            }
            case Checked.Refused<Mail>(String why, String at) ->
                    notTaken(Input.mail(where), why, at);
        }
    }

    private void list(Path file, ListParser parser) throws IOException {
        String source =
                use.options().source().isEmpty()
                        ? String.valueOf(file.getFileName())
                        : use.options().source();
        var batch = new ArrayList<Claim>();
        try {
            for (var next = parser.next(); next.isPresent(); next = parser.next()) {
                ListLine line = next.get();
                switch (line.subject()) {
                    case Checked.Good<Subject>(Subject subject) ->
                            batch.add(relayed(subject, source));
                    case Checked.Refused<Subject>(String why, String at) ->
                            notTaken(
                                    new Input(file + ", line " + line.line(), false, List.of()),
                                    why,
                                    at);
                }
                reached = "after line " + line.line();
                if (batch.size() == Bundles.OBJECTS_MAX - 4) {
                    state(file, batch);
                }
            }
        } finally {
            // What was read before the file broke off is good.
            state(file, batch);
        }
    }

    private Claim relayed(Subject subject, String source) {
        var grounds = new Claim.Grounds(Basis.RELAYED, Role.CONTENT, List.of(), source);
        return new Reporter.Word(subject, Stance.MALICIOUS, use.abuse(), grounds)
                .holdingOnce(desk.charters().charter(), desk.nowSecond());
    }

    private void state(Path file, List<Claim> batch) throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        List<Claim> said = List.copyOf(batch);
        batch.clear();
        var answer =
                desk.writer()
                        .submit(() ->
                                (Reported)
                                        new Reported.Stated(
                                                desk.reporter()
                                                        .state(
                                                                said,
                                                                use.to(),
                                                                desk.nowSecond(),
                                                                List.of()),
                                                said.size()));
        underWay.add(new UnderWay(Input.file(file), answer));
        drain(WINDOW);
    }

    /** Takes the answers that are there, and waits until at most this many are open. */
    private void drain(int open) throws IOException {
        while (!underWay.isEmpty()
                && (underWay.size() > open || underWay.getFirst().answer().isDone())) {
            UnderWay first = underWay.removeFirst();
            settled(first.input(), Writer.await(first.answer()));
        }
    }

    private void notTaken(Input input, String why, String at) {
        settled(input, new Reported.NotTaken(why, at));
    }

    private void settled(Input input, Reported reported) {
        if (input.isMail()) {
            desk.tellMail(reported);
        }
        ObjectNode line = Json.object().put("input", input.where());
        switch (reported) {
            case Reported.Stated(var ids, int count) -> {
                count("reported");
                claims += count;
                statements += ids.size();
                line.put("outcome", "reported").put("claims", count);
                line.set("statements", Json.array(ids));
            }
            case Reported.Kept(int subjects, var ids) -> {
                count("kept");
                statements += ids.size();
                line.put("outcome", "kept").put("subjects", subjects);
                line.set("statements", Json.array(ids));
            }
            case Reported.Already(String as) -> {
                count("already");
                line.put("outcome", "already").put("as", as);
            }
            case Reported.Nothing(String why) -> {
                count("nothing");
                reasons.merge(why, 1, Integer::sum);
                line.put("outcome", "nothing").put("why", why);
            }
            case Reported.NotTaken(String why, String at) -> {
                count("refused");
                reasons.merge(why, 1, Integer::sum);
                line.put("outcome", "refused").put("why", why).put("where", at);
                if (refusals.size() < NAMED_MAX) {
                    refusals.add(line.deepCopy());
                }
            }
        }
        if (!input.notes().isEmpty()) {
            line.set("notes", Json.array(input.notes()));
            if (noted.size() < NAMED_MAX) {
                noted.add(line.deepCopy());
            }
        }
        progress.accept(line);
    }

    private void count(String outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }
}
