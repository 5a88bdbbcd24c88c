package org.comity.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * Reads mbox (mboxo, mboxrd) or a single mail, one mail at a time and never more than that in
 * memory.
 */
public final class MboxSplitter {
    public static final int MAIL_BYTES_MAX = 25 * 1024 * 1024;

    private final InputStream in;

    private MboxSplitter(InputStream in) {
        this.in = in;
    }

    /**
     * The caller closes {@code in}. A file that does not begin with a separator line is one mail.
     */
    public static MboxSplitter open(InputStream in) {
        return new MboxSplitter(in);
    }

    /**
     * The next mail, or why it was refused and at which byte; empty at the end. A refusal does not
     * stop the rest.
     */
    public Optional<Checked<MboxMail>> next() throws IOException {
        throw new UnsupportedOperationException(in.toString());
    }
}
