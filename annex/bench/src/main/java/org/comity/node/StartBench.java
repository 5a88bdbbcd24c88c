package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How long a node takes from the start of its process until it answers. */
final class StartBench {
    private static final int ROUNDS = 10;
    private static final String SCRIPT = "./comity node";
    private static final String BARE = "bare Jetty, with a cache";

    private final Plan plan;
    private final Installed installed;
    private final Path data;
    private final int port;
    private final Path cache;

    private StartBench(Plan plan) throws IOException, InterruptedException {
        this.plan = plan;
        this.installed = Installed.find(plan);
        this.port = Probe.freePort();
        this.data = BenchDesk.found(plan.folder(), port);
        this.cache = bareCache(plan, installed);
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Start");
        var bench = new StartBench(plan);
        bench.nodes();
        bench.commands();
    }

    /** Makes the ahead-of-time cache of the bare server. */
    static Path bareCache(Plan plan, Installed installed) throws IOException, InterruptedException {
        Path folder = plan.folder();
        Path cache = folder.resolve("bare.aot");
        String option = "-XX:AOTCacheOutput=" + cache;
        try (Program training =
                Program.start(folder, installed.bare(option, BareHttp.class, "0", "train"))) {
            training.millisUntilEnd();
        }
        return cache;
    }

    private void nodes() throws IOException, InterruptedException {
        int rounds = plan.rounds().orElse(ROUNDS);
        String[] node = {"node", "--data", data.toString()};
        plan.say("an empty log; until /healthz and the control socket are answered");
        new Comparison(plan, "ms")
                .side(SCRIPT, () -> untilReady(installed.script(node)))
                .side("the same without the script", () -> untilReady(installed.java(node)))
                .side("and without the cache", () -> untilReady(installed.javaWithoutCache(node)))
                .side(BARE, this::bare)
                .run(rounds)
                .ratio(SCRIPT, BARE, " (goal: below 600 ms)");
    }

    private void commands() throws IOException, InterruptedException {
        String[] status = {"status", "--data", data.toString()};
        plan.say("");
        plan.say("a command on a directory where no node runs, until it ends");
        new Comparison(plan, "ms")
                .side("./comity status", () -> untilEnd(installed.script(status)))
                .side("and without the cache", () -> untilEnd(installed.javaWithoutCache(status)))
                .run(plan.rounds().orElse(ROUNDS));
    }

    private double bare() throws IOException, InterruptedException {
        String option = "-XX:AOTCache=" + cache;
        List<String> command = installed.bare(option, BareHttp.class, Integer.toString(port));
        try (Program program = Program.start(plan.folder(), command)) {
            return program.millisUntil(() -> HttpProbe.answers(port));
        }
    }

    private double untilReady(List<String> command) throws IOException, InterruptedException {
        try (Program program = Program.start(plan.folder(), command)) {
            program.millisUntil(() -> HttpProbe.answers(port));
            return program.millisUntil(() -> Probe.control(data));
        }
    }

    private double untilEnd(List<String> command) throws IOException, InterruptedException {
        try (Program program = Program.start(plan.folder(), command)) {
            return program.millisUntilEnd();
        }
    }
}
