package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.comity.protection.Incident;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations about notices to networks, read from and written to JSON. */
final class NoticeOperations {
    private static final int VALUES_MAX = 100_000;

    private final Desk desk;
    private final Noticing noticing;

    NoticeOperations(Desk desk) {
        this.desk = desk;
        this.noticing = new Noticing(desk);
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        return switch (name) {
            case "notice-new" -> draft(with);
            case "notice-send" -> send(with);
            case "notice-list" -> list();
            case "notice-show" -> shown(NoticeBook.require(desk.store(), number(with)));
            case "notice-acknowledged" ->
                    noticing.move(number(with), NoticeState.ACKNOWLEDGED).json();
            case "notice-fixed" -> noticing.move(number(with), NoticeState.FIXED).json();
            case "notice-close" -> noticing.move(number(with), NoticeState.CLOSED).json();
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private JsonNode draft(JsonNode with) throws IOException {
        var asked = new Noticing.Asked(wish(with), to(with), format(with));
        JsonNode values = with.path("values");
        if (values.size() > VALUES_MAX) {
            throw new Refusal("at most 100,000 values at once", "");
        }
        ObjectNode answer = Json.object();
        ArrayNode notices = answer.putArray("notices");
        ArrayNode refused = answer.putArray("refused");
        for (JsonNode value : values) {
            String text = value.asString("");
            try {
                Subject subject = Refusal.orRefuse(Observables.recognise(text).in(text));
                NoticeRow row = noticing.draft(subject, asked);
                notices.add(values.size() == 1 ? shown(row) : row.json());
            } catch (Refusal why) {
                if (values.size() == 1) {
                    throw why;
                }
                refused.addObject().put("value", text).put("why", why.words());
            }
        }
        return answer;
    }

    private static NoticeEvidence.Wish wish(JsonNode with) {
        String protocol = with.path("protocol").asString("");
        protocol = protocol.isEmpty() ? "tcp" : protocol;
        int port = with.path("port").asInt(0);
        if (!Incident.Source.isProtocol(protocol) || port < 0 || port > 65_535) {
            throw new Refusal("a protocol is tcp, udp, icmp or sctp, a port at most 65535", "");
        }
        String served = with.path("served_by").asString("");
        Optional<Subject> by =
                served.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Refusal.orRefuse(
                                        Observables.normalise(SubjectKind.ADDRESS, served)
                                                .in(served)));
        return new NoticeEvidence.Wish(
                by, protocol, port == 0 ? OptionalInt.empty() : OptionalInt.of(port), 0);
    }

    private static Optional<MailAddress> to(JsonNode with) {
        String to = with.path("to").asString("");
        return to.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.orRefuse(MailAddress.parse(to).in(to)));
    }

    private static Optional<Notice.Format> format(JsonNode with) {
        String word = with.path("format").asString("");
        return word.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Notice.Format.ofWord(word)
                                .orElseThrow(() -> new Refusal("xarf or arf", word)));
    }

    private JsonNode send(JsonNode with) throws IOException {
        boolean all = with.path("all_drafts").asBoolean();
        List<Long> numbers = all ? noticing.drafts() : List.of(number(with));
        var queued = new ArrayList<Long>();
        ObjectNode answer = Json.object();
        ArrayNode refused = answer.putArray("refused");
        for (long number : numbers) {
            try {
                queued.add(noticing.queue(number).number());
            } catch (Refusal why) {
                if (!all) {
                    throw why;
                }
                refused.addObject().put("value", number).put("why", why.words());
            }
        }
        ArrayNode list = answer.putArray("queued");
        queued.forEach(list::add);
        return answer;
    }

    private JsonNode list() throws IOException {
        ObjectNode answer = Json.object();
        ArrayNode notices = answer.putArray("notices");
        NoticeBook.all(desk.store()).forEach(it -> notices.add(it.json()));
        return answer.put("send", desk.config().notices().send());
    }

    private ObjectNode shown(NoticeRow row) throws IOException {
        Optional<Bytes> mail = NoticeBook.mail(desk.store(), row.number());
        return row.json().put("mail", mail.map(Bytes::utf8).orElse(""));
    }

    private static long number(JsonNode with) {
        long number = with.path("notice").asLong(0);
        if (number < 1) {
            throw new Refusal("a notice is named by its number", "");
        }
        return number;
    }
}
