package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Where this node stands: members, logs, lists, what waits for whom. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Where this node stands: members, logs, lists, what waits for whom.",
        footer = {"", "Example:  comity status"})
final class StatusCommand implements Callable<Integer> {
    private static final int SHORT = 8;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        common.show(common.ask("status", Json.object()), this::words);
        return 0;
    }

    private void foundingAnew(JsonNode founding) {
        var out = common.out();
        if (founding.has("without")) {
            out.printf(
                    "  %s founded the exchange anew without this member. This node stays with the old charter.%n",
                    MotionCommand.names(founding.path("without").path("members")));
        }
        if (founding.has("waiting")) {
            JsonNode waiting = founding.path("waiting");
            out.printf(
                    "  %s would found the exchange anew; signed by %s. See: comity charter refound%n",
                    MotionCommand.names(waiting.path("members")),
                    MotionCommand.names(waiting.path("signed")));
        }
    }

    private void words(JsonNode status) {
        var out = common.out();
        out.printf(
                "%s, %s, charter epoch %d (%s)%n",
                status.path("member").asString(),
                status.path("running").asBoolean() ? "running" : "not running",
                status.path("epoch").asInt(),
                status.path("charter").asString().substring(0, 16));
        if (status.path("own_log").has("why")) {
            out.println("  READ ONLY: " + status.path("own_log").path("why").asString());
        }
        status.path("may_lack").forEach(it -> out.println("  " + it.path("words").asString()));
        members(status.path("members"));
        WitnessStatus.words(status.path("witnesses"), out);
        for (var list : status.path("lists").properties()) {
            out.printf("  list %-18s %8d listed%n", list.getKey(), list.getValue().asInt());
        }
        disk(status.path("disk"));
        status.path("lists_amiss").forEach(it -> out.println("  " + it.asString()));
        if (!status.path("guards_as_charter").asBoolean()) {
            out.println("  This version's guard set is not the one that the charter names.");
        }
        if (status.path("waits_to_join").asBoolean()) {
            out.println("  Waits for the inviter to hand over the charter.");
        }
        if (status.has("charter_waits_for")) {
            JsonNode newcomer = status.path("newcomer");
            out.printf(
                    "  A charter that lets in %s (%s, %s) waits for: %s%n",
                    newcomer.path("member").asString(),
                    newcomer.path("country").asString(),
                    newcomer.path("url").asString(),
                    status.path("charter_waits_for"));
            out.println("  To sign it: comity join --sign " + newcomer.path("member").asString());
        }
        erasures(status.path("erasures"));
        toVoteOn(status);
        for (JsonNode one : status.path("requests_waiting")) {
            out.println("  Request " + RequestWords.line(one));
        }
        for (JsonNode fault : status.path("faults")) {
            out.print("  ");
            FaultsShown.words(fault, out);
        }
        foundingAnew(status.path("founding_anew"));
        if (status.path("members").size() > 1 && status.path("members").size() < 5) {
            out.println("  Below five members one node that is down stops cosigning.");
        }
    }

    private void erasures(JsonNode erasures) {
        for (JsonNode one : erasures) {
            if (!one.path("waits_for").isEmpty()) {
                common.out()
                        .printf(
                                "  Not confirmed as erased (%s): %s%n",
                                one.path("statement").asString(),
                                MotionCommand.names(one.path("waits_for")));
            }
        }
    }

    private void members(JsonNode members) {
        var out = common.out();
        for (JsonNode member : members) {
            out.printf(
                    "  %-24s %s %-15s %8d statements, %d cosigned%s%s%n",
                    member.path("member").asString(),
                    member.path("country").asString(),
                    member.path("sector").asString(),
                    member.path("size").asLong(),
                    member.path("cosigned_size").asLong(),
                    member.path("halted").asBoolean() ? ", halted" : "",
                    member.path("trouble").asString().isEmpty()
                            ? ""
                            : ", " + member.path("trouble").asString());
        }
    }

    private void disk(JsonNode disk) {
        var out = common.out();
        out.printf(
                "  disk: %s free; journal %s, rows %s, of these evidence %s, views %s%n",
                bytes(disk.path("free").asLong()),
                bytes(disk.path("journal").asLong()),
                bytes(disk.path("rows").asLong()),
                bytes(disk.path("evidence").asLong()),
                bytes(disk.path("views").asLong()));
        for (var member : disk.path("members").properties()) {
            out.printf(
                    "    %-22s %s of leaves and payloads%n",
                    member.getKey(), bytes(member.getValue().asLong()));
        }
        if (disk.has("days_left")) {
            out.printf(
                    "    full in about %d days at the rate of the last week%n",
                    disk.path("days_left").asLong());
        } else {
            out.println(
                    disk.path("rate_known").asBoolean()
                            ? "    did not grow in the last week"
                            : "    how fast it grows is known after a day");
        }
    }

    private static String bytes(long bytes) {
        return bytes < 1 << 20
                ? (bytes + 1_023) / 1_024 + " KiB"
                : bytes < 1L << 30
                        ? (bytes >> 20) + " MiB"
                        : "%.1f GiB".formatted(bytes / (double) (1L << 30));
    }

    private void toVoteOn(JsonNode status) {
        var out = common.out();
        for (JsonNode open : status.path("to_vote_on")) {
            out.printf(
                    "  To vote on until %s: %s %s, %s%n",
                    open.path("until").asString(),
                    open.path("kind").asString(),
                    open.path("name").asString().substring(0, SHORT),
                    open.path("what").asString());
        }
        if (!status.path("to_vote_on").isEmpty()) {
            out.println("  See them with: comity charter status, comity motion");
        }
    }
}
