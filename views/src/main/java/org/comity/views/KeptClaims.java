package org.comity.views;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The claims of which campaigns and bridges are worked out, read once and kept packed, whoever may
 * see them; afterwards only what changed is read. What a viewer sees is decided each time. When
 * there are more than may be kept, nothing is, and each question reads the rows anew. Questions
 * take it in turn; whoever writes rows says so from any thread, once they can be read.
 */
public final class KeptClaims {
    /** Some million claims of the days that are asked for. */
    private static final long BYTES_MAX = 128L << 20;

    private static final long HEAP_BYTES_EACH = 1_024;

    private static final long WAITING_BYTES_MAX = 16L << 20;

    /** Read anew when so many more are gone than are left. */
    private static final int GONE_MAX = 10_000;

    private static final long DAY = 86_400;

    private final SubjectIndex index;
    private final long bytesMax;
    private final long room;
    private final Bytes secret;
    // Guarded by itself, any thread adds: keys of rows that changed.
    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    // Both guarded by waiting.
    private long waitingBytes;
    private boolean allChanged;
    private volatile boolean isUsed;
    // All below is guarded by this.
    private @Nullable ClaimTable table;
    private long keptFrom;
    // There were too many since then.
    private long tooManyFrom = Long.MIN_VALUE;

    /**
     * A quarter of the heap may be kept, and a question holds no more than half of it.
     *
     * @param heapBytes all that there is; with a gigabyte a question has room for a million claims
     * @param secret random, of this process alone; no answer hangs on it
     */
    public static KeptClaims within(SubjectIndex index, long heapBytes, Bytes secret) {
        long room = Math.min(ClaimCut.ROOM, heapBytes / HEAP_BYTES_EACH);
        return new KeptClaims(index, Math.min(BYTES_MAX, heapBytes / 4), room, secret);
    }

    /**
     * @param bytesMax for what is kept from one question to the next
     * @param room for claims that one question looks at
     */
    KeptClaims(SubjectIndex index, long bytesMax, long room, Bytes secret) {
        this.index = index;
        this.bytesMax = bytesMax;
        this.room = room;
        this.secret = secret;
    }

    /** A row of the views has changed, and whoever reads now reads what it is now. */
    public void changed(Bytes key) {
        if (!isUsed || !KeyFormat.isClaim(key)) {
            return;
        }
        synchronized (waiting) {
            if (waitingBytes > WAITING_BYTES_MAX) {
                changedAll();
            }
            if (!allChanged) {
                waiting.add(key);
                waitingBytes += key.length();
            }
        }
    }

    /** Everything may have changed. */
    public void changedAll() {
        synchronized (waiting) {
            allChanged = true;
            waiting.clear();
            waitingBytes = 0;
        }
    }

    /** Which claims a question is about: of those that the viewer may see, from when to when. */
    public record Sight(Predicate<Provenance> visible, long fromSecond, long untilSecond) {
        boolean has(long second) {
            return fromSecond <= second && second < untilSecond;
        }
    }

    /** The pieces are good until the question is answered. */
    public synchronized <T> T ask(Sight sight, Function<Pieces, T> question) {
        takeIn();
        if (table != null && keptFrom > sight.fromSecond) {
            table = null;
        }
        if (table == null && sight.fromSecond > tooManyFrom) {
            read(sight.fromSecond);
        }
        return question.apply(
                table == null
                        ? Pieces.of(index, sight, new ClaimTable(secret), room)
                        : Pieces.of(table, sight, room));
    }

    private void read(long fromSecond) {
        isUsed = true; // first: what changes while it is read is read again
        synchronized (waiting) {
            allChanged = false;
        }
        var read = new ClaimTable(secret);
        boolean isWhole =
                index.scanAll(
                        second -> second >= fromSecond,
                        (subject, place, row) -> {
                            add(read, subject, place, row);
                            return read.bytes() <= bytesMax;
                        });
        if (isWhole) {
            table = read;
            keptFrom = fromSecond;
        } else {
            tooManyFrom = fromSecond + DAY;
            isUsed = false;
        }
    }

    private static void add(ClaimTable to, byte[] subject, KeyFormat.Place place, Bytes row) {
        to.add(subject, place, EntryFormat.readPart(place.statement().origin(), row));
    }

    private void takeIn() {
        List<Bytes> some;
        synchronized (waiting) {
            if (allChanged) {
                table = null;
            }
            some = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
        }
        ClaimTable kept = table;
        if (kept == null) {
            return;
        }
        for (Bytes key : some) {
            index.claim(
                    key,
                    (subject, place, row) -> {
                        kept.remove(subject, place);
                        if (row.length() > 0 && EntryFormat.fromSecond(row) >= keptFrom) {
                            add(kept, subject, place, row);
                        }
                        return true;
                    });
        }
        if (kept.bytes() > bytesMax || 2 * kept.gone() > kept.places() + GONE_MAX) {
            table = null;
        }
    }
}
