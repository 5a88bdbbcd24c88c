package org.comity.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.comity.intake.LineReader.Piece;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Reads mbox (mboxo, mboxrd; RFC 4155) or a single mail, one mail at a time and never more than one
 * in memory. A line that begins with "From " and a date, at the start or after an empty line,
 * begins a mail; the empty line before it belongs to the mbox, and one ">" goes from each line of
 * ">From ".
 */
public final class MboxSplitter {
    public static final int MAIL_BYTES_MAX = 25 * 1024 * 1024;

    private static final int PIECE_BYTES_MAX = 8 * 1024;

    private final LineReader lines;
    private Optional<Piece> ahead = Optional.empty();
    private boolean opened;
    private boolean mbox;

    private MboxSplitter(InputStream in) {
        this.lines = new LineReader(in, PIECE_BYTES_MAX);
    }

    /**
     * The caller closes {@code in}. A file that does not begin with a separator line is one mail.
     */
    public static MboxSplitter open(InputStream in) {
        return new MboxSplitter(in);
    }

    /**
     * The next mail, or why it was refused and at which byte; empty at the end. A refusal does not
     * stop the rest, but of a single mail that is too large no more is read.
     */
    public Optional<Checked<MboxMail>> next() throws IOException {
        if (!opened) {
            opened = true;
            ahead = lines.next();
            mbox = ahead.isPresent() && MboxLines.isSeparator(ahead.get().bytes());
        }
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(mbox ? oneOfMany(ahead.get()) : single(ahead.get()));
    }

    private Checked<MboxMail> single(Piece first) throws IOException {
        ahead = Optional.empty();
        var mail = new ByteArrayOutputStream();
        for (Optional<Piece> piece = Optional.of(first); piece.isPresent(); piece = lines.next()) {
            mail.writeBytes(piece.get().bytes());
            if (mail.size() > MAIL_BYTES_MAX) {
                return tooLarge(0);
            }
        }
        return Checked.good(new MboxMail(0, Bytes.of(mail.toByteArray()), false));
    }

    private Checked<MboxMail> oneOfMany(Piece separator) throws IOException {
        var mail = new ByteArrayOutputStream();
        boolean large = false;
        boolean afterEmpty = false;
        boolean headerEnded = false;
        Piece last = restOf(separator);
        for (ahead = lines.next(); ahead.isPresent(); ahead = lines.next()) {
            Piece piece = ahead.get();
            if (afterEmpty && MboxLines.isSeparator(piece.bytes())) {
                break;
            }
            afterEmpty = piece.startsLine() && MboxLines.isEmpty(piece.bytes());
            headerEnded |= afterEmpty;
            last = piece;
            large |= mail.size() + piece.bytes().length > MAIL_BYTES_MAX;
            if (!large) {
                int quote = piece.startsLine() && MboxLines.isQuotedFrom(piece.bytes()) ? 1 : 0;
                mail.write(piece.bytes(), quote, piece.bytes().length - quote);
            }
        }
        if (large) {
            return tooLarge(separator.position());
        }
        boolean truncated = ahead.isEmpty() && (!last.endsLine() || !headerEnded);
        Bytes raw = MboxLines.withoutLastEmptyLine(Bytes.of(mail.toByteArray()));
        return Checked.good(new MboxMail(separator.position(), raw, truncated));
    }

    /** Skips what is left of a separator line that did not fit one piece. */
    private Piece restOf(Piece separator) throws IOException {
        Piece piece = separator;
        while (!piece.endsLine()) {
            Optional<Piece> more = lines.next();
            if (more.isEmpty()) {
                return piece;
            }
            piece = more.get();
        }
        return piece;
    }

    private static Checked<MboxMail> tooLarge(long position) {
        return Checked.refused("mail larger than 25 MiB", "byte " + position);
    }
}
