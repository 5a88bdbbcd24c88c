package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Follow the evidence from a value to what is connected with it, across members. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description =
                "Follow the evidence from a value to what is connected with it, across members.",
        footer = {
            "",
            "Examples:  comity trace shop.example.com --hops 2",
            "           comity trace APT29 --hops 1 --only malware,tool",
            "           comity trace --from APT28 --to APT29",
            "           comity trace shop.example.com --to 192.0.2.7 --to other.example",
            "           comity trace shop.example.com --format svg > trace.svg"
        })
final class TraceCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            arity = "0..*",
            paramLabel = "VALUE",
            description =
                    "address, domain, URL, mail address, digest or another observable, such as"
                            + " mutex:NAME; or an actor, malware, campaign or tool by name, alias,"
                            + " number or STIX id")
    List<String> values = List.of();

    @Option(
            names = "--from",
            paramLabel = "VALUE",
            description = "the same as VALUE, to stand beside --to")
    List<String> from = List.of();

    @Option(
            names = "--to",
            paramLabel = "VALUE",
            description = "only the best paths to this value; several make a set")
    List<String> to = List.of();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SORT",
            description =
                    "show and pass only these: domain, address, url, malware, intrusion-set, ...")
    List<String> only = List.of();

    @Option(
            names = "--hops",
            paramLabel = "N",
            description = "how far, 1 to 8 (default: 2; 8 with --to)")
    Optional<Integer> hops = Optional.empty();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "only evidence of then or before: 2026-11-24T10:00:00Z, or a second since 1970")
    String at = "";

    @Option(
            names = "--through-hubs",
            description = "with --to: count steps only, also through what everybody uses")
    boolean throughHubs;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, stix, graphml or svg (default: ${DEFAULT-VALUE})")
    String format = "text";

    @Override
    public Integer call() throws IOException {
        if (!format.matches("text|json|stix|graphml|svg")) {
            throw common.usage("--format text, json, stix, graphml or svg, not " + format);
        }
        var starts = new ArrayList<String>(values);
        starts.addAll(from);
        if (starts.isEmpty()) {
            throw common.usage("say what to trace, such as comity trace shop.example.com");
        }
        ObjectNode with = Json.object().put("format", format).put("through_hubs", throughHubs);
        with.set("values", Json.array(starts));
        with.set("to", Json.array(to));
        with.set("only", Json.array(only));
        hops.ifPresent(it -> with.put("hops", it));
        if (!at.isEmpty()) {
            with.put("at", Moment.second(at, common));
        }
        common.json |= format.equals("json");
        common.show(
                common.ask("trace", with, this::progress),
                answer ->
                        common.out()
                                .print(
                                        format.equals("text")
                                                ? answer.path("text").asString()
                                                : answer.path("file").asString()));
        return 0;
    }

    private void progress(JsonNode so) {
        if (Common.isTerminal()) {
            common.progress("\r" + so.path("rows").asLong() + " rows read; Ctrl-C stops it\r");
        }
    }
}
