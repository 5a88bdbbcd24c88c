package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Plain-text and CSV lists, line by line; one bad line never spoils the rest. */
public final class ListParser {
    public static final int LINE_CHARS_MAX = 4096;
    public static final long LINES_MAX = 10_000_000;

    private final InputStream in;

    private ListParser(InputStream in) {
        this.in = in;
    }

    /** One value per line, "address TAB count", or a hosts file; the caller closes {@code in}. */
    public static ListParser text(InputStream in) {
        return new ListParser(in);
    }

    /** Lines with a header that names the column; the caller closes {@code in}. */
    public static ListParser csv(InputStream in) {
        return new ListParser(in);
    }

    /** The next line that says something; empty at the end. */
    public Optional<ListLine> next() throws IOException {
        throw new UnsupportedOperationException(in.toString());
    }
}
