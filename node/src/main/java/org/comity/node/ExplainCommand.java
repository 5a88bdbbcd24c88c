package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
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

/** Why a value is or is not listed: rules, numbers, statements, what would change it. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Why a value is or is not listed: rules, numbers, statements, what would change it.",
        footer = {
            "",
            "Examples:  comity explain shop.example.com",
            "           comity explain shop.example.com --at 2026-11-24T10:00:00Z --out why.txt"
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(paramLabel = "VALUE", description = "address, domain, URL, mail address or SHA-256")
    String value = "";

    @Option(
            names = "--list",
            paramLabel = "NAME",
            description = "by the rules of which list (default: the first)")
    String list = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "as of 2026-11-24T10:00:00Z, or a second since 1970 (default: now)")
    String at = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "also as a file that others check with comity verify")
    Optional<Path> file = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "READER",
            description =
                    "whose eyes the file is for: members (default), stranger or group:NAME, by a list of that group")
    String reader = "";

    @Override
    public Integer call() throws IOException {
        if (file.isEmpty() && !reader.isEmpty()) {
            throw common.usage("--for is about the file; say where with --out FILE");
        }
        if (!reader.matches("|members|stranger|group:.+")) {
            throw common.usage("--for members, stranger or group:NAME, not " + reader);
        }
        ObjectNode with = Json.object().put("value", value).put("list", list);
        if (!at.isEmpty()) {
            with.put("at", Moment.second(at, common));
        }
        with.put("file", file.isPresent()).put("for", reader);
        JsonNode answer = common.ask("explain", with);
        if (file.isPresent()) {
            Files.writeString(file.get(), answer.path("file").asString());
        }
        common.show(answer, this::words);
        return 0;
    }

    private void words(JsonNode answer) {
        for (String what : List.of("lines", "beside")) {
            answer.path(what).forEach(it -> common.out().println(it.asString()));
        }
        if (file.isEmpty()) {
            return;
        }
        common.out().println("written to " + file.get() + "; comity verify checks it");
        common.out()
                .println(
                        "it is "
                                + answer.path("marking").asString()
                                + ", as the strictest of what it holds");
        int leftOut = answer.path("left_out").asInt();
        if (leftOut > 0) {
            common.out()
                    .println(
                            "not in it, since the reader may not see them: statements, "
                                    + leftOut
                                    + (answer.path("same_verdict").asBoolean()
                                            ? "; it says the same without them"
                                            : "; without them it says something else"));
        }
    }
}
