package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A list as text or STIX, or all that is stated as one STIX bundle. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Print a list with its reasons; or, as STIX 2.1, a list or all that members state.",
        footer = {
            "",
            "Examples:  comity export --shared --at 1790000000",
            "           comity export --format stix --to all.json",
            "           comity export --format stix --for public --type indicator,malware",
            "           comity export --list exchange --format stix"
        })
final class ExportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--list",
            paramLabel = "NAME",
            description = "which list (default: the first; with --format stix all that is stated)")
    String list = "";

    @Option(
            names = "--tier",
            paramLabel = "score|block",
            defaultValue = "score",
            description = "at this tier or above (default: ${DEFAULT-VALUE})")
    String tier = "";

    @Option(
            names = "--shared",
            description =
                    "without local overrides: the same bytes on every node with the same statements")
    boolean shared;

    @Option(
            names = "--at",
            paramLabel = "SECOND",
            description = "as of this second since 1970 (default: now)")
    Optional<Long> at = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "text|stix",
            defaultValue = "text",
            description = "default: ${DEFAULT-VALUE}")
    String format = "";

    @Option(names = "--to", paramLabel = "FILE", description = "into this file")
    Optional<Path> file = Optional.empty();

    @ArgGroup(exclusive = false, heading = "All that is stated, as STIX:%n")
    Selected selected = new Selected();

    /** What of all that is stated. */
    static final class Selected {
        @Option(
                names = "--for",
                paramLabel = "READERS",
                description =
                        "own (default), members, group:NAME or public: only what all of them may see")
        String readers = "own";

        @Option(
                names = "--type",
                split = ",",
                paramLabel = "TYPE",
                description = "objects of these types")
        List<String> types = List.of();

        @Option(
                names = "--source",
                paramLabel = "NAME",
                description = "what members have from this source, as named at the import")
        List<String> sources = List.of();

        @Option(
                names = "--member",
                split = ",",
                paramLabel = "MEMBER",
                description = "what these members state")
        List<String> members = List.of();

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "modified then or later: 2026-11-24T10:00:00Z")
        String since = "";

        @Option(
                names = "--all-versions",
                description = "every version; without it the newest of each object")
        boolean allVersions;
    }

    @Override
    public Integer call() throws IOException {
        if (!format.equals("text") && !format.equals("stix")) {
            throw common.usage("--format takes text or stix");
        }
        return format.equals("stix") && list.isEmpty() ? all() : list();
    }

    private int all() throws IOException {
        ObjectNode with = Json.object().put("for", selected.readers);
        with.set("types", Json.array(selected.types));
        with.set("sources", Json.array(selected.sources));
        with.set("members", Json.array(selected.members));
        with.put("all_versions", selected.allVersions);
        if (!selected.since.isEmpty()) {
            with.put("since", Moment.second(selected.since, common));
        }
        try (StixFile bundle =
                file.isPresent() ? StixFile.of(file.get()) : StixFile.of(common.out())) {
            JsonNode summary = common.ask("export-stix", with, line -> take(line, bundle));
            bundle.finish();
            endProgress();
            if (file.isPresent()) {
                common.show(summary, this::words);
            }
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
        return 0;
    }

    private void take(JsonNode line, StixFile bundle) {
        if (line.has("object")) {
            try {
                bundle.object(line.path("object").asString());
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        } else if (Common.isTerminal()) {
            common.progress("\r" + line.path("statements") + " of " + line.path("of"));
        }
    }

    private void endProgress() {
        if (Common.isTerminal()) {
            common.progress("\r                               \r");
        }
    }

    private void words(JsonNode summary) {
        long back = summary.path("held_back").asLong();
        common.out()
                .println(
                        summary.path("objects").asLong()
                                + " objects"
                                + (back == 0
                                        ? ""
                                        : "; " + back + " statements are not for these readers"));
    }

    private int list() throws IOException {
        if (!tier.equals("score") && !tier.equals("block")) {
            throw common.usage("--tier takes score or block");
        }
        ObjectNode with = Json.object().put("list", list).put("tier", tier).put("shared", shared);
        with.put("format", format);
        at.ifPresent(it -> with.put("at", it));
        JsonNode list = common.ask("export", with);
        if (file.isPresent()) {
            Files.writeString(file.get(), list.path("text").asString());
        } else {
            common.show(list, answer -> common.out().print(answer.path("text").asString()));
        }
        return 0;
    }
}
