package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.comity.views.Trace;
import tools.jackson.databind.JsonNode;

/**
 * What campaigns, bridges and a round of alerts cost a node: the first time, asked again, and after
 * one more mail has come.
 */
final class CampaignBench {
    private static final int CLAIMS = 100_000;
    private static final int BATCH = 2_000;

    private final Plan plan;
    private final TraceWorld world;
    private int filled;

    private CampaignBench(Plan plan) {
        this.plan = plan;
        this.world = new TraceWorld(plan.size().orElse(CLAIMS));
    }

    static void run(Plan plan) throws IOException {
        plan.title("Campaigns");
        var bench = new CampaignBench(plan);
        plan.say("%,d claims, %,d mails".formatted(bench.world.edges(), bench.world.mails()));
        var now = InstantSource.fixed(Instant.ofEpochSecond(TraceWorld.NOW));
        try (Desk desk = Desk.open(BenchDesk.found(plan.folder(), 0), now)) {
            desk.recover();
            bench.ask(desk);
        }
    }

    private void ask(Desk desk) throws IOException {
        int rounds = plan.rounds().orElse(3);
        fill(desk, world.mails() - rounds);
        Trace.Sight own = new Asking(new Onlooker(desk, Optional.empty())).sight();
        // Those who claim are not in the charter here,
        // and their names are reserved ones, which are common property.
        var sight =
                new Trace.Sight(
                        _ -> true,
                        own.atSecond(),
                        it -> own.common().test(it) && !it.value().endsWith(".example"),
                        own.weighted());
        var campaigning = new Campaigning(desk, sight);
        var watching = new Watching(desk, sight);
        watching.run(
                "watch-add",
                Json.object().put("name", "one").set("values", Json.array(List.of("s5.example"))));
        for (int round = 0; round < rounds; round++) {
            plan.say("round " + (round + 1));
            fill(desk, filled + 1);
            time("campaign list", () -> campaigning.run("campaign-list", Json.object()));
            time("again", () -> campaigning.run("campaign-list", Json.object()));
            fill(desk, filled);
            time("bridge list", () -> campaigning.run("bridge-list", Json.object()));
            time("a round of alerts", () -> watching.run("alert-list", Json.object()));
        }
    }

    private void fill(Desk desk, int until) throws IOException {
        while (filled < until) {
            int end = Math.min(until, filled + BATCH);
            BenchDesk.index(desk, world.entries(filled, end));
            filled = end;
        }
    }

    private interface Question {
        JsonNode ask() throws IOException;
    }

    private void time(String what, Question question) throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        JsonNode answer = question.ask();
        double seconds = (System.nanoTime() - start) / 1e9;
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        double work = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
        plan.say(
                "  %-18s %8.3f s, %8.3f s of work, %,7d MiB allocated, %s"
                        .formatted(
                                what,
                                seconds,
                                work,
                                allocated >> 20,
                                answer.has("count")
                                        ? answer.path("count").asInt() + " campaigns"
                                        : answer.path("bridges").size() + " bridges"));
    }
}
