package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The TAXII server's users and collections, and the collections of other servers. */
@Command(
        name = "taxii",
        mixinStandardHelpOptions = true,
        description = "The TAXII server's users and collections, and other servers' collections.",
        subcommands = {TaxiiCommand.User.class, TaxiiPullCommand.class, TaxiiPushCommand.class},
        footer = {
            "",
            "Examples:  comity taxii user add misp --rights own:rw,trusted:r --tlp TLP:GREEN",
            "           comity taxii pull attack https://taxii.example/api/collections/ID/ --every 6h"
        })
final class TaxiiCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() {
        throw common.usage("say what: comity taxii collections, user, pull or push");
    }

    @Command(
            name = "collections",
            mixinStandardHelpOptions = true,
            description = "all collections with their ids")
    int collections(@Mixin Common mine) throws IOException {
        mine.show(
                mine.ask("taxii-collections", Json.object()),
                answer ->
                        answer.path("collections")
                                .forEach(it ->
                                        mine.out()
                                                .printf(
                                                        "%s  %-10s %s%n",
                                                        it.path("id").asString(),
                                                        it.path("name").asString(),
                                                        it.path("description").asString())));
        return 0;
    }

    /** What a user may do and see. */
    static final class Wish {
        @Option(
                names = "--rights",
                paramLabel = "RIGHTS",
                defaultValue = "",
                description =
                        "r, w or rw for each collection, such as own:rw,exchange:r (default for a"
                                + " new user: to read what is not a group's)")
        String rights = "";

        @Option(
                names = "--tlp",
                paramLabel = "LEVEL",
                defaultValue = "",
                description =
                        "the greatest that is shown (default for a new user: TLP:AMBER+STRICT)")
        String tlp = "";

        ObjectNode of(String name) {
            return Json.object().put("name", name).put("rights", rights).put("tlp", tlp);
        }
    }

    /** Who may use the server. */
    @Command(
            name = "user",
            mixinStandardHelpOptions = true,
            description = "Who may use the TAXII server, and for what.")
    static final class User implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli
        Common common;

        @Override
        public Integer call() {
            throw common.usage("say what: comity taxii user add, list, remove or rights");
        }

        @Command(
                name = "add",
                mixinStandardHelpOptions = true,
                description = "add a user; a password that is made is shown once")
        int add(
                @Mixin Common mine,
                @Mixin Wish wish,
                @Parameters(paramLabel = "NAME", description = "as the client logs in") String name,
                @Option(
                                names = "--password-file",
                                paramLabel = "FILE",
                                description =
                                        "its first line is the password (default: one is made)")
                        Optional<Path> file)
                throws IOException {
            ObjectNode with = wish.of(name);
            if (file.isPresent()) {
                with.put("password", Passphrase.from(file.get()).utf8());
            }
            mine.show(
                    mine.ask("taxii-user-add", with),
                    it -> {
                        words(it, mine);
                        if (it.has("password")) {
                            mine.err().println("Keep it: it is not shown again.");
                            mine.err().flush();
                            mine.out().println("password: " + it.path("password").asString());
                        }
                    });
            return 0;
        }

        private static void words(JsonNode user, Common mine) {
            mine.out()
                    .printf(
                            "%s  up to %s  %s%n",
                            user.path("name").asString(),
                            user.path("tlp").asString(),
                            user.path("rights").asString());
        }

        @Command(name = "list", mixinStandardHelpOptions = true, description = "all users")
        int list(@Mixin Common mine) throws IOException {
            mine.show(
                    mine.ask("taxii-user-list", Json.object()),
                    answer -> {
                        answer.path("users").forEach(it -> words(it, mine));
                        if (answer.path("users").isEmpty()) {
                            mine.out().println("No users.");
                        }
                    });
            return 0;
        }

        @Command(
                name = "remove",
                mixinStandardHelpOptions = true,
                description = "no longer answer a user, at once")
        int remove(@Mixin Common mine, @Parameters(paramLabel = "NAME") String name)
                throws IOException {
            mine.show(
                    mine.ask("taxii-user-remove", Json.object().put("name", name)),
                    _ -> mine.out().println("no longer answered: " + name));
            return 0;
        }

        @Command(
                name = "rights",
                mixinStandardHelpOptions = true,
                description = "show or change what a user may do")
        int rights(
                @Mixin Common mine, @Mixin Wish wish, @Parameters(paramLabel = "NAME") String name)
                throws IOException {
            mine.show(mine.ask("taxii-user-rights", wish.of(name)), it -> words(it, mine));
            return 0;
        }
    }
}
