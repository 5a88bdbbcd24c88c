package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.comity.charter.Articles;
import org.comity.charter.Budgets;
import org.comity.exchange.RequestId;
import org.comity.exchange.RequestStep;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.junit.jupiter.api.Test;

/** What one member may ask of another in a day, at both ends. */
class RequestBudgetsTest extends RequestNodes {
    @Test
    void whoAskedTooOftenIsToldWhenItMayAskAgainAndWhatComesAnywayAlertsNobody() throws Exception {
        articles = Articles.DEFAULT.withBudgets(new Budgets(10, 2));
        exchange();
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        String first = ask(a, B, "information");
        String second = ask(a, B, "takedown");
        var third = Json.object().put("to", B).put("kind", "information").put("subject", "x");
        assertRefused("2 times a day; ask again from ", a, "request-new", third);
        assertRefused("2 times a day", a, "contact-drill", Json.object().put("member", B));
        // To another, and by another, nothing is used up.
        assertFalse(ask(a, C, "information").isEmpty());
        assertFalse(ask(b, A, "information").isEmpty());
        String beyond = sendAnyway(a);
        awaitStage(b, beyond, "sent");
        assertTrue(show(b, beyond).path("beyond_budget").asBoolean());
        assertFalse(show(b, second).path("beyond_budget").asBoolean());
        assertEquals(List.of(first, second).stream().sorted().toList(), waiting(b));
        Cli.Ran list = Cli.run(directories.get(1), "request", "list");
        assertTrue(list.out().contains(", beyond its budget"), list.out());
        now = now.plus(Duration.ofHours(5));
        assertEquals(2, b.run("alert-list", NONE).path("alerts").size(), "all are due, two told");
        // It can be answered like any other.
        reply(b, beyond, "acknowledged");
        now = now.plus(Duration.ofDays(1));
        assertFalse(ask(a, B, "information").isEmpty());
    }

    private static List<String> waiting(Node node) throws IOException {
        return node.run("status", NONE)
                .path("requests_waiting")
                .valueStream()
                .filter(it -> it.path("to").asString().equals(B))
                .map(it -> it.path("request").asString())
                .sorted()
                .toList();
    }

    /** By a node that does not keep to the charter. */
    private static String sendAnyway(Node node) throws IOException {
        Desk desk = node.desk();
        RequestId id = RequestId.draw(desk.self(), new MemberId(B), desk.random());
        long second = desk.nowSecond();
        var matter =
                new RequestStep.Matter(
                        RequestStep.Kind.INFORMATION, "x", "", "en", RequestStep.Urgency.EMERGENCY);
        var sent = new RequestStep.Sent(id, matter, "once more", second + 6 * 3600, List.of());
        Statement statement =
                desk.sealer()
                        .control(
                                StatementKind.REQUEST, second, Tlp.RED, id.parties(), sent.bytes());
        return desk.writer()
                .call(() -> {
                    OwnLogs.Place place = desk.ownLogs().of(id.parties(), second);
                    var _ = desk.ownLogs().append(place, List.of(statement), List.of());
                    return id.id().toString();
                });
    }
}
