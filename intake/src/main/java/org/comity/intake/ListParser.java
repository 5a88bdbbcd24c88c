package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.comity.intake.LineReader.Piece;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.value.Checked;

/** Plain-text and CSV lists (UTF-8), line by line; one bad line never spoils the rest. */
public final class ListParser {
    public static final int LINE_BYTES_MAX = 4096;
    public static final long LINES_MAX = 10_000_000;

    private final LineReader lines;
    private final boolean csv;
    private final long linesMax;
    private final Deque<ListLine> waiting = new ArrayDeque<>();
    private Optional<CsvLayout> layout = Optional.empty();
    private String lastComment = "";
    private long line;
    private boolean ended;

    ListParser(InputStream in, boolean csv, long linesMax) {
        this.lines = new LineReader(in, LINE_BYTES_MAX);
        this.csv = csv;
        this.linesMax = linesMax;
    }

    /** One value per line, "address TAB count", or a hosts file; the caller closes {@code in}. */
    public static ListParser text(InputStream in) {
        return new ListParser(in, false, LINES_MAX);
    }

    /** Lines under a header that names the column of values; the caller closes {@code in}. */
    public static ListParser csv(InputStream in) {
        return new ListParser(in, true, LINES_MAX);
    }

    /** The next line that says something, good or refused with its number; empty at the end. */
    public Optional<ListLine> next() throws IOException {
        while (waiting.isEmpty() && !ended) {
            Optional<Piece> piece = lines.next();
            if (piece.isEmpty()) {
                ended = true;
            } else if (++line > linesMax) {
                ended = true;
                say(Checked.refused("more lines than a list may have", ""));
            } else {
                take(piece.get());
            }
        }
        return Optional.ofNullable(waiting.poll());
    }

    private void take(Piece piece) throws IOException {
        if (!piece.endsLine() && piece.bytes().length >= LINE_BYTES_MAX) {
            skipLine();
            say(Checked.refused("line longer than 4096 bytes", ""));
            return;
        }
        String text = new String(piece.bytes(), StandardCharsets.UTF_8);
        if (line == 1 && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (csv) {
            takeCsv(text.strip());
        } else {
            TextLine.subjects(text).forEach(this::say);
        }
    }

    private void takeCsv(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (text.startsWith("#")) {
            // Some feeds write the header as the last comment before the first line.
            lastComment = text.substring(1).strip();
            return;
        }
        if (layout.isPresent()) {
            say(layout.get().value(text).then(Observables::recognise), layout.get().family(text));
            return;
        }
        layout = CsvLayout.ofHeader(text);
        if (layout.isEmpty()) {
            layout = CsvLayout.ofHeader(lastComment);
            if (layout.isEmpty()) {
                ended = true;
                say(
                        Checked.refused(
                                "no header that names a known column between commas, semicolons, tabs or bars",
                                ""));
            } else {
                takeCsv(text);
            }
        }
    }

    private void say(Checked<Subject> subject) {
        say(subject, "");
    }

    private void say(Checked<Subject> subject, String family) {
        waiting.add(new ListLine(line, subject.in("line " + line), family));
    }

    private void skipLine() throws IOException {
        Optional<Piece> piece = lines.next();
        while (piece.isPresent() && !piece.get().endsLine()) {
            piece = lines.next();
        }
    }
}
