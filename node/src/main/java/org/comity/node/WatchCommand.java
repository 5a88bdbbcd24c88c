package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What to be told of: values, networks, countries; comity alert list shows what came. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "What to be told of: values, networks, countries. Private to this node.",
            "comity alert list shows what came of it."
        },
        footer = {
            "",
            "Examples:  comity watch add our-networks 192.0.2.0/24 2001:db8::/32",
            "           comity watch add our-country country:NL",
            "           comity watch add group-one shop.example.com 203.0.113.7",
            "           comity watch list"
        })
final class WatchCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity watch add, list or remove");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "watch values, networks (192.0.2.0/24) or countries (country:NL)")
    int add(
            @Mixin Common mine,
            @Parameters(
                            paramLabel = "NAME",
                            description = "a name for it; replaces one of that name")
                    String name,
            @Parameters(paramLabel = "VALUE", arity = "1..*", description = "what to watch")
                    List<String> values)
            throws IOException {
        ObjectNode with = Json.object().put("name", name);
        with.set("values", Json.array(values));
        mine.show(mine.ask("watch-add", with), it -> words(it, mine));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "all watches")
    int list(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("watch-list", Json.object()),
                answer -> {
                    answer.path("watches").forEach(it -> words(it, mine));
                    if (answer.path("watches").isEmpty()) {
                        mine.out().println("No watches.");
                    }
                });
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "end a watch")
    int remove(
            @Mixin Common mine,
            @Parameters(paramLabel = "NAME", description = "as the list names it") String name)
            throws IOException {
        mine.show(
                mine.ask("watch-remove", Json.object().put("name", name)),
                _ -> mine.out().println("no longer watched: " + name));
        return 0;
    }

    private static void words(JsonNode watch, Common mine) {
        mine.out()
                .printf(
                        "%s since %s: %s%n",
                        watch.path("name").asString(),
                        watch.path("added").asString(),
                        CampaignCommand.join(watch.path("values")));
    }
}
