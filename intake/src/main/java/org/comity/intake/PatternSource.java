package org.comity.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.value.Checked;

/**
 * Indicators of a file: STIX objects as {@link StixSequence} reads them, or a STIX pattern on each
 * line. Empty lines and those that begin with # say nothing.
 */
public final class PatternSource {
    private static final int LINE_BYTES_MAX = 1 << 18;
    private static final int START_BYTES = 1 << 12;

    /** An indicator or another object; what a line says is an indicator without an id. */
    public record One(String place, Checked<Json.Members> object) {}

    private final Optional<StixSequence> objects;
    private final LineReader lines;
    private long line;

    private PatternSource(Optional<StixSequence> objects, LineReader lines) {
        this.objects = objects;
        this.lines = lines;
    }

    /** The caller closes {@code in}. */
    public static PatternSource open(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(START_BYTES);
        byte[] start = buffered.readNBytes(START_BYTES);
        buffered.reset();
        String first = new String(start, StandardCharsets.UTF_8).replace("\ufeff", "").strip();
        return new PatternSource(
                first.startsWith("{") ? Optional.of(StixSequence.open(buffered)) : Optional.empty(),
                new LineReader(buffered, LINE_BYTES_MAX));
    }

    /** Empty at the end. */
    public Optional<One> next() throws IOException {
        return objects.isPresent()
                ? objects.get().next().map(it -> new One(it.place(), it.object()))
                : nextLine();
    }

    private Optional<One> nextLine() throws IOException {
        for (var piece = lines.next(); piece.isPresent(); piece = lines.next()) {
            if (!piece.get().startsLine()) {
                continue; // the rest of a line that was refused
            }
            line++;
            String text =
                    new String(piece.get().bytes(), StandardCharsets.UTF_8)
                            .replace("\ufeff", "")
                            .strip();
            if (piece.get().bytes().length == LINE_BYTES_MAX) {
                return Optional.of(one(Checked.refused("line longer than 256 KiB", "")));
            }
            if (text.indexOf('\ufffd') >= 0) {
                return Optional.of(one(Checked.refused("not UTF-8", "")));
            }
            if (!text.isEmpty() && text.charAt(0) != '#') {
                return Optional.of(one(Checked.good(indicator(text))));
            }
        }
        return Optional.empty();
    }

    /** One that says a pattern and nothing else. */
    public static Json.Members indicator(String pattern) {
        return Json.Members.NONE
                .with("type", "indicator")
                .with("pattern", pattern)
                .with("pattern_type", "stix");
    }

    private One one(Checked<Json.Members> object) {
        return new One("line " + line, object);
    }
}
