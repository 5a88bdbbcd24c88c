package org.comity.node;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.charter.Contact;
import org.comity.charter.Member;
import org.comity.charter.OfficeHours;
import org.comity.exchange.RequestBook;
import org.comity.exchange.RequestStep;
import org.comity.statement.MemberId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The charter's directory of contacts: whom to reach, in which language, whether somebody is there
 * now, and how long own drills took until a human acknowledged.
 */
final class Contacts {
    private final Desk desk;

    Contacts(Desk desk) {
        this.desk = desk;
    }

    JsonNode list() throws IOException {
        ArrayNode all = Json.array();
        List<RequestBook.Progress> drills = drills();
        for (Member member : desk.charters().charter().members()) {
            all.add(json(member, drills));
        }
        return Json.object().set("contacts", all);
    }

    JsonNode show(String name) throws IOException {
        return json(member(name), drills());
    }

    private Member member(String name) {
        return MemberId.parse(name)
                .optional()
                .flatMap(desk.charters().charter()::member)
                .orElseThrow(() -> new Refusal("not a member of this exchange", name));
    }

    /** Asks for nothing but that a human acknowledges. */
    Requesting.Made drill(String name, long withinSeconds) throws IOException {
        Member member = member(name);
        String language = RequestTexts.languageFor(member);
        var matter =
                new RequestStep.Matter(
                        RequestStep.Kind.DRILL,
                        "contact",
                        "",
                        language,
                        RequestStep.Urgency.ROUTINE);
        var wish = new Requesting.Wish(desk.nowSecond() + withinSeconds, List.of(), List.of());
        String text = RequestTexts.asked(RequestStep.Kind.DRILL, language);
        return new Requesting(desk).send(member.id(), matter, text, wish);
    }

    private ObjectNode json(Member member, List<RequestBook.Progress> drills) {
        Contact contact = member.contact();
        ObjectNode one =
                Json.object()
                        .put("member", member.id().name())
                        .put("country", member.country().code())
                        .put("sector", member.sector().word());
        one.set("addresses", Json.array(contact.addresses()));
        one.set("languages", Json.array(contact.languages()));
        one.put("hours", contact.hours()).put("pgp", contact.key());
        there(contact)
                .ifPresent(there ->
                        one.put("time_there", there.toString().substring(0, 16))
                                .put("open", contact.officeHours().orElseThrow().isOpen(there)));
        drilled(member.id(), drills, one.putObject("drills"));
        return one;
    }

    private Optional<LocalDateTime> there(Contact contact) {
        Instant now = Instant.ofEpochSecond(desk.nowSecond());
        return zone(contact.hours()).map(it -> LocalDateTime.ofInstant(now, it));
    }

    /** Empty when there are no hours, or this machine does not know their zone. */
    static Optional<ZoneId> zone(String hours) {
        return OfficeHours.parse(hours).flatMap(Contacts::zone);
    }

    private static Optional<ZoneId> zone(OfficeHours hours) {
        try {
            return Optional.of(ZoneId.of(hours.zone()));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private List<RequestBook.Progress> drills() throws IOException {
        return RequestBook.of(RequestSteps.of(desk).steps()).requests().values().stream()
                .filter(it -> it.sent().matter().kind() == RequestStep.Kind.DRILL)
                .filter(it -> it.sent().id().from().equals(desk.self()))
                .toList();
    }

    private void drilled(MemberId member, List<RequestBook.Progress> drills, ObjectNode out) {
        var seconds = new ArrayList<Long>();
        int sent = 0;
        int missed = 0;
        for (RequestBook.Progress drill : drills) {
            if (!drill.sent().id().to().equals(member)) {
                continue;
            }
            sent++;
            OptionalLong took = drill.acknowledgedAfterSeconds();
            if (took.isPresent()) {
                seconds.add(took.getAsLong());
            } else if (desk.nowSecond() > drill.sent().deadlineSecond()) {
                missed++;
            }
        }
        out.put("sent", sent).put("acknowledged", seconds.size()).put("missed", missed);
        median(seconds).ifPresent(it -> out.put("median_seconds", it));
    }

    /** Of an even number, the lower of the two in the middle. */
    static OptionalLong median(List<Long> seconds) {
        return seconds.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(seconds.stream().sorted().toList().get((seconds.size() - 1) / 2));
    }
}
