package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Mails that are variants of one another: what they share, their rise and fall, who sees them. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description =
                "Mails that are variants of one another: what they share, rise and fall, who sees them.",
        footer = {
            "",
            "Examples:  comity campaign list --days 7",
            "           comity campaign list --at 2026-11-24T10:00:00Z",
            "           comity campaign show campaign-0123456789ab --format stix"
        })
final class CampaignCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity campaign list or show");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "the campaigns of the last days, the largest first")
    int list(
            @Mixin Common mine,
            @Option(
                            names = "--days",
                            paramLabel = "N",
                            defaultValue = "30",
                            description = "evidence of so many days (default: ${DEFAULT-VALUE})")
                    int days,
            @Mixin AsOf asOf,
            @Option(
                            names = "--by-machines",
                            description =
                                    "join also what came from common machines: rather who is behind it")
                    boolean byMachines)
            throws IOException {
        ObjectNode with = Json.object().put("days", days).put("by_machines", byMachines);
        asOf.put(with, mine);
        mine.show(
                mine.ask("campaign-list", with),
                answer -> {
                    answer.path("campaigns").forEach(it -> words(it, mine));
                    int more = answer.path("count").asInt() - answer.path("campaigns").size();
                    if (answer.path("count").asInt() == 0) {
                        mine.out().println("No campaign in these days.");
                    } else if (more > 0) {
                        mine.out().println(more + " smaller ones are not shown");
                    }
                    mine.cut(answer);
                });
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "one campaign, day by day, and all that it shares")
    int show(
            @Mixin Common mine,
            @Mixin Which which,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text or stix (default: ${DEFAULT-VALUE})")
                    String format)
            throws IOException {
        if (!format.matches("text|stix")) {
            throw mine.usage("--format text or stix, not " + format);
        }
        ObjectNode with =
                Json.object()
                        .put("name", which.name)
                        .put("days", which.days)
                        .put("by_machines", which.byMachines)
                        .put("format", format);
        which.asOf.put(with, mine);
        JsonNode answer = mine.ask("campaign-show", with);
        mine.show(
                answer,
                it -> {
                    if (format.equals("stix")) {
                        mine.out().print(it.path("file").asString());
                    } else {
                        words(it, mine);
                        it.path("days")
                                .properties()
                                .forEach(day ->
                                        mine.out()
                                                .printf(
                                                        "  %s  %s%n",
                                                        day.getKey(), day.getValue().asString()));
                    }
                });
        return 0;
    }

    /** A time that is over. */
    static final class AsOf {
        @Option(
                names = "--at",
                paramLabel = "TIME",
                description =
                        "up to then: 2026-11-24T10:00:00Z, or a second since 1970 (default: now)")
        String at = "";

        void put(ObjectNode with, Common common) {
            if (!at.isEmpty()) {
                with.put("at", Moment.second(at, common));
            }
        }
    }

    /** One campaign, as it was listed. */
    static final class Which {
        @Mixin AsOf asOf = new AsOf();

        @Parameters(paramLabel = "NAME", description = "as the list names it")
        String name = "";

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "30",
                description = "as for the list (default: ${DEFAULT-VALUE})")
        int days;

        @Option(names = "--by-machines", description = "as for the list")
        boolean byMachines;
    }

    private static void words(JsonNode campaign, Common mine) {
        mine.out()
                .printf(
                        "%s  %s  %d pieces of evidence, %s to %s, %s%n",
                        campaign.path("name").asString(),
                        campaign.path("rise").asString(),
                        campaign.path("pieces").asInt(),
                        campaign.path("first").asString().substring(0, 10),
                        campaign.path("last").asString().substring(0, 10),
                        counts(campaign.path("classes")));
        mine.out()
                .printf(
                        "  seen by %s (%s), %s%n",
                        counts(campaign.path("members")),
                        join(campaign.path("countries")),
                        campaign.path("marking").asString());
        for (JsonNode shared : campaign.path("shared")) {
            mine.out()
                    .printf(
                            "  %d share %s%n",
                            shared.path("pieces").asInt(), shared.path("subject").asString());
        }
    }

    static String counts(JsonNode byName) {
        var out = new StringBuilder();
        byName.properties()
                .forEach(it ->
                        out.append(out.isEmpty() ? "" : ", ")
                                .append(it.getKey())
                                .append(' ')
                                .append(it.getValue().asString()));
        return out.toString();
    }

    static String join(JsonNode texts) {
        return String.join(", ", texts.valueStream().map(JsonNode::asString).toList());
    }
}
