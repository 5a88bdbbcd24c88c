package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestBudget;
import org.comity.exchange.RequestId;
import org.comity.exchange.RequestStep;
import org.comity.statement.Attachment;
import org.comity.statement.StatementId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests to and from this member as JSON: how far each has come and whose turn it is. */
final class RequestsShown {
    private final Desk desk;

    RequestsShown(Desk desk) {
        this.desk = desk;
    }

    /** All, with what is missing next. */
    JsonNode list() throws IOException {
        RequestSteps steps = RequestSteps.of(desk);
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("requests");
        Collection<RequestBook.Progress> requests = requests(steps);
        SortedSet<RequestId> beyond = beyond(requests);
        requests.forEach(it -> all.add(json(it, beyond)));
        answer.set("unread", Json.array(steps.unread()));
        return answer;
    }

    /** Those that wait for this member's desk: to be acknowledged, due, or overdue. */
    ArrayNode waiting() throws IOException {
        ArrayNode all = Json.array();
        Collection<RequestBook.Progress> requests = requests(RequestSteps.of(desk));
        SortedSet<RequestId> beyond = beyond(requests);
        for (RequestBook.Progress one : requests) {
            if (waitsHere(one, beyond)) {
                all.add(json(one, beyond));
            }
        }
        return all;
    }

    private static Collection<RequestBook.Progress> requests(RequestSteps steps) {
        return RequestBook.of(steps.steps()).requests().values();
    }

    /** What was asked beyond the charter's budget is kept and shown as such, and calls nobody. */
    private SortedSet<RequestId> beyond(Collection<RequestBook.Progress> requests) {
        int perDay = desk.charters().charter().articles().budgets().requests();
        return new RequestBudget(perDay, desk.nowSecond()).beyond(requests);
    }

    private boolean waitsHere(RequestBook.Progress one, Set<RequestId> beyond) {
        RequestBook.Missing missing = one.missing(desk.nowSecond());
        boolean asked = one.sent().id().to().equals(desk.self());
        return asked
                ? !beyond.contains(one.sent().id())
                        && (missing == RequestBook.Missing.ACKNOWLEDGEMENT
                                || one.isDue(desk.nowSecond()))
                : missing == RequestBook.Missing.ANSWER_OVERDUE;
    }

    private ObjectNode json(RequestBook.Progress progress, Set<RequestId> beyond) {
        RequestStep.Sent sent = progress.sent();
        long now = desk.nowSecond();
        RequestBook.Missing missing = progress.missing(now);
        ObjectNode one =
                Json.object()
                        .put("request", sent.id().id().toString())
                        .put("from", sent.id().from().name())
                        .put("to", sent.id().to().name())
                        .put("kind", sent.matter().kind().word())
                        .put("subject", sent.matter().subject())
                        .put("stage", progress.stage().word())
                        .put("missing", missing.name().toLowerCase(Locale.ROOT))
                        .put("due", progress.isDue(now))
                        .put("deadline", Instant.ofEpochSecond(sent.deadlineSecond()).toString())
                        .put("seconds_left", sent.deadlineSecond() - now)
                        .put("legal_basis", sent.matter().legalBasis())
                        .put("urgency", sent.matter().urgency().word())
                        .put("language", sent.matter().language())
                        .put("text", sent.text())
                        .put("sent_as", progress.asked().at().toString())
                        .put("late", progress.isLate())
                        .put("reminders", progress.reminders().size())
                        .put("beyond_budget", beyond.contains(sent.id()));
        progress.acknowledged().ifPresent(it -> one.put("acknowledged_as", it.at().toString()));
        progress.expired().ifPresent(it -> one.put("expired_as", it.at().toString()));
        progress.acknowledgedAfterSeconds()
                .ifPresent(it -> one.put("acknowledged_after_seconds", it));
        progress.closed()
                .ifPresent(it ->
                        one.put("closed_as", it.at().toString()).put("answer", it.step().text()));
        return one;
    }

    /** With every step, what it is about, and what is attached to it. */
    ObjectNode whole(RequestBook.Progress progress) throws IOException {
        ObjectNode one = json(progress, beyond(requests(RequestSteps.of(desk))));
        ArrayNode steps = one.putArray("steps");
        ArrayNode attachments = one.putArray("attachments");
        for (RequestBook.Placed placed : steps(progress)) {
            ObjectNode step =
                    steps.addObject()
                            .put("step", placed.step().stage().word())
                            .put("at", Instant.ofEpochSecond(placed.declaredSecond()).toString())
                            .put("statement", placed.at().toString())
                            .put("text", placed.step().text());
            ArrayNode about = step.putArray("about");
            for (StatementId id : placed.step().about()) {
                Optional<Attachment> file = RequestSteps.attachment(desk, placed, id);
                if (file.isPresent()) {
                    attachments
                            .addObject()
                            .put("statement", id.toString())
                            .put("step", placed.step().stage().word())
                            .put("name", file.get().name())
                            .put("bytes", file.get().content().length())
                            .put("sha256", file.get().sha256().hex());
                } else {
                    about.add(id.toString());
                }
            }
        }
        return one;
    }

    /** The bytes of one attachment. */
    ObjectNode attachment(RequestBook.Progress progress, StatementId id) throws IOException {
        for (RequestBook.Placed placed : steps(progress)) {
            Optional<Attachment> file = RequestSteps.attachment(desk, placed, id);
            if (file.isPresent()) {
                return Json.object()
                        .put("name", file.get().name())
                        .put(
                                "base64",
                                Base64.getEncoder().encodeToString(file.get().content().array()));
            }
        }
        throw new Refusal("no attachment of this request", id.toString());
    }

    private static List<RequestBook.Placed> steps(RequestBook.Progress progress) {
        var all = new ArrayList<RequestBook.Placed>(List.of(progress.asked()));
        all.addAll(progress.reminders());
        Stream.of(progress.acknowledged(), progress.closed(), progress.expired())
                .flatMap(Optional::stream)
                .forEach(all::add);
        return all;
    }
}
