package org.comity.taxii;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;

/**
 * An API root as one user sees it: what the user may not see is not in it, and not counted. Every
 * implementation must pass the {@code ApiRootContract} of this room's test-jar.
 */
public interface ApiRoot {
    /** The name of who asks. */
    String user();

    /** Those of which the user may learn, always in the same order. */
    List<Collection> collections() throws IOException;

    /**
     * The entries that were added after a moment and are selected, ascending by date added, from an
     * index. All entries up to the last one of a page were there when it was read: none can appear
     * before it later.
     *
     * @param limit at least 1
     */
    Page page(String collection, Selection selection, long after, int limit) throws IOException;

    /**
     * Some entries.
     *
     * @param more are selected behind the last; never with no entries
     * @param newest the date added of the newest entry that the user may see, as of before the page
     *     was read; 0 for none
     */
    record Page(List<Entry> entries, boolean more, long newest) {
        public Page {
            entries = List.copyOf(entries);
            if (more && entries.isEmpty()) {
                throw new IllegalArgumentException("a page that goes on shows something");
            }
        }
    }

    /** The object as JSON; empty when it is gone since the page was read. */
    Optional<Bytes> content(String collection, Entry entry) throws IOException;

    /** Takes the objects of an envelope, one after another, in bounded memory. */
    Added add(String collection, InputStream envelope) throws IOException;

    /** Takes away what is selected of one object; false when there is nothing of it. */
    boolean delete(String collection, String object, Selection selection) throws IOException;

    /** Of an envelope of this user; kept for at least a day. */
    Optional<Status> status(String id) throws IOException;
}
