package org.comity.node;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.comity.statement.MemberId;
import org.comity.store.EmbeddedStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Drops what is held of a member's logs; the node fetches them anew when it runs. */
@Command(
        name = "refetch",
        mixinStandardHelpOptions = true,
        description = "Drop the copy of a member's logs; the next start fetches them anew.",
        footer = {"", "Example:  comity refetch cert.example"})
final class RefetchCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(index = "0", paramLabel = "MEMBER", description = "whose logs")
    String member = "";

    @Override
    public Integer call() throws IOException {
        MemberId of = Refusal.orRefuse(MemberId.parse(member).in("MEMBER"));
        Config config = Desk.config(common.data());
        if (of.equals(config.member())) {
            throw new Refusal("nobody else may give this member its own log again", member);
        }
        Logs.quiet();
        long now = InstantSource.system().instant().getEpochSecond();
        long dropped;
        try (var store = EmbeddedStore.open(common.data().resolve("store"), false)) {
            dropped = Refetching.drop(store, config.member(), of);
            var _ = Mending.run(store, config.member(), now);
        }
        common.show(
                Json.object().put("member", of.name()).put("rows", dropped),
                answer ->
                        common.out()
                                .printf(
                                        "%d rows of %s's logs dropped; start the node, it fetches"
                                                + " them anew%n",
                                        answer.path("rows").asLong(), of.name()));
        return 0;
    }
}
