package org.comity.node;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a node keeps resident: new, after a long list, and started again with it. */
final class MemoryBench {
    private static final int OBSERVABLES = 100_000;
    private static final long SEED = 20_110_527;

    private final Plan plan;
    private final Installed installed;
    private final int observables;

    private MemoryBench(Plan plan) throws IOException, InterruptedException {
        this.plan = plan;
        this.installed = Installed.find(plan);
        this.observables = plan.size().orElse(OBSERVABLES);
    }

    static void run(Plan plan) throws IOException, InterruptedException {
        plan.title("Memory");
        var bench = new MemoryBench(plan);
        plan.say("%-46s %13s %13s".formatted("", "resident MiB", "most MiB"));
        for (int round = 0; round < plan.rounds().orElse(1); round++) {
            bench.bare();
            bench.node();
        }
    }

    private void bare() throws IOException, InterruptedException {
        Path cache = StartBench.bareCache(plan, installed);
        int port = Probe.freePort();
        List<String> command =
                installed.bare("-XX:AOTCache=" + cache, BareHttp.class, Integer.toString(port));
        try (Program server = Program.start(plan.folder(), command)) {
            server.millisUntil(() -> HttpProbe.answers(port));
            tell("bare Jetty, with a cache", server);
        }
    }

    private void node() throws IOException, InterruptedException {
        Path folder = plan.folder();
        Path data = BenchDesk.found(folder, 0);
        List<String> command = installed.script("node", "--data", data.toString());
        try (Program node = Program.start(folder, command)) {
            node.millisUntil(() -> Probe.control(data));
            tell("a node, new", node);
            imported(data, list(folder.resolve("list.csv")));
            tell("after %,d observables".formatted(observables), node);
        }
        try (Program node = Program.start(folder, command)) {
            double millis = node.millisUntil(() -> Probe.control(data));
            tell("started again with them, in %,.0f ms".formatted(millis), node);
        }
        DemoCommand.deleteTree(folder);
    }

    private void tell(String what, Program program) throws IOException {
        plan.say(
                "%-46s %13.0f %13.0f"
                        .formatted(what, program.mebibytes("VmRSS"), program.mebibytes("VmHWM")));
    }

    private void imported(Path data, Path list) throws IOException {
        ObjectNode with = Json.object().put("source", "bench");
        with.set("files", Json.array(List.of(list)));
        long start = System.nanoTime();
        JsonNode summary;
        try (SocketChannel node = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            node.connect(UnixDomainSocketAddress.of(Control.socket(data)));
            summary = Control.ask(node, "import", with, line -> {});
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long claims = summary.path("claims").asLong();
        if (claims != observables) {
            throw new IOException("of %d observables %d came in".formatted(observables, claims));
        }
        plan.say("import of the list: %,.0f observables/s".formatted(claims / seconds));
    }

    /** Half addresses, half names of hosts, eight of them under each registrable name. */
    private Path list(Path file) throws IOException {
        var random = new SplittableRandom(SEED);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("indicator,comment\n");
            for (int number = 0; number < observables; number++) {
                out.write(number % 2 == 0 ? address(number / 2) : host(number / 2, random));
                out.write(",generated\n");
            }
        }
        return file;
    }

    /** In 64.0.0.0/4 and above, all of it global unicast; each number another address. */
    private static String address(int number) {
        int address = 0x40000000 + number;
        return "%d.%d.%d.%d"
                .formatted(
                        address >>> 24,
                        address >>> 16 & 0xff,
                        address >>> 8 & 0xff,
                        address & 0xff);
    }

    private static String host(int number, SplittableRandom random) {
        String word = Long.toString(random.nextLong(1L << 40), Character.MAX_RADIX);
        return word + number + ".campaign-" + number / 8 + ".com";
    }
}
