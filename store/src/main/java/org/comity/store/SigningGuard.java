package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a tree head that one log signed, so that a node whose store lost its newest leaves (an
 * old one put back, a lost disk write) cannot sign a second history of the same log. A deleted
 * guard file protects nothing: the node asks the other members as well.
 *
 * <p>Two places in one file take turns, far enough apart that no torn write harms both: so a head
 * replaces the last one atomically at the cost of one sync of the file's content, where a new file
 * under the old name would take a sync of the file and one of its directory, for each signature.
 * Format: docs/formats/store.md.
 */
public final class SigningGuard implements Closeable {
    /** A page of the file system; no write to one place touches the other's. */
    static final int PLACE_BYTES = 4096;

    private static final String TITLE = "comity/signing-guard/v1";

    /** Decimal without leading zeros; 18 digits always fit a long. */
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Disk disk;
    private final Path file;
    // Guarded by this.
    private @Nullable TreeHead last;
    private int lastPlace = 1;
    private Disk.@Nullable OpenFile open;
    private boolean fenced;
    private boolean lostPlace;

    private SigningGuard(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /** No file means a log that has signed nothing yet. */
    public static SigningGuard open(Path file) throws IOException {
        return open(Disk.REAL, file);
    }

    static SigningGuard open(Disk disk, Path file) throws IOException {
        var guard = new SigningGuard(disk, file);
        if (disk.exists(file)) {
            guard.read(Bytes.of(disk.read(file, 2 * PLACE_BYTES)));
        }
        return guard;
    }

    /** A place that does not read was being written when the power failed: nobody saw that head. */
    private void read(Bytes content) throws IOException {
        for (int place = 0; place < 2 && content.length() == 2 * PLACE_BYTES; place++) {
            Bytes slice = content.slice(place * PLACE_BYTES, (place + 1) * PLACE_BYTES);
            if (parse(slice) instanceof Checked.Good<TreeHead>(TreeHead head)
                    && (last == null || head.size() > last.size())) {
                last = head;
                lastPlace = place;
            }
            lostPlace |= !(parse(slice) instanceof Checked.Good) && !isEmpty(slice);
        }
        if (last == null) {
            throw new IOException("signing guard unreadable: " + file);
        }
    }

    private static boolean isEmpty(Bytes place) {
        return place.equals(Bytes.of(new byte[PLACE_BYTES]));
    }

    /** Whether a place was being written when the power failed, or changed since. */
    public synchronized boolean hasLostPlace() {
        return lostPlace;
    }

    /**
     * Returns only when this head is on disk as the last one, and throws when signing it could fork
     * the log: IllegalStateException for a smaller tree or another root at the same size,
     * IOException when the disk failed, and from then on always.
     */
    public synchronized void allow(TreeHead next) throws IOException {
        if (fenced) {
            throw new IOException("signing guard failed earlier; open it anew: " + file);
        }
        if (last != null && next.size() < last.size()) {
            throw new IllegalStateException(
                    "refused to sign a smaller tree: "
                            + next.size()
                            + " leaves after "
                            + last.size());
        }
        if (last != null && next.size() == last.size()) {
            if (next.equals(last)) {
                return;
            }
            throw new IllegalStateException("refused to sign another root at size " + next.size());
        }
        fenced = true;
        write(next);
        last = next;
        fenced = false;
    }

    private void write(TreeHead next) throws IOException {
        if (last == null) {
            Bytes content = Bytes.join(render(next), Bytes.of(new byte[PLACE_BYTES]));
            AtomicFile.replace(disk, file, content, "rw-------");
            lastPlace = 0;
            return;
        }
        Disk.OpenFile to = open == null ? disk.open(file) : open;
        open = to;
        to.write(render(next).buffer(), (long) (1 - lastPlace) * PLACE_BYTES);
        to.force();
        lastPlace = 1 - lastPlace;
    }

    public synchronized Optional<TreeHead> last() {
        return Optional.ofNullable(last);
    }

    @Override
    public synchronized void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    /** One place: the lines, and zeros to its end. */
    static Bytes render(TreeHead head) {
        String lines = TITLE + "\n" + head.size() + "\n" + head.root().base64() + "\n";
        String whole = lines + Hash.digest(lines.getBytes(StandardCharsets.UTF_8)).hex() + "\n";
        return Bytes.of(Arrays.copyOf(whole.getBytes(StandardCharsets.UTF_8), PLACE_BYTES));
    }

    /** Accepts exactly what render makes. */
    static Checked<TreeHead> parse(Bytes place) {
        if (place.length() != PLACE_BYTES) {
            return Checked.refused("not 4096 bytes", "");
        }
        String[] lines = place.utf8().split("\n", -1);
        if (lines.length != 5 || !lines[0].equals(TITLE)) {
            return Checked.refused("not a signing guard of version 1", "line 1");
        }
        if (!SIZE.matcher(lines[1]).matches()) {
            return Checked.refused("not a tree size", "line 2");
        }
        return Hash.parseBase64(lines[2])
                .in("line 3")
                .map(root -> new TreeHead(Long.parseLong(lines[1]), root))
                .then(head ->
                        render(head).equals(place)
                                ? Checked.good(head)
                                : Checked.refused("checksum differs", "line 4"));
    }
}
