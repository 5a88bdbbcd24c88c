package org.comity.statement;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * All that guards: special-use space, public suffixes, warning lists, shared hosting, in one file
 * that is searched where it lies. docs/formats/guards.md draws it.
 */
final class GuardLists {
    /** What a list says about what is on it. */
    enum Word {
        /** Reserved: stopped as name, address, mailbox or host of a URL, with all below. */
        SPECIAL,
        /** The name and all below it are stopped. */
        TREE,
        /** The name is stopped, what lies below it is shared at most: well-known sites. */
        NAME,
        /** As NAME, and nothing is projected to the name: many people's content stands below it. */
        HOSTING,
        /** The name and all below it are shared, and nothing is projected to the name. */
        SHARED,
        /** An address range or a file: stopped. */
        STOPPED
    }

    record Listed(String name, Word word, String because) {}

    private static final String FIRST_LINE = "comity guards 1";

    private final List<Listed> lists;
    private final Map<String, SortedLines> sections;

    private GuardLists(List<Listed> lists, Map<String, SortedLines> sections) {
        this.lists = List.copyOf(lists);
        this.sections = Map.copyOf(sections);
    }

    static GuardLists parse(byte[] gzip) {
        byte[] text = unzip(gzip);
        var reader = new Reader(text);
        if (!reader.line().equals(FIRST_LINE)) {
            throw new IllegalStateException("guards of another version");
        }
        var lists = new ArrayList<Listed>();
        var sections = new HashMap<String, SortedLines>();
        while (reader.hasMore()) {
            String[] head = reader.line().split(" ", -1);
            int length = Integer.parseInt(head[1]);
            if (head[0].equals("lists")) {
                readLists(reader, length, lists);
            } else {
                sections.put(head[0], reader.section(length));
            }
        }
        return new GuardLists(lists, sections);
    }

    private static void readLists(Reader reader, int length, List<Listed> lists) {
        int end = reader.at + length;
        while (reader.at < end) {
            String[] fields = reader.line().split("\t", -1);
            lists.add(new Listed(fields[1], Word.valueOf(fields[0]), fields[2]));
        }
    }

    private static byte[] unzip(byte[] gzip) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip), 1 << 16)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("guards unreadable", broken);
        }
    }

    PublicSuffixes suffixes() {
        return new PublicSuffixes(section("suffixes"));
    }

    /** A well-known site, or a tree that is stopped whole, special-use names among them. */
    Optional<Listed> site(String name) {
        return section("sites").find(name).map(this::list);
    }

    /** A name below which many people's content stands. */
    Optional<Listed> hosting(String name) {
        return section("hosting").find(name).map(this::list);
    }

    /** The part before the @ of a mail address, in lower case. */
    Optional<Listed> mailbox(String localPart) {
        return section("mailboxes").find(localPart).map(this::list);
    }

    Optional<Listed> file(String sha256) {
        return section("files").find(sha256).map(this::list);
    }

    Optional<Listed> address(Ip ip) {
        String key = hex(ip);
        return section(ip.isFour() ? "ranges4" : "ranges6")
                .floor(key)
                .filter(line ->
                        key.compareTo(line.substring(key.length() + 1, 2 * key.length() + 1)) <= 0)
                .map(line -> list(line.substring(2 * key.length() + 2)));
    }

    /** Eight digits for IPv4, 32 for IPv6, so that text order is the order of addresses. */
    static String hex(Ip ip) {
        HexFormat format = HexFormat.of();
        return ip.isFour()
                ? format.toHexDigits((int) ip.low())
                : format.toHexDigits(ip.high()) + format.toHexDigits(ip.low());
    }

    private SortedLines section(String name) {
        SortedLines lines = sections.get(name);
        if (lines == null) {
            throw new IllegalStateException("guards without section " + name);
        }
        return lines;
    }

    private Listed list(String index) {
        return lists.get(Integer.parseInt(index));
    }

    /** Lines one after another; a section is skipped over by its length in bytes. */
    private static final class Reader {
        private final byte[] text;
        private int at;

        Reader(byte[] text) {
            this.text = text;
        }

        boolean hasMore() {
            return at < text.length;
        }

        String line() {
            int start = at;
            while (text[at] != '\n') {
                at++;
            }
            return new String(text, start, at++ - start, StandardCharsets.US_ASCII);
        }

        SortedLines section(int length) {
            var lines = new SortedLines(text, at, at + length);
            at += length;
            return lines;
        }
    }
}
