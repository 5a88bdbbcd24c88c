package org.comity.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last tree head that one log signed, on disk before the signature leaves, so that a
 * node that lost its newest leaves (old backup, lost disk write) cannot sign a second history of
 * the same log. A deleted guard file protects nothing: the node compares with its witnesses as
 * well. Format: docs/formats/store.md.
 */
public final class SigningGuard {
    private static final int FILE_BYTES_MAX = 4096;
    private static final String TITLE = "comity/signing-guard/v1";

    /** Decimal without leading zeros; 18 digits always fit a long. */
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Disk disk;
    private final Path file;
    // Guarded by this.
    private @Nullable TreeHead last;
    private boolean fenced;

    private SigningGuard(Disk disk, Path file, @Nullable TreeHead last) {
        this.disk = disk;
        this.file = file;
        this.last = last;
    }

    /** No file means a log that has signed nothing yet. */
    public static SigningGuard open(Path file) throws IOException {
        return open(Disk.REAL, file);
    }

    static SigningGuard open(Disk disk, Path file) throws IOException {
        if (!disk.exists(file)) {
            return new SigningGuard(disk, file, null);
        }
        return switch (parse(Bytes.of(disk.read(file, FILE_BYTES_MAX)))) {
            case Checked.Good<TreeHead>(var head) -> new SigningGuard(disk, file, head);
            case Checked.Refused<TreeHead> refused ->
                    throw new IOException("signing guard unreadable: " + refused + ": " + file);
        };
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
        AtomicFile.replace(disk, file, render(next), "rw-------");
        last = next;
        fenced = false;
    }

    public synchronized Optional<TreeHead> last() {
        return Optional.ofNullable(last);
    }

    static Bytes render(TreeHead head) {
        String lines = TITLE + "\n" + head.size() + "\n" + head.root().base64() + "\n";
        return Bytes.utf8(lines + Hash.digest(lines.getBytes(StandardCharsets.UTF_8)).hex() + "\n");
    }

    /** Accepts exactly what render makes. */
    static Checked<TreeHead> parse(Bytes content) {
        if (content.length() > FILE_BYTES_MAX) {
            return Checked.refused("too large", "");
        }
        String[] lines = content.utf8().split("\n", -1);
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
                        render(head).equals(content)
                                ? Checked.good(head)
                                : Checked.refused("checksum differs", "line 4"));
    }
}
