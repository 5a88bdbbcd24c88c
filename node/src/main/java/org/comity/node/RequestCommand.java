package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ask another member, and answer what others ask. */
@Command(
        name = "request",
        mixinStandardHelpOptions = true,
        description = "Ask another member, and answer what others ask.",
        footer = {
            "",
            "Example:  comity request new --to isp.example --kind preservation --subject shop.example.com --text 'please keep logs'",
            "          comity request new --kind preservation --from-trace shop.example.com --send"
        })
final class RequestCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    /** How, by when, and with what a member is asked. */
    static final class Terms {
        @Option(
                names = "--kind",
                required = true,
                paramLabel = "KIND",
                description = "information, preservation, takedown, or notification of victims")
        String kind = "";

        @Option(
                names = "--legal-basis",
                paramLabel = "TEXT",
                description = "under which law, where one asks for it")
        String legalBasis = "";

        @Option(names = "--urgency", paramLabel = "routine|urgent|emergency")
        String urgency = "routine";

        @Option(
                names = "--within",
                paramLabel = "DURATION",
                defaultValue = "24h",
                description = "an answer is wished within it (default: ${DEFAULT-VALUE})")
        String within = "24h";

        @Option(
                names = "--about",
                paramLabel = "STATEMENT",
                description = "a statement that gave rise to it, such as isp.example/log#7")
        List<String> about = List.of();

        void into(ObjectNode with, Common mine) {
            with.put("kind", kind).put("legal_basis", legalBasis).put("urgency", urgency);
            with.put("within_seconds", seconds(mine, within));
            with.set("about", Json.array(about));
        }
    }

    /** What is said, in which language, and which files go with it. */
    static final class Saying {
        @Option(names = "--text", paramLabel = "TEXT")
        String text = "";

        @Option(
                names = "--language",
                paramLabel = "TAG",
                description = "of the text, such as en or zh-Hans")
        String language = "";

        @Option(
                names = "--attach",
                paramLabel = "FILE",
                description = "goes with it, for the two alone; up to 8 of 750,000 bytes")
        List<Path> attach = List.of();

        void into(ObjectNode with) {
            with.put("text", text).put("language", language);
            with.set("attach", Json.array(attach.stream().map(Path::toAbsolutePath).toList()));
        }
    }

    /** Whom, and of what; or drafted from a trace. */
    static final class Matter {
        @Option(
                names = "--to",
                paramLabel = "MEMBER",
                description = "whom; with --from-trace the member that holds most if left out")
        String to = "";

        @Option(names = "--subject", paramLabel = "VALUE", description = "of what")
        String subject = "";

        @Option(
                names = "--from-trace",
                paramLabel = "VALUE",
                description = "drafts it from the trace of this value, and shows the draft")
        String fromTrace = "";

        @Option(names = "--send", description = "with --from-trace: sends the draft at once")
        boolean send;
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "send a request, or draft it from a trace")
    int send(@Mixin Common mine, @Mixin Matter matter, @Mixin Terms terms, @Mixin Saying saying)
            throws IOException {
        ObjectNode with = Json.object().put("to", matter.to).put("subject", matter.subject);
        terms.into(with, mine);
        saying.into(with);
        if (!matter.fromTrace.isEmpty()) {
            JsonNode draft = mine.ask("request-draft", with.put("value", matter.fromTrace));
            if (!matter.send) {
                mine.show(draft, answer -> RequestWords.draft(answer, mine.out()));
                return 0;
            }
            for (String drafted : List.of("to", "subject", "text", "language")) {
                with.put(drafted, draft.path(drafted).asString());
            }
            draft.path("about").forEach(with.withArray("about")::add);
        }
        if (with.path("to").asString().isEmpty() || with.path("subject").asString().isEmpty()) {
            throw mine.usage("--to and --subject, or --from-trace");
        }
        mine.show(mine.ask("request-new", with), answer -> made(mine, answer));
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "all requests to and from this member, and what is due")
    int list(
            @Mixin Common mine,
            @Option(names = "--open", description = "only what waits for somebody") boolean open)
            throws IOException {
        mine.show(
                mine.ask("request-list", Json.object()),
                answer -> {
                    for (JsonNode one : answer.path("requests")) {
                        if (!open || !one.path("missing").asString().equals("nothing")) {
                            mine.out().println(RequestWords.line(one));
                        }
                    }
                    answer.path("unread")
                            .forEach(it ->
                                    mine.out()
                                            .printf(
                                                    "%s is a step that this version cannot read%n",
                                                    it.asString()));
                });
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "one request")
    int show(
            @Mixin Common mine,
            @Parameters(paramLabel = "REQUEST") String id,
            @Option(
                            names = "--save-attachments",
                            paramLabel = "DIR",
                            description = "writes them there, under names that are safe")
                    Optional<Path> save)
            throws IOException {
        JsonNode request = mine.ask("request-show", Json.object().put("request", id));
        mine.show(request, answer -> RequestWords.whole(answer, mine.out()));
        if (save.isPresent()) {
            SavedAttachments.write(request, save.get(), mine);
        }
        return 0;
    }

    @Command(
            name = "acknowledge",
            mixinStandardHelpOptions = true,
            description = "say that a human has read it")
    int acknowledge(
            @Mixin Common mine, @Mixin Saying saying, @Parameters(paramLabel = "REQUEST") String id)
            throws IOException {
        return reply(mine, id, "acknowledged", saying);
    }

    @Command(name = "answer", mixinStandardHelpOptions = true, description = "answer it")
    int answer(
            @Mixin Common mine, @Mixin Saying saying, @Parameters(paramLabel = "REQUEST") String id)
            throws IOException {
        if (saying.text.isEmpty() && saying.attach.isEmpty()) {
            throw mine.usage("an answer has --text or --attach");
        }
        return reply(mine, id, "answered", saying);
    }

    @Command(
            name = "decline",
            mixinStandardHelpOptions = true,
            description = "decline it; --text says why")
    int decline(
            @Mixin Common mine, @Mixin Saying saying, @Parameters(paramLabel = "REQUEST") String id)
            throws IOException {
        return reply(mine, id, "declined", saying);
    }

    @Command(
            name = "remind",
            mixinStandardHelpOptions = true,
            description = "remind the other of an own request that is open, at most 8 times")
    int remind(
            @Mixin Common mine, @Mixin Saying saying, @Parameters(paramLabel = "REQUEST") String id)
            throws IOException {
        return reply(mine, id, "reminded", saying);
    }

    @Command(
            name = "counts",
            mixinStandardHelpOptions = true,
            description = "what every member says to everybody: how many requests ended how")
    int counts(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("request-counts", Json.object()),
                answer -> RequestWords.counts(answer, mine.out()));
        return 0;
    }

    @Override
    public Integer call() {
        throw common.usage("new, list, show, acknowledge, answer, decline, remind or counts");
    }

    private static int reply(Common mine, String id, String stage, Saying saying)
            throws IOException {
        ObjectNode with = Json.object().put("request", id).put("stage", stage);
        saying.into(with);
        mine.show(mine.ask("request-reply", with), answer -> made(mine, answer));
        return 0;
    }

    static long seconds(Common mine, String within) {
        if (!within.matches("[1-9][0-9]{0,4}[smhd]")) {
            throw mine.usage("--within takes a number and s, m, h or d");
        }
        return ConfigParser.duration("--within", within).toSeconds();
    }

    private static void made(Common mine, JsonNode answer) {
        mine.out()
                .printf(
                        "request %s, this step is %s%n",
                        answer.path("request").asString(), answer.path("statement").asString());
    }
}
