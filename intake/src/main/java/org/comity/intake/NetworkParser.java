package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.comity.intake.LineReader.Piece;
import org.comity.value.Checked;

/**
 * Dumps of who holds which network, line by line: statistics of the regional registries, objects as
 * RIPE's and ARIN's databases write them, and CSV. One bad line never spoils the rest.
 */
public final class NetworkParser {
    public static final int LINE_BYTES_MAX = 16_384;
    public static final long LINES_MAX = 500_000_000;

    /** What a dump holds; told by its first line that says something. */
    public enum Format {
        STATISTICS("statistics of a regional registry"),
        OBJECTS("objects of a registry's database"),
        CSV("CSV");

        private final String words;

        Format(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What takes the lines of one format. */
    interface Lines {
        /** Empty where the line says nothing by itself. */
        Optional<Checked<NetworkEntry>> take(String line);

        /** What the last lines said, when no more come. */
        default Optional<Checked<NetworkEntry>> end() {
            return Optional.empty();
        }
    }

    private final LineReader reader;
    private final long linesMax;
    private final Deque<Checked<NetworkEntry>> waiting = new ArrayDeque<>();
    private Optional<Format> format = Optional.empty();
    private Optional<Lines> lines = Optional.empty();
    private long line;
    private boolean ended;

    NetworkParser(InputStream in, long linesMax) {
        this.reader = new LineReader(in, LINE_BYTES_MAX);
        this.linesMax = linesMax;
    }

    /** Recognises what it is; the caller closes {@code in}. */
    public static NetworkParser open(InputStream in) {
        return new NetworkParser(in, LINES_MAX);
    }

    /** Empty before the first line that says something. */
    public Optional<Format> format() {
        return format;
    }

    /** What the next line or object says, or why it was refused and where; empty at the end. */
    public Optional<Checked<NetworkEntry>> next() throws IOException {
        while (waiting.isEmpty() && !ended) {
            Optional<Piece> piece = reader.next();
            if (piece.isEmpty()) {
                ended = true;
                lines.flatMap(Lines::end).ifPresent(this::say);
            } else if (++line > linesMax) {
                ended = true;
                say(Checked.refused("more lines than a dump may have", ""));
            } else {
                take(piece.get());
            }
        }
        return Optional.ofNullable(waiting.poll());
    }

    private void take(Piece piece) throws IOException {
        if (!piece.endsLine() && piece.bytes().length >= LINE_BYTES_MAX) {
            for (Optional<Piece> rest = reader.next();
                    rest.isPresent() && !rest.get().endsLine(); ) {
                rest = reader.next();
            }
            say(Checked.refused("line longer than 16384 bytes", ""));
            return;
        }
        // Registries write Latin-1 as well; what is no UTF-8 loses a letter of a name.
        String text = new String(piece.bytes(), StandardCharsets.UTF_8).stripTrailing();
        if (line == 1 && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (lines.isEmpty()) {
            recognise(text);
        }
        if (lines.isPresent()) {
            lines.get().take(text).ifPresent(this::say);
        }
    }

    private void recognise(String text) {
        if (text.isEmpty() || text.startsWith("#") || text.startsWith("%")) {
            return;
        }
        Optional<NetworkCsv> csv = NetworkCsv.ofHeader(text);
        if (text.chars().filter(c -> c == '|').count() >= 5) {
            format = Optional.of(Format.STATISTICS);
            lines = Optional.of(new RegistryStatistics());
        } else if (csv.isPresent()) {
            format = Optional.of(Format.CSV);
            lines = Optional.of(csv.get());
        } else if (text.matches("[A-Za-z][A-Za-z0-9-]*:.*")) {
            format = Optional.of(Format.OBJECTS);
            lines = Optional.of(new RegistryObjects());
        } else {
            ended = true;
            say(
                    Checked.refused(
                            "neither statistics or objects of a registry, nor CSV with a header that names networks",
                            ""));
        }
    }

    private void say(Checked<NetworkEntry> said) {
        waiting.add(said.in("line " + line));
    }
}
