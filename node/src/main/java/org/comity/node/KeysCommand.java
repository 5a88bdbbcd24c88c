package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.store.EmbeddedStore;
import org.comity.value.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The files with this member's secrets, and the passphrase that locks them. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "The files with this member's secrets, and the passphrase that locks them.",
        footer = {
            "",
            "Example:  comity keys",
            "Example:  comity keys passphrase --new /run/new-passphrase"
        })
final class KeysCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    /** Which there are; none is read. */
    @Override
    public Integer call() throws IOException {
        KeyFolder keys = folder(common);
        ObjectNode answer = Json.object();
        for (String name : keys.names()) {
            answer.put(name, keys.isLocked(name) ? "locked" : "open");
        }
        common.show(
                answer,
                it ->
                        it.properties()
                                .forEach(one ->
                                        common.out()
                                                .printf(
                                                        "%-22s %s%n",
                                                        one.getKey(), one.getValue().asString())));
        return 0;
    }

    @Command(
            name = "passphrase",
            mixinStandardHelpOptions = true,
            description = "lock the key files under a passphrase, another, or none")
    int passphrase(
            @Option(
                            names = "--new",
                            paramLabel = "FILE",
                            description = "a file whose first line it is; - is standard input")
                    Optional<String> next,
            @Option(names = "--none", description = "open them for good") boolean none,
            @Mixin Common mine)
            throws IOException {
        if (next.isPresent() == none) {
            throw mine.usage("say either --new FILE or --none");
        }
        Optional<Bytes> under = Optional.empty();
        if (next.isPresent()) {
            String file = next.get().equals("-") ? "/dev/stdin" : next.get();
            under = Optional.of(Passphrase.from(Path.of(file)));
        }
        // A node that runs holds the old passphrase: the store's lock keeps both apart.
        try (EmbeddedStore _ = EmbeddedStore.open(mine.data().resolve("store"), false)) {
            List<String> names = folder(mine).lockAll(under);
            mine.show(
                    Json.object().set("files", Json.array(names)),
                    _ ->
                            mine.out()
                                    .println(
                                            (none ? "opened: " : "locked: ")
                                                    + String.join(", ", names)));
        }
        return 0;
    }

    private static KeyFolder folder(Common common) {
        var passphrase = Passphrase.of(System.getenv());
        return new KeyFolder(common.data().resolve("keys"), passphrase, new SecureRandom());
    }
}
