package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.comity.value.Bytes;

/**
 * The least that reading a mail can mean: mime4j's tokens, each header field cut off and left as it
 * is, each body decoded and thrown away. No charset, no HTML, no links.
 */
final class MimeOnly {
    private static final int BUFFER_BYTES = 16 << 10;

    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Decoded bytes; what cannot be read any further is left, as intake does. */
    long read(Bytes raw) throws IOException {
        var stream = new MimeTokenStream(MimeConfig.PERMISSIVE);
        stream.parse(raw.stream());
        long bytes = 0;
        try {
            for (EntityState at = stream.getState();
                    at != EntityState.T_END_OF_STREAM;
                    at = stream.next()) {
                switch (at) {
                    case T_FIELD -> bytes += stream.getField().getName().length();
                    case T_BODY -> bytes += drain(stream.getDecodedInputStream());
                    default -> {}
                }
            }
        } catch (MimeException broken) {
            return bytes;
        }
        return bytes;
    }

    private long drain(InputStream decoded) throws IOException {
        long bytes = 0;
        for (int read = decoded.read(buffer); read >= 0; read = decoded.read(buffer)) {
            bytes += read;
        }
        return bytes;
    }
}
