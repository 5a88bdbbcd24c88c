package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The documents say what there is, hang together, and their commands run. */
final class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern METRIC = Pattern.compile("\"(comity_[a-z_]+)\"");
    private static final Pattern NAMED =
            Pattern.compile("\\bcomity ([a-z-]+)|(?<![\\w-])(--[a-z][a-z-]*)");
    private static final Pattern RUN =
            Pattern.compile("^```sh run\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FENCED =
            Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final long COMMANDS_SECONDS_MAX = 600;

    @Test
    void everyConfigurationKeyIsExplained() {
        String operate = Project.text("docs/operate.md");
        for (String key : ConfigParser.knownKeys()) {
            assertTrue(operate.contains("`" + key + "`"), () -> key + " in docs/operate.md");
        }
    }

    @Test
    void everyMetricIsExplained() {
        String operate = Project.text("docs/operate.md");
        var metrics = new TreeSet<String>();
        for (String file : Project.files()) {
            if (file.startsWith("node/src/main/") && file.endsWith(".java")) {
                Matcher metric = METRIC.matcher(Project.text(file));
                while (metric.find()) {
                    metrics.add(metric.group(1));
                }
            }
        }
        assertTrue(metrics.size() > 5);
        for (String metric : metrics) {
            assertTrue(operate.contains("`" + metric), () -> metric + " in docs/operate.md");
        }
    }

    @Test
    void everyCommandIsExplained() {
        String operate = Project.text("docs/operate.md");
        for (var made : Main.COMMANDS.values()) {
            Command command = commandOf(made.get().getClass());
            assertTrue(
                    command.hidden() || operate.contains("| `" + command.name() + "`"),
                    () -> command.name() + " in docs/operate.md");
        }
    }

    @Test
    void theTableOfRoomsIsTheOneThatIsChecked() {
        var rooms = new TreeSet<String>();
        String architecture = Project.text("docs/architecture.md");
        String table = architecture.substring(architecture.indexOf("## Rooms"));
        Matcher row = Pattern.compile("^\\| (\\w+) \\| ([^;|]*)", Pattern.MULTILINE).matcher(table);
        while (row.find()) {
            Room room = Room.TABLE.get(row.group(1));
            if (room == null) {
                continue;
            }
            rooms.add(room.name());
            var uses = new TreeSet<>(Set.of(row.group(2).strip().split(", ")));
            var expected = new TreeSet<>(room.rooms());
            expected.add(room.name().equals("value") ? "nothing" : "value");
            assertEquals(room.name().equals("node") ? Set.of("all") : expected, uses);
        }
        assertEquals(Room.TABLE.keySet(), rooms);
    }

    @Test
    void everyLinkLeadsSomewhereAndEveryDocumentIsLinked() {
        var found = new TreeSet<String>();
        var reached = new TreeSet<String>(Set.of("README.md"));
        var open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            String from = open.pop();
            Path document = Project.root().resolve(from);
            Matcher link = LINK.matcher(Project.text(from));
            while (link.find()) {
                if (link.group(1).contains(":")) {
                    continue;
                }
                Path to = document.resolveSibling(link.group(1)).normalize();
                Path target = Files.isDirectory(to) ? to.resolve("README.md") : to;
                String name = Project.root().relativize(target).toString();
                if (!Files.exists(target)) {
                    found.add(from + " links to nothing: " + name);
                } else if (name.endsWith(".md") && reached.add(name)) {
                    open.add(name);
                }
            }
        }
        for (String file : Project.files()) {
            if (file.endsWith(".md") && !reached.contains(file)) {
                found.add("not reached from README.md: " + file);
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void theReadmeIsShortAndBeginsWithACommand() {
        List<String> lines = Project.text("README.md").lines().toList();
        assertTrue(lines.size() <= 120, () -> lines.size() + " lines");
        assertTrue(lines.subList(0, 20).contains("./comity demo --once"));
        assertTrue(Project.text("CONTRIBUTING.md").lines().count() <= 60);
        for (String room : Room.TABLE.keySet()) {
            assertTrue(lines.stream().anyMatch(it -> it.contains("](" + room + ")")), room);
        }
    }

    @Test
    void theReadmesInBothLanguagesHaveTheSameSectionsAndCommands() {
        String english = Project.text("README.md");
        String chinese = Project.text("README.zh.md");
        assertEquals(headings(english), headings(chinese));
        assertEquals(commands(english), commands(chinese));
    }

    @Test
    void theChineseGuideNamesOnlyCommandsAndOptionsThatThereAre() {
        var commands = new TreeSet<String>();
        var options = new TreeSet<String>();
        for (var named : Main.COMMANDS.entrySet()) {
            commands.add(named.getKey());
            var open = new ArrayDeque<>(List.of(new CommandLine(named.getValue().get())));
            while (!open.isEmpty()) {
                CommandLine command = open.pop();
                command.getCommandSpec()
                        .options()
                        .forEach(it -> options.addAll(List.of(it.names())));
                open.addAll(command.getSubcommands().values());
            }
        }
        var unknown = new TreeSet<String>();
        Matcher word = NAMED.matcher(Project.text("docs/guide.zh.md"));
        while (word.find()) {
            String name = word.group(1) == null ? word.group(2) : word.group(1);
            boolean isCurl = name.equals("--data-binary");
            if (!isCurl && !commands.contains(name) && !options.contains(name)) {
                unknown.add(name);
            }
        }
        assertEquals(Set.of(), unknown);
    }

    /**
     * The commands of the documents, in a directory of their own, as a user would type them who has
     * just fetched the project.
     */
    @Test
    @Tag("slow")
    void commandsInTheDocumentsRun(@TempDir Path folder) throws Exception {
        int blocks = 0;
        Path copy = copy(folder);
        for (String file : List.of("README.md", "docs/operate.md")) {
            Path place = Files.createDirectory(folder.resolve(file.replace('/', '-')));
            prepare(place, copy);
            Matcher block = RUN.matcher(Project.text(file));
            while (block.find()) {
                blocks++;
                runs(file, block.group(1), place);
            }
        }
        assertTrue(blocks >= 2, "blocks marked sh run");
    }

    private static Command commandOf(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Command.class)).orElseThrow();
    }

    private static void runs(String file, String commands, Path place) throws Exception {
        Path said = Files.createTempFile(place, "said", ".txt");
        Process shell =
                new ProcessBuilder("bash", "-euxc", commands)
                        .directory(place.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        boolean ended = shell.waitFor(COMMANDS_SECONDS_MAX, TimeUnit.SECONDS);
        if (!ended) {
            shell.destroyForcibly();
        }
        String text = Files.readString(said);
        assertTrue(ended && shell.exitValue() == 0, () -> file + ":\n" + commands + "\n" + text);
    }

    /** {@code ./comity} builds the copy at its first use; two mails stand for the user's. */
    private static void prepare(Path place, Path copy) throws IOException {
        Files.createSymbolicLink(place.resolve("comity"), copy.resolve("comity"));
        Files.writeString(place.resolve("junk.mbox"), mail("shop.example.org", "192.0.2.1"));
        Files.writeString(place.resolve("inbox.mbox"), mail("news.example.net", "192.0.2.2"));
    }

    /** What a user gets that fetches the project: its files, and nothing that was built. */
    private static Path copy(Path folder) throws IOException {
        Path copy = folder.resolve("fetched");
        for (String file : Project.files()) {
            Path to = copy.resolve(file);
            Files.createDirectories(to.getParent());
            Files.copy(Project.root().resolve(file), to, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return copy;
    }

    private static String mail(String host, String address) {
        return """
        From a@example.com Mon Jan  5 09:00:00 2026
        Received: from s (s [%s]) by mx.example.com with ESMTP; Mon, 5 Jan 2026 09:00:00 +0000
        From: <a@example.com>
        To: <b@example.com>
        Message-ID: <1@%s>
        Subject: hello

        See http://%s/now today.

        """
                .formatted(address, host, host);
    }

    private static long headings(String text) {
        return FENCED.matcher(text).replaceAll("").lines().filter(it -> it.startsWith("#")).count();
    }

    /** Lines that begin with the command, but for the member of the example. */
    private static List<String> commands(String text) {
        return text.lines()
                .filter(line -> line.startsWith("./"))
                .map(line -> line.replaceFirst("--country \\w+", ""))
                .toList();
    }
}
