package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who may use the JSON API of this node, and for what. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Who may use the JSON API of this node, and for what.",
        footer = {
            "",
            "Scopes:  check    what the lists say of values and mails",
            "         read     all that can be read but requests and notices; includes check",
            "         claim    claims, wants, mails, appeals, erasures; watches",
            "         request  requests to members and notices to networks",
            "         admin    votes, charter, joining; includes all others",
            "",
            "Example:  comity token new --scope check --name mailserver --expires 365d"
        })
final class TokenCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity token new, list or revoke");
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "make a token; it is shown once, and only its SHA-256 is kept")
    int make(@Mixin Common mine, @Mixin Wish wish) throws IOException {
        ObjectNode with =
                Json.object()
                        .put("name", wish.name)
                        .put("expires", wish.expires)
                        .put("within", wish.viewer);
        with.set("scopes", Json.array(wish.scopes));
        mine.show(
                mine.ask("token-new", with),
                it -> {
                    mine.err().println("Keep it: it is not shown again.");
                    mine.err().flush();
                    mine.out().println(it.path("token").asString());
                });
        return 0;
    }

    /** What the token is to be good for. */
    static final class Wish {
        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "SCOPE",
                description = "check, read, claim, request or admin; several with commas")
        List<String> scopes = List.of();

        @Option(
                names = "--name",
                paramLabel = "NAME",
                defaultValue = "",
                description = "what it is for")
        String name = "";

        @Option(
                names = "--expires",
                paramLabel = "DURATION",
                defaultValue = "90d",
                description = "such as 12h or 365d, or never (default: ${DEFAULT-VALUE})")
        String expires = "";

        @Option(
                names = "--viewer",
                paramLabel = "WHO",
                defaultValue = "",
                description =
                        "only what these may all see: public, members or group:NAME (default: what"
                                + " this member sees)")
        String viewer = "";
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "all tokens")
    int list(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("token-list", Json.object()),
                answer -> {
                    answer.path("tokens").forEach(it -> words(it, mine));
                    if (answer.path("tokens").isEmpty()) {
                        mine.out().println("No tokens.");
                    }
                });
        return 0;
    }

    private static void words(JsonNode token, Common mine) {
        mine.out()
                .printf(
                        "%s  %s%s  %s%s  %s%n",
                        token.path("id").asString(),
                        CampaignCommand.join(token.path("scopes")),
                        token.has("within") ? ", seen by " + token.path("within").asString() : "",
                        token.has("expires")
                                ? "until " + token.path("expires").asString()
                                : "until revoked",
                        token.path("expired").asBoolean() ? " (expired)" : "",
                        token.path("name").asString());
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "end a token at once")
    int revoke(
            @Mixin Common mine,
            @Parameters(paramLabel = "ID", description = "as the list names it") String id)
            throws IOException {
        mine.show(
                mine.ask("token-revoke", Json.object().put("id", id)),
                _ -> mine.out().println("no longer good: " + id));
        return 0;
    }
}
