package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The application as {@code ./comity} built and runs it. */
final class Installed {
    private static final String CACHE = "-XX:AOTCache=";

    private final Path home;

    /** What the script runs, up to the main class. */
    private final List<String> java;

    private Installed(Path home, List<String> java) {
        this.home = home;
        this.java = List.copyOf(java);
    }

    /** Builds it where that is not done yet, and finds out how the script runs it. */
    static Installed find(Plan plan) throws IOException, InterruptedException {
        String script = plan.home().resolve("comity").toString();
        try (Program version = Program.start(plan.folder(), List.of(script, "--version"))) {
            // The first build also fetches libraries; no measurement.
            version.millisUntilEnd();
        }
        Path folder = plan.folder();
        Path data = BenchDesk.found(folder, 0);
        try (Program node =
                Program.start(folder, List.of(script, "node", "--data", data.toString()))) {
            node.millisUntil(() -> Probe.control(data));
            List<String> line = node.commandLine();
            if (line.stream().noneMatch(it -> it.startsWith(CACHE))) {
                plan.say("this installation has no ahead-of-time cache; see .comity/build.log");
            }
            return new Installed(
                    plan.home(), line.subList(0, line.indexOf(Main.class.getName()) + 1));
        }
    }

    List<String> script(String... arguments) {
        return with(List.of(home.resolve("comity").toString()), arguments);
    }

    /** The same without the script. */
    List<String> java(String... arguments) {
        return with(java, arguments);
    }

    List<String> javaWithoutCache(String... arguments) {
        return with(java.stream().filter(it -> !it.startsWith(CACHE)).toList(), arguments);
    }

    /** Runs a class of this measurement with Jetty and nothing else, under the same options. */
    List<String> bare(String option, Class<?> type, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        for (String part : java.subList(0, java.indexOf("-cp"))) {
            if (!part.startsWith(CACHE)) {
                command.add(part);
            }
        }
        command.add(option);
        command.add("-cp");
        command.add(String.join(":", jars()));
        command.add(type.getName());
        return with(command, arguments);
    }

    private List<String> jars() throws IOException {
        Path target = home.resolve("annex/bench/target");
        try (Stream<Path> ours = Files.list(target);
                Stream<Path> libraries = Files.list(target.resolve("lib"))) {
            return Stream.concat(ours, libraries)
                    .map(Path::toString)
                    .filter(it -> it.matches(".*/(bench|jetty|slf4j)-[^/]*\\.jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> with(List<String> command, String... arguments) {
        var all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return all;
    }
}
