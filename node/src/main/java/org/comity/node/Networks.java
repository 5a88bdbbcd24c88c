package org.comity.node;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.comity.intake.NetworkFacts;
import org.comity.intake.NetworkTable;
import org.comity.statement.Ip;
import org.comity.value.Checked;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who holds which network, by the tables that were imported into {@code networks} of the directory,
 * one file a source. Nothing is asked of anybody, so nobody learns whom this desk looks up.
 */
final class Networks {
    static final String FOLDER = "networks";
    private static final String ENDING = ".networks";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final Path folder;
    // Guarded by this: what was opened, as long as the file is the same.
    private Map<String, Open> open = Map.of();
    private boolean isFixed;

    private record Open(FileTime written, long bytes, NetworkTable table) {}

    /** A source's word. */
    record Said(String source, Instant imported, NetworkTable.Found found) {}

    Networks(Path data) {
        this.folder = data.resolve(FOLDER);
    }

    /** By the tables as they are now: many questions in a row need not look at the folder each. */
    static Networks fixed(Path data) throws IOException {
        var networks = new Networks(data);
        networks.open = networks.tables();
        networks.isFixed = true;
        return networks;
    }

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new Refusal(
                    "a source is named by up to 32 small letters, digits and hyphens", text);
        }
        return text;
    }

    Path file(String source) {
        return folder.resolve(source + ENDING);
    }

    /** The sources with their tables. */
    private synchronized Map<String, Open> tables() throws IOException {
        if (isFixed) {
            return open;
        }
        var now = new TreeMap<String, Open>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            String source = name.substring(0, name.length() - ENDING.length());
            FileTime written = Files.getLastModifiedTime(file);
            long bytes = Files.size(file);
            Open known = open.get(source);
            boolean same = known != null && known.written.equals(written) && known.bytes == bytes;
            now.put(source, same ? known : new Open(written, bytes, read(file)));
        }
        open = now;
        return now;
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ENDING)) {
            all.forEach(files::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return files;
    }

    private static NetworkTable read(Path file) throws IOException {
        return switch (parse(file)) {
            case Checked.Good<NetworkTable>(NetworkTable table) -> table;
            case Checked.Refused<NetworkTable>(String why, _) ->
                    throw new Refusal(why + "; import it again", file.toString());
        };
    }

    private static Checked<NetworkTable> parse(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size();
            return bytes > Integer.MAX_VALUE
                    ? Checked.refused("larger than a table of networks may be", "")
                    : NetworkTable.parse(
                            channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes)
                                    .order(ByteOrder.BIG_ENDIAN));
        }
    }

    /** Whether the file is a table in which every lookup finds what it should. */
    static boolean isSound(Path file) throws IOException {
        return parse(file).optional().filter(NetworkTable::isSound).isPresent();
    }

    /** How many networks each source tells of, and when it was imported. */
    ObjectNode list() throws IOException {
        ObjectNode all = Json.object();
        for (var one : tables().entrySet()) {
            all.putObject(one.getKey())
                    .put("networks", one.getValue().table.count())
                    .put("bytes", one.getValue().bytes)
                    .put("imported", one.getValue().written.toInstant().toString());
        }
        return all;
    }

    /** What the sources say of an address: the narrowest network first, then the newest source. */
    List<Said> of(Ip address) throws IOException {
        var said = new ArrayList<Said>();
        for (var one : tables().entrySet()) {
            Optional<NetworkTable.Found> found =
                    Refusal.orRefuse(one.getValue().table.find(address).in(one.getKey()));
            found.ifPresent(
                    it -> said.add(new Said(one.getKey(), one.getValue().written.toInstant(), it)));
        }
        said.sort(
                Comparator.<Said>comparingInt(it -> narrowness(said, it))
                        .thenComparing(Said::imported, Comparator.reverseOrder())
                        .thenComparing(Said::source));
        return said;
    }

    /** How many others are narrower; all contain one address, so this orders them. */
    private static int narrowness(List<Said> all, Said one) {
        return (int) all.stream().filter(it -> it.found.isNarrowerThan(one.found)).count();
    }

    /** All that is said together; where two say it, the narrowest network and newest source. */
    static NetworkFacts together(List<Said> said) {
        NetworkFacts facts = NetworkFacts.NONE;
        for (Said one : said) {
            facts = facts.orElse(one.found.facts());
        }
        return facts;
    }

    /** Empty where no source has it. */
    Optional<ObjectNode> json(Ip address) throws IOException {
        List<Said> said = of(address);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = json(said.getFirst().found.network(), together(said));
        var sources = json.putArray("sources");
        for (Said one : said) {
            sources.add(
                    json(one.found.network(), one.found.facts())
                            .put("source", one.source)
                            .put("imported", one.imported.toString()));
        }
        return Optional.of(json);
    }

    private static ObjectNode json(String network, NetworkFacts facts) {
        return Json.object()
                .put("network", network)
                .put("country", facts.country())
                .put("as", facts.autonomousSystem())
                .put("holder", facts.holder())
                .put("contact", facts.contact());
    }

    /** In words, on one line. */
    static String words(tools.jackson.databind.JsonNode one) {
        var words = new StringBuilder(one.path("network").asString());
        if (!one.path("country").asString().isEmpty()) {
            words.append(", ").append(one.path("country").asString());
        }
        if (one.path("as").asLong() != 0) {
            words.append(", AS").append(one.path("as").asLong());
        }
        if (!one.path("holder").asString().isEmpty()) {
            words.append(", ").append(one.path("holder").asString());
        }
        String contact = one.path("contact").asString();
        words.append(contact.isEmpty() ? ", no abuse contact known" : ", abuse contact " + contact);
        return words.toString();
    }
}
