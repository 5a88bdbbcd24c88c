package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.comity.exchange.RequestStep;
import org.comity.statement.Attachment;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;

/** What the command line and others ask of requests and contacts, by name. */
final class RequestOperations {
    static final Set<String> NAMES =
            Set.of(
                    "request-new",
                    "request-draft",
                    "request-list",
                    "request-show",
                    "request-attachment",
                    "request-reply",
                    "request-counts",
                    "contact-list",
                    "contact-show",
                    "contact-drill");
    static final long WITHIN_SECONDS = 86_400;

    private final Desk desk;
    private final Requesting requesting;
    private final RequestsShown shown;

    RequestOperations(Desk desk) {
        this.desk = desk;
        this.requesting = new Requesting(desk);
        this.shown = new RequestsShown(desk);
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        String request = text(with, "request", "");
        return switch (name) {
            case "request-new" -> send(with);
            case "request-draft" -> new RequestDraft(desk, kind(with)).draft(with);
            case "request-list" -> shown.list();
            case "request-show" -> shown.whole(requesting.find(request));
            case "request-attachment" ->
                    shown.attachment(
                            requesting.find(request),
                            Refusal.orRefuse(StatementId.parse(text(with, "statement", ""))));
            case "request-reply" -> reply(request, with);
            case "request-counts" -> new RequestCounting(desk).all();
            case "contact-list" -> new Contacts(desk).list();
            case "contact-show" -> new Contacts(desk).show(text(with, "member", ""));
            case "contact-drill" ->
                    made(new Contacts(desk).drill(text(with, "member", ""), within(with)));
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private JsonNode reply(String request, JsonNode with) throws IOException {
        RequestStep.Stage stage =
                RequestStep.Stage.ofWord(text(with, "stage", ""))
                        .filter(it -> it != RequestStep.Stage.SENT)
                        .orElseThrow(() -> new Refusal("unknown step of a request", ""));
        String said = text(with, "text", "");
        if (stage == RequestStep.Stage.DECLINED && said.isBlank()) {
            throw new Refusal("whoever declines says why", "--text");
        }
        try {
            var words = new Requesting.Words(said, text(with, "language", ""), files(with));
            return made(requesting.reply(request, stage, words));
        } catch (IllegalArgumentException outOfBounds) {
            throw new Refusal(String.valueOf(outOfBounds.getMessage()), "");
        }
    }

    private JsonNode send(JsonNode with) throws IOException {
        var urgency =
                RequestStep.Urgency.ofWord(text(with, "urgency", "routine"))
                        .orElseThrow(
                                () -> new Refusal("routine, urgent or emergency", "--urgency"));
        var about = new ArrayList<StatementId>();
        for (JsonNode id : with.path("about")) {
            about.add(Refusal.orRefuse(StatementId.parse(id.asString())));
        }
        try {
            var matter =
                    new RequestStep.Matter(
                            kind(with),
                            text(with, "subject", ""),
                            text(with, "legal_basis", ""),
                            text(with, "language", "en"),
                            urgency);
            var wish = new Requesting.Wish(deadline(with), about, files(with));
            MemberId to = Refusal.orRefuse(MemberId.parse(text(with, "to", "")));
            return made(requesting.send(to, matter, text(with, "text", ""), wish));
        } catch (IllegalArgumentException outOfBounds) {
            throw new Refusal(String.valueOf(outOfBounds.getMessage()), "");
        }
    }

    private long deadline(JsonNode with) {
        long now = desk.nowSecond();
        long deadline = with.path("deadline").asLong(now + within(with));
        if (deadline <= now) {
            throw new Refusal("this deadline is over already", "deadline");
        }
        return deadline;
    }

    /** Added to the node's own clock, since that of whoever asks may be another. */
    private static long within(JsonNode with) {
        return with.path("within_seconds").asLong(WITHIN_SECONDS);
    }

    private static RequestStep.Kind kind(JsonNode with) {
        return RequestStep.Kind.ofWord(text(with, "kind", ""))
                .orElseThrow(() ->
                        new Refusal(
                                "information, preservation, takedown, notification or drill",
                                "--kind"));
    }

    /** Those that lie on this machine, and those that came with the question. */
    private static List<Attachment> files(JsonNode with) throws IOException {
        var files = new ArrayList<Attachment>();
        for (JsonNode file : with.path("attach")) {
            Path path = Path.of(file.asString());
            Bytes content = Said.read(path);
            if (content.length() == 0 || content.length() > Attachment.BYTES_MAX) {
                throw new Refusal("an attachment has 1 to 750,000 bytes", path.toString());
            }
            files.add(new Attachment(String.valueOf(path.getFileName()), content));
        }
        for (JsonNode file : with.path("attached")) {
            Bytes content = Bytes.of(file.path("raw").binaryValue());
            files.add(new Attachment(file.path("name").asString(), content));
        }
        return files;
    }

    private static JsonNode made(Requesting.Made made) {
        return Json.object()
                .put("request", made.id().id().toString())
                .put("statement", made.statement().toString());
    }

    private static String text(JsonNode with, String name, String unless) {
        String value = with.path(name).asString("");
        return value.isEmpty() ? unless : value;
    }
}
