package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups of evidence that had nothing in common and have become connected. */
@Command(
        name = "bridge",
        mixinStandardHelpOptions = true,
        description = "Groups of evidence that had nothing in common and have become connected.",
        footer = {
            "",
            "Examples:  comity bridge list --days 60",
            "           comity bridge show bridge-0123456789ab",
            "           comity bridge between APT28 APT29"
        })
final class BridgeCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity bridge list, show or between");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "the bridges of the last days, the newest first")
    int list(@Mixin Common mine, @Mixin Days days) throws IOException {
        mine.show(
                mine.ask("bridge-list", Json.object().put("days", days.days)),
                answer -> {
                    answer.path("bridges").forEach(it -> brief(it, mine));
                    if (answer.path("bridges").isEmpty()) {
                        mine.out().println("No bridge in these days.");
                    }
                    mine.cut(answer);
                });
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "what joins the two, since when, and in whose evidence")
    int show(
            @Mixin Common mine,
            @Mixin Days days,
            @Parameters(paramLabel = "NAME", description = "as the list names it") String name)
            throws IOException {
        ObjectNode with = Json.object().put("days", days.days).put("name", name);
        mine.show(
                mine.ask("bridge-show", with),
                it -> {
                    brief(it, mine);
                    side(it.path("left"), mine);
                    side(it.path("right"), mine);
                });
        return 0;
    }

    @Command(
            name = "between",
            mixinStandardHelpOptions = true,
            description = {
                "what joins two actors, families of malware, campaigns or values, what is",
                "rarest first; each by the newest of its steps"
            })
    int between(
            @Mixin Common mine,
            @Parameters(paramLabel = "ONE", description = "by name, alias, number, id or value")
                    String one,
            @Parameters(paramLabel = "OTHER", description = "the same") String other,
            @Mixin Joining joining)
            throws IOException {
        ObjectNode with = Json.object().put("most", joining.most).put("format", "json");
        with.set("values", Json.array(List.of(one)));
        with.set("to", Json.array(List.of(other)));
        with.set("only", Json.array(joining.only));
        mine.show(
                mine.ask("trace", with),
                answer ->
                        answer.path("traces")
                                .forEach(it -> mine.out().println(it.path("line").asString())));
        return 0;
    }

    /** What may lie between two, and how much of it. */
    static final class Joining {
        @Option(
                names = "--most",
                paramLabel = "N",
                defaultValue = "10",
                description = "so many (default: ${DEFAULT-VALUE})")
        int most;

        @Option(
                names = "--only",
                split = ",",
                paramLabel = "SORT",
                description = "only over these: malware, tool, intrusion-set, domain, ...")
        List<String> only = List.of();
    }

    /** How far back. */
    static final class Days {
        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "30",
                description = "evidence of so many days (default: ${DEFAULT-VALUE})")
        int days;
    }

    static void brief(JsonNode bridge, Common mine) {
        mine.out()
                .printf(
                        "%s  since %s, known %s, %s%n",
                        bridge.path("name").asString(),
                        bridge.path("since").asString(),
                        bridge.path("known").asString(),
                        bridge.path("marking").asString());
        mine.out()
                .printf(
                        "  joined by %s, in evidence of %s (%s)%n",
                        CampaignCommand.join(bridge.path("joins")),
                        CampaignCommand.join(bridge.path("members")),
                        CampaignCommand.join(bridge.path("countries")));
    }

    private static void side(JsonNode side, Common mine) {
        mine.out()
                .printf(
                        "  %s: %d pieces of evidence, %s to %s, seen by %s (%s)%n",
                        side.path("name").asString(),
                        side.path("pieces").asInt(),
                        side.path("first").asString().substring(0, 10),
                        side.path("last").asString().substring(0, 10),
                        CampaignCommand.join(side.path("members")),
                        CampaignCommand.join(side.path("countries")));
        side.path("signs").forEach(it -> mine.out().println("    " + it.asString()));
    }
}
