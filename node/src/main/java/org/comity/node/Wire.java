package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.comity.exchange.HttpMessage;
import org.comity.value.Bytes;

/**
 * Carries a request to another node that is to be trusted on the connection, and what it answers
 * back; a simulated world has its own.
 */
interface Wire {
    /**
     * What came back.
     *
     * @param body one byte more than was to be read, if there is more
     */
    record Reply(int status, Bytes body) {}

    /** Waits for the answer; throws where none comes. */
    Reply carry(HttpMessage message, Map<String, String> headers, int bytesMax, PeerTrust trust)
            throws IOException;

    /** An answer that goes on as long as there is something to say; ends when it is silent. */
    InputStream stream(HttpMessage message, Map<String, String> headers, PeerTrust trust)
            throws IOException;
}
