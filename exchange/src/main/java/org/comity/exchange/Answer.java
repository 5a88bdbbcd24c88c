package org.comity.exchange;

import org.comity.value.Bytes;

/** What came back for an {@link Ask}. */
public sealed interface Answer {
    /**
     * Status 200; at most {@link Ask#bytesMax()} bytes and one more, so that the excess is seen.
     */
    record Got(Bytes body) implements Answer {}

    /** Status 404 or 410. */
    record Missing() implements Answer {}

    /** Status 304: what we know already. */
    record Unchanged() implements Answer {}

    /** Status 401: the peer does not know our key, or not yet. */
    record Stranger() implements Answer {}

    /** No answer that means anything: refused connection, time over, other status. Nobody lied. */
    record Failed(String why) implements Answer {}
}
