package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tell a network that is no member what came from it, and keep what became of it. */
@Command(
        name = "notice",
        mixinStandardHelpOptions = true,
        description = {
            "Tell a network that is no member what came from it, and keep what became of it.",
            "Drafts only, unless the configuration says notices.send = true."
        },
        footer = {"", "Example:  comity notice new 192.0.2.1", "          comity notice send 1"})
final class NoticeCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    /** What a value alone does not say. */
    static final class Particulars {
        @Option(
                names = "--to",
                paramLabel = "MAIL",
                defaultValue = "",
                description = "whom to tell, in place of the network's abuse contact")
        String to = "";

        @Option(
                names = "--format",
                paramLabel = "xarf|arf",
                defaultValue = "",
                description = "else X-ARF where it has all it needs, or ARF")
        String format = "";

        @Option(
                names = "--served-by",
                paramLabel = "ADDRESS",
                defaultValue = "",
                description = "the address that serves the domain or URL; none is looked up")
        String servedBy = "";

        @Option(
                names = "--source-port",
                paramLabel = "PORT",
                defaultValue = "0",
                description = "the port that the address connected from")
        int port;

        @Option(
                names = "--protocol",
                paramLabel = "tcp|udp|icmp|sctp",
                defaultValue = "tcp",
                description = "of the connection (default: ${DEFAULT-VALUE})")
        String protocol = "tcp";

        ObjectNode json() {
            return Json.object()
                    .put("to", to)
                    .put("format", format)
                    .put("served_by", servedBy)
                    .put("port", port)
                    .put("protocol", protocol);
        }
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "draft a notice on own claims and show it; nothing is mailed")
    int draft(
            @Mixin Common mine,
            @Mixin Particulars particulars,
            @Parameters(arity = "1..*", paramLabel = "VALUE") List<String> values)
            throws IOException {
        ObjectNode with = particulars.json();
        with.set("values", Json.array(values));
        mine.show(
                mine.ask("notice-new", with),
                answer -> {
                    answer.path("notices").forEach(it -> full(mine, it));
                    refusals(mine, answer);
                });
        return 0;
    }

    @Command(
            name = "send",
            mixinStandardHelpOptions = true,
            description = "queue drafts; the running node mails them within its limits")
    int send(
            @Mixin Common mine,
            @Option(names = "--all-drafts", description = "every draft") boolean all,
            @Parameters(arity = "0..1", paramLabel = "NUMBER", defaultValue = "0") long number)
            throws IOException {
        if (all == (number != 0)) {
            throw mine.usage("a number, or --all-drafts");
        }
        ObjectNode with = Json.object().put("notice", number).put("all_drafts", all);
        mine.show(
                mine.ask("notice-send", with),
                answer -> {
                    mine.out().printf("%d queued%n", answer.path("queued").size());
                    refusals(mine, answer);
                });
        return 0;
    }

    private static void refusals(Common mine, JsonNode answer) {
        answer.path("refused")
                .forEach(it ->
                        mine.out()
                                .printf(
                                        "refused: %s: %s%n",
                                        it.path("value").asString(), it.path("why").asString()));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "all notices")
    int list(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("notice-list", Json.object()),
                answer -> {
                    answer.path("notices").forEach(it -> line(mine, it));
                    if (!answer.path("send").asBoolean()) {
                        mine.out().println("nothing is mailed: notices.send is not true");
                    }
                });
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "one notice, its mail")
    int show(@Mixin Common mine, @Parameters(paramLabel = "NUMBER") long number)
            throws IOException {
        mine.show(
                mine.ask("notice-show", Json.object().put("notice", number)), it -> full(mine, it));
        return 0;
    }

    @Command(
            name = "acknowledged",
            mixinStandardHelpOptions = true,
            description = "the network answered")
    int acknowledged(@Mixin Common mine, @Parameters(paramLabel = "NUMBER") long number)
            throws IOException {
        return move(mine, "notice-acknowledged", number);
    }

    @Command(
            name = "fixed",
            mixinStandardHelpOptions = true,
            description = "it is gone; a later sighting drafts a follow-up")
    int fixed(@Mixin Common mine, @Parameters(paramLabel = "NUMBER") long number)
            throws IOException {
        return move(mine, "notice-fixed", number);
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = "nothing more is awaited, or a draft is not wanted")
    int close(@Mixin Common mine, @Parameters(paramLabel = "NUMBER") long number)
            throws IOException {
        return move(mine, "notice-close", number);
    }

    private static int move(Common mine, String name, long number) throws IOException {
        mine.show(mine.ask(name, Json.object().put("notice", number)), it -> line(mine, it));
        return 0;
    }

    private static void line(Common mine, JsonNode one) {
        String said = one.path("said").asString();
        mine.out()
                .printf(
                        "%d  %s since %s  %s  %s, %s, %d times, to %s%s%n",
                        one.path("notice").asLong(),
                        one.path("state").asString(),
                        Instant.ofEpochSecond(one.path("since").asLong()),
                        one.path("value").asString(),
                        one.path("class").asString(),
                        one.path("format").asString(),
                        one.path("count").asLong(),
                        one.path("contact").asString(),
                        said.isEmpty() ? "" : "; " + said);
    }

    private static void full(Common mine, JsonNode one) {
        line(mine, one);
        String mail = one.path("mail").asString("");
        if (!mail.isEmpty()) {
            mine.out().println();
            mine.out().print(mail.replace("\r\n", "\n"));
        }
    }

    @Override
    public Integer call() {
        throw common.usage("new, send, list, show, acknowledged, fixed or close");
    }
}
