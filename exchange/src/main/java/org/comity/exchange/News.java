package org.comity.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * All that a peer has for us, at a glance, so that a poll without news is one request:
 * docs/formats/exchange.md. Hints only: what follows from them is asked for and proven.
 *
 * @param charter SHA-256 of the note of the charter in force there
 * @param drafts SHA-256 of the notes of those that lack signatures
 * @param heads the answerer's own logs that the asker may see, by origin
 * @param holds sizes of the main logs of others that it serves onward, by origin
 */
public record News(
        Hash charter,
        List<Hash> drafts,
        SortedMap<String, Head> heads,
        SortedMap<String, Long> holds) {
    /** 500 logs of others with names of 63 letters need 48,000. */
    public static final int BYTES_MAX = 131_072;

    private static final String FIRST = "comity news v1";
    private static final int LINES_MAX = 1_024;

    /**
     * A head of a log, and which cosignatures there are.
     *
     * @param tag SHA-256 of the whole note; another one for the same head means new cosignatures
     */
    public record Head(TreeHead tree, Hash tag) {
        public static Head of(TreeHead tree, Note note) {
            return new Head(tree, News.tag(note));
        }
    }

    public News {
        drafts = List.copyOf(drafts);
        heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
        holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
    }

    public static Hash tag(Note note) {
        return Hash.digest(note.bytes().array());
    }

    public Bytes bytes() {
        var out = new StringBuilder(FIRST).append("\ncharter ").append(charter.hex()).append('\n');
        drafts.forEach(it -> out.append("draft ").append(it.hex()).append('\n'));
        heads.forEach((origin, head) ->
                out.append("log ")
                        .append(origin)
                        .append(' ')
                        .append(head.tree().size())
                        .append(' ')
                        .append(head.tree().root().hex())
                        .append(' ')
                        .append(head.tag().hex())
                        .append('\n'));
        holds.forEach((origin, size) ->
                out.append("holds ").append(origin).append(' ').append(size).append('\n'));
        return Bytes.utf8(out.toString());
    }

    /** Takes only the spelling that {@link #bytes} gives. */
    public static Checked<News> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("news too long", "");
        }
        String[] lines = bytes.utf8().split("\n", LINES_MAX + 2);
        if (!lines[0].equals(FIRST) || lines.length > LINES_MAX) {
            return Checked.refused("not news", "");
        }
        var parts = new Parts();
        for (int at = 1; at < lines.length - 1; at++) {
            if (!parts.take(lines[at].split(" ", 6))) {
                return Checked.refused("not a line of news", "line " + (at + 1));
            }
        }
        if (parts.charter.isEmpty()) {
            return Checked.refused("news without a charter", "");
        }
        var news = new News(parts.charter.get(), parts.drafts, parts.heads, parts.holds);
        return news.bytes().equals(bytes)
                ? Checked.good(news)
                : Checked.refused("news in another spelling", "");
    }

    private static final class Parts {
        private Optional<Hash> charter = Optional.empty();
        private final List<Hash> drafts = new ArrayList<>();
        private final TreeMap<String, Head> heads = new TreeMap<>();
        private final TreeMap<String, Long> holds = new TreeMap<>();

        boolean take(String[] words) {
            return switch (words[0]) {
                case "charter" -> words.length == 2 && charter(words[1]);
                case "draft" -> words.length == 2 && draft(words[1]);
                case "log" -> words.length == 5 && head(words);
                case "holds" -> words.length == 3 && holds(words[1], words[2]);
                default -> false;
            };
        }

        private boolean charter(String hex) {
            charter = Hash.parseHex(hex).optional();
            return charter.isPresent();
        }

        private boolean draft(String hex) {
            return Hash.parseHex(hex).optional().map(drafts::add).orElse(false);
        }

        private boolean head(String[] words) {
            Optional<Hash> root = Hash.parseHex(words[3]).optional();
            Optional<Hash> tag = Hash.parseHex(words[4]).optional();
            if (!isSize(words[2]) || root.isEmpty() || tag.isEmpty()) {
                return false;
            }
            long size = Long.parseLong(words[2]);
            if (size == 0 && !root.get().equals(TreeHead.EMPTY.root())) {
                return false;
            }
            heads.put(words[1], new Head(new TreeHead(size, root.get()), tag.get()));
            return true;
        }

        private boolean holds(String origin, String size) {
            if (!isSize(size)) {
                return false;
            }
            holds.put(origin, Long.parseLong(size));
            return true;
        }

        private static boolean isSize(String text) {
            return text.matches("0|[1-9][0-9]{0,17}");
        }
    }
}
