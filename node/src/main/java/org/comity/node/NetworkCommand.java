package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who holds which network, and whom to tell of abuse, by tables that lie here. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        description =
                "Who holds which network, and whom to tell of abuse, by tables that lie here.",
        footer = {
            "",
            "Example:  comity network import --as ripe ripe.db.inetnum.gz ripe.db.organisation.gz ripe.db.role.gz",
            "          comity network show 192.0.2.1"
        })
final class NetworkCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "make a source's table out of its files, in place of the one before:",
                "statistics of the regional registries, objects as RIPE, APNIC, AFRINIC and ARIN write",
                "them, MaxMind's databases, CSV in the words of IntelMQ or MaxMind; packed by gzip or not"
            })
    int take(
            @Mixin Common mine,
            @Option(
                            names = "--as",
                            required = true,
                            paramLabel = "SOURCE",
                            description = "name of the source")
                    String source,
            @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files)
            throws IOException {
        Path data = existing(mine);
        Path table = new Networks(data).file(Networks.name(source));
        NetworkImport.Made made = NetworkImport.run(files, table, entries -> tell(mine, entries));
        if (isWatched(mine)) {
            mine.progress("\r\033[K");
        }
        show(mine, source, made);
        return 0;
    }

    private static boolean isWatched(Common mine) {
        return Common.isTerminal() && !mine.json;
    }

    private static void tell(Common mine, long entries) {
        if (isWatched(mine)) {
            mine.progress("\r" + entries + " entries read");
        }
    }

    private static void show(Common mine, String source, NetworkImport.Made made) {
        ObjectNode answer =
                Json.object()
                        .put("source", source)
                        .put("networks", made.networks())
                        .put("entries", made.entries())
                        .put("refused", made.refused());
        answer.set("refusals", Json.array(made.shown()));
        mine.show(
                answer,
                it -> {
                    mine.out()
                            .printf(
                                    "%s: %d networks out of %d entries, %d refused%n",
                                    source, made.networks(), made.entries(), made.refused());
                    made.shown().forEach(why -> mine.out().println("  refused: " + why));
                });
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "the sources here")
    int list(@Mixin Common mine) throws IOException {
        ObjectNode all = new Networks(existing(mine)).list();
        mine.show(
                all,
                _ -> {
                    if (all.isEmpty()) {
                        mine.out().println("no table of networks here; see comity network import");
                    }
                    all.properties()
                            .forEach(it ->
                                    mine.out()
                                            .printf(
                                                    "%s  %d networks, imported %s%n",
                                                    it.getKey(),
                                                    it.getValue().path("networks").asLong(),
                                                    it.getValue().path("imported").asString()));
                });
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "the network of an address, its country, holder and abuse contact")
    int show(
            @Mixin Common mine,
            @Parameters(arity = "1..*", paramLabel = "ADDRESS") List<String> addresses)
            throws IOException {
        var networks = new Networks(existing(mine));
        ObjectNode answer = Json.object();
        for (String address : addresses) {
            answer.setAll(NetworkOperations.show(networks, address));
        }
        mine.show(
                answer,
                it -> it.properties().forEach(one -> words(mine, one.getKey(), one.getValue())));
        return 0;
    }

    private static void words(Common mine, String address, JsonNode one) {
        if (one.isEmpty()) {
            mine.out().println(address + ": in no table here");
            return;
        }
        mine.out().println(address + ": " + Networks.words(one));
        for (JsonNode source : one.path("sources")) {
            mine.out()
                    .printf(
                            "  by %s of %.10s: %s%n",
                            source.path("source").asString(),
                            source.path("imported").asString(),
                            Networks.words(source));
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "forget a source")
    int remove(@Mixin Common mine, @Parameters(paramLabel = "SOURCE") String source)
            throws IOException {
        if (!Files.deleteIfExists(new Networks(existing(mine)).file(Networks.name(source)))) {
            throw new Refusal("no such source", source);
        }
        mine.show(
                Json.object().put("removed", source),
                _ -> mine.out().println("forgotten: " + source));
        return 0;
    }

    private static Path existing(Common mine) throws IOException {
        Desk.config(mine.data()); // refuses what is no directory of Comity's
        return mine.data();
    }

    @Override
    public Integer call() {
        throw common.usage("import, list, show or remove");
    }
}
