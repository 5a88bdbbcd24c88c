package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Take mails, mboxes, lists, CSV files and STIX 2.1; each is recognised by its content. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Take mails, mboxes, lists, CSV files and STIX 2.1; each is recognised by its content.",
        footer = {
            "",
            "Examples:  comity import junk.mbox --as spam",
            "           comity import bundle.json.gz --source attack.mitre.org"
        })
final class ImportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files or folders")
    List<Path> files = List.of();

    @Option(
            names = "--as",
            paramLabel = "spam|wanted",
            description = "what the mails are; needed for mail, never guessed")
    String as = "";

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description =
                    "spam, phishing, malware, c2, botnet, scanning, brute-force, exploit, denial-of-service, fraud")
    String abuse = "";

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description =
                    "who says so, for lists and STIX (default: the file's name); a source's objects are replaced by its own later versions only")
    String source = "";

    @Option(
            names = "--marking",
            paramLabel = "TLP",
            description = "marking of what is stated (default: from the configuration)")
    String marking = "";

    @Option(
            names = "--pap",
            paramLabel = "PAP",
            description =
                    "CLEAR: anybody may act on it, lists for strangers too, which then say no more than that it is listed; GREEN (default): who may see it may act on it; AMBER, RED: no list may")
    String pap = "";

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "say it to this sharing group of the charter alone")
    String group = "";

    @Option(
            names = "--to",
            paramLabel = "MEMBER,MEMBER",
            description = "say it to these members alone; TLP:RED unless --marking says otherwise")
    String to = "";

    @Option(
            names = "--arriving-now",
            description = "take every mail as arriving now, whatever its Received lines say")
    boolean arrivingNow;

    @Option(names = "--each", description = "a line for each mail as soon as it is durable")
    boolean each;

    /** Inputs that are named on the screen. */
    private static final int NAMED_MAX = 10;

    private long seen;

    @Override
    public Integer call() throws IOException {
        if (!as.isEmpty() && !as.equals("spam") && !as.equals("wanted")) {
            throw common.usage("--as takes spam or wanted");
        }
        ObjectNode with = Json.object().put("as", as).put("class", abuse);
        with.put("source", source).put("marking", marking).put("arriving_now", arrivingNow);
        with.put("group", group).put("to", to).put("pap", pap);
        with.set(
                "files",
                Json.array(files.stream().map(Path::toAbsolutePath).map(Path::normalize).toList()));
        JsonNode summary;
        try {
            summary = common.ask("import", with, this::progress);
        } catch (Refusal refusal) {
            if (refusal.why().startsWith("say what these mails are")) {
                throw common.usage(refusal.words());
            }
            throw refusal;
        }
        endProgress();
        common.show(summary, this::words);
        JsonNode inputs = summary.path("inputs");
        boolean any = inputs.has("reported") || inputs.has("kept") || inputs.has("already");
        return any || !inputs.has("refused") ? 0 : Main.REFUSED;
    }

    private void progress(JsonNode line) {
        seen += line.path("objects").asInt(1);
        if (each) {
            common.out().println(Json.line(line));
            common.out().flush();
        } else if (!common.json && Common.isTerminal() && (seen % 50 == 0 || line.has("objects"))) {
            common.progress("\r" + seen + " taken");
        }
    }

    private void endProgress() {
        if (!each && !common.json && Common.isTerminal() && seen >= 50) {
            common.progress("\r                \r");
        }
    }

    private void words(JsonNode summary) {
        JsonNode inputs = summary.path("inputs");
        var parts = new ArrayList<String>();
        inputs.properties().forEach(it -> parts.add(it.getValue().asInt() + " " + it.getKey()));
        common.out()
                .printf(
                        "%s: %d claims in %d statements%n",
                        String.join(", ", parts),
                        summary.path("claims").asLong(),
                        summary.path("statements").asLong());
        summary.path("why")
                .properties()
                .forEach(it ->
                        common.out().printf("  %d: %s%n", it.getValue().asInt(), it.getKey()));
        named(
                summary.path("not_taken"),
                it -> {
                    String where = it.path("where").asString();
                    return "not taken: "
                            + it.path("input").asString()
                            + ": "
                            + it.path("why").asString()
                            + (where.isEmpty() ? "" : " (" + where + ")");
                });
        named(
                summary.path("noted"),
                it ->
                        "but: "
                                + it.path("input").asString()
                                + ": "
                                + String.join(
                                        "; ",
                                        it.path("notes")
                                                .valueStream()
                                                .map(JsonNode::asString)
                                                .toList()));
    }

    private void named(JsonNode inputs, Function<JsonNode, String> words) {
        int shown = 0;
        for (JsonNode input : inputs) {
            if (shown++ == NAMED_MAX) {
                common.out().println("  ... all of them with --json");
                break;
            }
            common.out().println("  " + words.apply(input));
        }
    }
}
