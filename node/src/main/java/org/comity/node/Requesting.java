package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestBudget;
import org.comity.exchange.RequestId;
import org.comity.exchange.RequestStep;
import org.comity.statement.Attachment;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;

/**
 * Requests between this member and another: each step a statement in its maker's log for the two,
 * with what is attached to it before it in the same log.
 */
final class Requesting {
    static final int ATTACHMENTS_MAX = 8;

    private final Desk desk;

    Requesting(Desk desk) {
        this.desk = desk;
    }

    /** A step that was made here. */
    record Made(RequestId id, StatementId statement) {}

    /** By when, about what, and with which files. */
    record Wish(long deadlineSecond, List<StatementId> about, List<Attachment> files) {
        Wish {
            about = List.copyOf(about);
            files = List.copyOf(files);
        }
    }

    /** What a person says in a later step; without a language, that of the request. */
    record Words(String text, String language, List<Attachment> files) {
        static final Words NONE = new Words("", "", List.of());

        Words {
            files = List.copyOf(files);
        }
    }

    Made send(MemberId to, RequestStep.Matter matter, String text, Wish wish) throws IOException {
        if (desk.charters().charter().member(to).isEmpty() || to.equals(desk.self())) {
            throw new Refusal("not another member of this exchange", to.name());
        }
        RequestId id = RequestId.draw(desk.self(), to, desk.random());
        long now = desk.nowSecond();
        long exact = matter.kind() == RequestStep.Kind.DRILL ? now : 0;
        return append(
                id.parties(),
                wish.files(),
                now,
                (attached, place) -> {
                    requireWithinBudget(id, now);
                    var about = new ArrayList<>(wish.about());
                    about.addAll(attached);
                    return new RequestStep.Sent(
                            id, matter, text, wish.deadlineSecond(), about, exact);
                });
    }

    /** By the writer, one after another: else two that are sent at once would both be the last. */
    private void requireWithinBudget(RequestId id, long now) throws IOException {
        int perDay = desk.charters().charter().articles().budgets().requests();
        MemberId to = id.to();
        var requests =
                RequestBook.of(RequestSteps.of(desk, id.parties()).steps()).requests().values();
        OptionalLong again = new RequestBudget(perDay, now).again(requests, desk.self(), to);
        if (again.isPresent()) {
            String times = "the charter lets one member ask another " + perDay + " times a day";
            String from = "; ask again from " + Instant.ofEpochSecond(again.getAsLong());
            throw new Refusal(times + (perDay == 0 ? "" : from), to.name());
        }
    }

    Made reply(String prefix, RequestStep.Stage stage, Words words) throws IOException {
        List<RequestBook.Placed> all = RequestSteps.of(desk, prefix).steps();
        RequestStep.Sent sent = find(RequestBook.of(all), prefix).sent();
        // What the writer goes through again is of this one only.
        List<RequestBook.Placed> before =
                all.stream().filter(it -> it.step().id().equals(sent.id())).toList();
        long now = desk.nowSecond();
        long exact = sent.matter().kind() == RequestStep.Kind.DRILL ? now : 0;
        String language = words.language().isEmpty() ? sent.matter().language() : words.language();
        return append(
                sent.id().parties(),
                words.files(),
                now,
                (attached, place) -> {
                    var reply =
                            new RequestStep.Reply(
                                    sent.id(), stage, words.text(), language, attached, exact);
                    if (!reply.maker().equals(desk.self())) {
                        throw new Refusal("this step is for the other party", stage.word());
                    }
                    requireFollows(before, new Place(place, now), reply);
                    return reply;
                });
    }

    /** Where and when a step will stand. */
    private record Place(StatementId at, long second) {}

    private static void requireFollows(
            List<RequestBook.Placed> before, Place place, RequestStep.Reply reply) {
        long declared = place.second() / Leaf.ROUNDED_TO_SECONDS * Leaf.ROUNDED_TO_SECONDS;
        var next = new RequestBook.Placed(place.at(), reply.id().parties(), declared, reply);
        var steps = new ArrayList<>(before);
        steps.add(next);
        for (RequestBook.Refusal refused : RequestBook.of(steps).refused()) {
            if (refused.step().equals(next)) {
                throw new Refusal(refused.why(), reply.id().id().toString());
            }
        }
    }

    /** The step, once it is known where its attachments and it will stand. */
    private interface Making {
        RequestStep step(List<StatementId> attached, StatementId place) throws IOException;
    }

    private Made append(Audience.Parties to, List<Attachment> files, long now, Making making)
            throws IOException {
        if (files.size() > ATTACHMENTS_MAX) {
            throw new Refusal("at most 8 attachments go with a step", "" + files.size());
        }
        Marking marking = Marking.of(Tlp.RED);
        List<Bytes> bundles = files.stream().map(it -> it.json(marking, desk.random())).toList();
        return desk.writer()
                .call(() -> {
                    OwnLogs.Place place = desk.ownLogs().of(to, now);
                    StatementId first = place.next();
                    Function<Integer, StatementId> at =
                            number -> new StatementId(first.origin(), first.index() + number);
                    var attached = new ArrayList<StatementId>();
                    var statements = new ArrayList<Statement>();
                    for (Bytes bundle : bundles) {
                        attached.add(at.apply(statements.size()));
                        statements.add(control(StatementKind.BUNDLE, now, to, bundle));
                    }
                    RequestStep step = making.step(attached, at.apply(statements.size()));
                    statements.add(control(StatementKind.REQUEST, now, to, step.bytes()));
                    List<StatementId> ids = desk.ownLogs().append(place, statements, List.of());
                    return new Made(step.id(), ids.getLast());
                });
    }

    private Statement control(StatementKind kind, long now, Audience to, Bytes json) {
        return desk.sealer().control(kind, now, Tlp.RED, to, json);
    }

    RequestBook.Progress find(String prefix) throws IOException {
        return find(RequestBook.of(RequestSteps.of(desk, prefix).steps()), prefix);
    }

    private static RequestBook.Progress find(RequestBook book, String prefix) {
        var found =
                book.requests().values().stream()
                        .filter(it -> it.sent().id().id().toString().startsWith(prefix))
                        .toList();
        if (prefix.length() < 4 || found.size() != 1) {
            throw new Refusal(
                    found.isEmpty() ? "no such request" : "more digits of the id, please", prefix);
        }
        return found.getFirst();
    }
}
