package org.comity.statement;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.comity.statement.GuardLists.Word;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the text of guards.gz out of the MISP archive and the files in src/main/guards. Kept with
 * the tests: the shipped jar only reads what comes out, and a test compares the two.
 */
final class GuardsMaker {
    private record Chosen(String name, Word word, String because) {}

    private static final String OWN_LIST = "comity-hosting";

    private final List<Chosen> chosen = new ArrayList<>();
    private final TreeMap<String, Integer> sites = new TreeMap<>();
    private final TreeMap<String, Integer> hosting = new TreeMap<>();
    private final TreeMap<String, Integer> files = new TreeMap<>();
    private final RangeSweep fours = new RangeSweep();
    private final RangeSweep sixes = new RangeSweep();
    private final TreeMap<String, Integer> mailboxes = new TreeMap<>();
    private final NavigableMap<String, Integer> rules;
    private final PublicSuffixes suffixes;

    private GuardsMaker(NavigableMap<String, Integer> rules) {
        this.rules = rules;
        this.suffixes = SuffixRules.suffixes(rules);
    }

    static byte[] make(Path archive, Path guards) throws IOException {
        var maker =
                new GuardsMaker(
                        SuffixRules.parse(
                                Files.readString(guards.resolve("public_suffix_list.dat"))));
        Map<String, JsonNode> lists = readArchive(archive);
        for (String line : lines(guards.resolve("special-use.txt"))) {
            maker.addSpecial(line);
        }
        maker.chosen.add(new Chosen(OWN_LIST, Word.HOSTING, "shared hosting"));
        int own = maker.chosen.size() - 1;
        for (String name : lines(guards.resolve("hosting.txt"))) {
            maker.addName(name, own);
        }
        for (String line : lines(guards.resolve("lists.txt"))) {
            String[] fields = line.split(" ", 3);
            maker.addList(
                    new Chosen(fields[0], Word.valueOf(fields[1]), fields[2]),
                    Objects.requireNonNull(lists.get(fields[0]), fields[0]));
        }
        return maker.write();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** Each reason is a list of its own; they come first and so win over all others. */
    private void addSpecial(String line) {
        String[] fields = line.split(" ", 3);
        boolean range = fields[0].equals("address");
        int index = indexOf(range ? fields[2].split(" ", 2)[1] : fields[2]);
        switch (fields[0]) {
            case "address" -> {
                Ip first = Ip.parse(fields[1]).orThrow();
                (first.isFour() ? fours : sixes)
                        .add(first, Ip.parse(fields[2].split(" ", 2)[0]).orThrow(), index);
            }
            case "name" -> sites.put(fields[1], index);
            case "local-part" -> mailboxes.put(fields[1], index);
            default -> throw new IllegalStateException("special-use line of unknown kind: " + line);
        }
    }

    private int indexOf(String because) {
        var special = new Chosen("special-use", Word.SPECIAL, because);
        if (!chosen.contains(special)) {
            chosen.add(special);
        }
        return chosen.indexOf(special);
    }

    private void addList(Chosen list, JsonNode json) {
        int index = chosen.size();
        chosen.add(list);
        for (JsonNode value : json.get("list")) {
            String text = value.asString().strip();
            if (list.word() == Word.NAME
                    || list.word() == Word.TREE
                    || list.word() == Word.HOSTING) {
                addName(text, index);
            } else if (text.matches("[0-9A-Fa-f]{64}")) {
                files.putIfAbsent(text.toLowerCase(Locale.ROOT), index);
            } else if (!addRange(text, index) && list.word() == Word.SHARED) {
                addName(text, index);
            }
        }
    }

    /**
     * Names that do not normalise are left out, public suffixes too: they have a rule of their own.
     */
    private void addName(String text, int index) {
        String bare = text.startsWith(".") ? text.substring(1) : text;
        if (!(Observables.normalise(SubjectKind.DOMAIN, bare)
                instanceof Checked.Good<Subject>(Subject name))) {
            return;
        }
        String value = name.value();
        if (suffixes.suffix(value).name().equals(value)) {
            return;
        }
        Word word = chosen.get(index).word();
        (word == Word.NAME || word == Word.TREE ? sites : hosting).putIfAbsent(value, index);
    }

    private boolean addRange(String text, int index) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!(Ip.parse(address) instanceof Checked.Good<Ip>(Ip ip))) {
            return false;
        }
        int bits = ip.isFour() ? 32 : 128;
        int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        boolean stronger = chosen.get(index).word() == Word.STOPPED;
        (ip.isFour() ? fours : sixes)
                .add(ip, bits - length, stronger ? index : index + RangeSweep.WEAKER);
        return true;
    }

    private byte[] write() {
        var out = new ByteArrayOutputStream();
        append(out, "comity guards 1\n");
        var lists = new StringBuilder();
        chosen.forEach(list ->
                lists.append(list.word() + "\t" + list.name() + "\t" + list.because() + "\n"));
        section(out, "lists", lists);
        section(out, "suffixes", lines(rules));
        section(out, "mailboxes", lines(mailboxes));
        section(out, "sites", lines(sites));
        section(out, "hosting", lines(hosting));
        section(out, "files", lines(files));
        section(out, "ranges4", fours.lines());
        section(out, "ranges6", sixes.lines());
        return out.toByteArray();
    }

    static StringBuilder lines(NavigableMap<String, Integer> names) {
        var text = new StringBuilder();
        names.forEach((name, index) -> text.append(name).append(' ').append(index).append('\n'));
        return text;
    }

    private static void section(ByteArrayOutputStream out, String name, StringBuilder text) {
        append(out, name + " " + text.length() + "\n");
        append(out, text.toString());
    }

    private static void append(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Plain tar: blocks of 512 bytes, the name at 0, the length in octal at 124. */
    private static Map<String, JsonNode> readArchive(Path archive) throws IOException {
        var lists = new TreeMap<String, JsonNode>();
        var json = JsonMapper.builder().build();
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(archive)))) {
            for (byte[] head = in.readNBytes(512);
                    head.length == 512 && head[0] != 0;
                    head = in.readNBytes(512)) {
                String name = new String(head, 0, 100, StandardCharsets.US_ASCII).replace("\0", "");
                int length =
                        Integer.parseInt(
                                new String(head, 124, 11, StandardCharsets.US_ASCII)
                                        .replace("\0", "")
                                        .strip(),
                                8);
                byte[] content = in.readNBytes((length + 511) / 512 * 512);
                if (name.endsWith("/list.json")) {
                    lists.put(
                            name.split("/", -1)[1],
                            json.readTree(new ByteArrayInputStream(content, 0, length)));
                }
            }
        }
        return lists;
    }
}
