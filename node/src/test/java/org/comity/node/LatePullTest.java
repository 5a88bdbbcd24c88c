package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pull of one form of a log arrives when it is known that the other form stands. */
class LatePullTest extends VotingNodes {
    @Test
    void bringsNothingOfTheFormThatDoesNotStand() throws Exception {
        List<Node> all = exchange("cert.example", "evil.example");
        take(all.get(1), Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        inStep(all);
        long both = all.get(1).desk().logs().own().tree().size();
        all.get(1).close();
        nodes.remove(1);
        Desk desk = all.get(0).desk();
        Log log = desk.logs().log("evil.example/log").orElseThrow();
        var forms =
                Map.of("late", List.of("one.example.com"), "stands", List.of("two.example.com"));
        try (TwoFaced evil = TwoFaced.of(directories.get(1), folder, forms)) {
            Log stands = evil.log("stands");
            desk.writer()
                    .call(() -> {
                        log.standing(
                                Optional.of(
                                        new Log.Standing(
                                                stands.tree().head(), stands.checkpoint())));
                        return true;
                    });
            Pulling pulling = TwoFaced.pulling(desk);
            pulling.take(evil.from(both, "late"));
            assertEquals(both, log.tree().size());
            pulling.take(evil.from(both, "stands"));
            assertEquals(stands.tree().head(), log.tree().head());
        }
    }
}
