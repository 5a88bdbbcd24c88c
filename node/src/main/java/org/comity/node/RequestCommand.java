package org.comity.node;

import java.io.IOException;
import java.time.Instant;
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
            "Example:  comity request new --to isp.example --kind preservation --subject shop.example.com --text 'please keep logs'"
        })
final class RequestCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Command(name = "new", mixinStandardHelpOptions = true, description = "send a request")
    int send(
            @Mixin Common mine,
            @Option(names = "--to", required = true, paramLabel = "MEMBER") String to,
            @Option(
                            names = "--kind",
                            required = true,
                            paramLabel = "information|preservation|takedown")
                    String kind,
            @Option(names = "--subject", required = true, paramLabel = "VALUE") String subject,
            @Option(names = "--text", required = true, paramLabel = "TEXT") String text,
            @Option(names = "--legal-basis", paramLabel = "TEXT", defaultValue = "")
                    String legalBasis,
            @Option(
                            names = "--urgency",
                            paramLabel = "routine|urgent|emergency",
                            defaultValue = "routine")
                    String urgency,
            @Option(names = "--within", paramLabel = "DURATION", defaultValue = "24h")
                    String within)
            throws IOException {
        long seconds = seconds(mine, within);
        ObjectNode with = Json.object().put("to", to).put("kind", kind).put("subject", subject);
        with.put("text", text).put("legal_basis", legalBasis).put("urgency", urgency);
        with.put("deadline", Instant.now().getEpochSecond() + seconds);
        mine.show(mine.ask("request-new", with), answer -> made(mine, answer));
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "all requests to and from this member")
    int list(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("request-list", Json.object()),
                answer ->
                        answer.path("requests")
                                .forEach(it ->
                                        mine.out()
                                                .printf(
                                                        "%s  %s -> %s  %s %s  %s, missing: %s%n",
                                                        it.path("request")
                                                                .asString()
                                                                .substring(0, 8),
                                                        it.path("from").asString(),
                                                        it.path("to").asString(),
                                                        it.path("kind").asString(),
                                                        it.path("subject").asString(),
                                                        it.path("stage").asString(),
                                                        it.path("missing").asString())));
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "one request")
    int show(@Mixin Common mine, @Parameters(paramLabel = "REQUEST") String id) throws IOException {
        mine.show(
                mine.ask("request-show", Json.object().put("request", id)),
                answer ->
                        answer.properties()
                                .forEach(it ->
                                        mine.out()
                                                .printf(
                                                        "%-16s %s%n",
                                                        it.getKey(), it.getValue().asString())));
        return 0;
    }

    @Command(
            name = "acknowledge",
            mixinStandardHelpOptions = true,
            description = "say that it arrived")
    int acknowledge(@Mixin Common mine, @Parameters(paramLabel = "REQUEST") String id)
            throws IOException {
        return reply(mine, id, "acknowledged", "");
    }

    @Command(name = "answer", mixinStandardHelpOptions = true, description = "answer it")
    int answer(
            @Mixin Common mine,
            @Parameters(paramLabel = "REQUEST") String id,
            @Option(names = "--text", required = true, paramLabel = "TEXT") String text)
            throws IOException {
        return reply(mine, id, "answered", text);
    }

    @Command(
            name = "decline",
            mixinStandardHelpOptions = true,
            description = "decline it, with the reason")
    int decline(
            @Mixin Common mine,
            @Parameters(paramLabel = "REQUEST") String id,
            @Option(names = "--text", required = true, paramLabel = "TEXT") String text)
            throws IOException {
        return reply(mine, id, "declined", text);
    }

    @Override
    public Integer call() {
        throw common.usage("new, list, show, acknowledge, answer or decline");
    }

    private static int reply(Common mine, String id, String stage, String text) throws IOException {
        ObjectNode with = Json.object().put("request", id).put("stage", stage).put("text", text);
        mine.show(mine.ask("request-reply", with), answer -> made(mine, answer));
        return 0;
    }

    private static long seconds(Common mine, String within) {
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
