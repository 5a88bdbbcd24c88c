package org.comity.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.comity.statement.CanonicalJson;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Request steps as canonical JSON; docs/formats/request.md lists every property. */
final class RequestStepJson {
    static final int BYTES_MAX = 1 << 16;

    private static final String FORMAT = "request/v1";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RequestStepJson() {}

    /** Carries the first refusal out of the reading of many properties; never leaves this class. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Checked.Refused<RequestStep> refused;

        RefusedException(String why, String where) {
            super(why, null, false, false);
            refused = new Checked.Refused<>(why, where);
        }
    }

    static Bytes write(RequestStep step) {
        ObjectNode out = MAPPER.createObjectNode();
        out.put("comity", FORMAT);
        out.put("id", step.id().id().toString());
        out.put("step", step.stage().word());
        out.put("from", step.id().from().name());
        out.put("to", step.id().to().name());
        switch (step) {
            case RequestStep.Sent sent -> {
                out.put("kind", sent.matter().kind().word());
                out.put("subject", sent.matter().subject());
                out.put("legal_basis", sent.matter().legalBasis());
                out.put("language", sent.matter().language());
                out.put("urgency", sent.matter().urgency().word());
                out.put("deadline_second", sent.deadlineSecond());
                out.put("text", sent.text());
            }
            case RequestStep.Reply reply -> {
                out.put("language", reply.language());
                out.put("text", reply.text());
            }
        }
        if (step.madeSecond() > 0) {
            out.put("made_second", step.madeSecond());
        }
        var ids = out.putArray("about");
        step.about().forEach(id -> ids.add(id.toString()));
        return CanonicalJson.canonicalise(Bytes.of(MAPPER.writeValueAsBytes(out))).orThrow();
    }

    static Checked<RequestStep> parse(Bytes json) {
        if (json.length() > BYTES_MAX) {
            return Checked.refused("request step too long", "");
        }
        if (!CanonicalJson.isCanonical(json)) {
            return Checked.refused("not canonical JSON", "");
        }
        try {
            JsonNode root = MAPPER.readTree(json.array());
            return root instanceof ObjectNode object
                    ? Checked.good(read(object))
                    : Checked.refused("not a JSON object", "");
        } catch (JacksonException notJson) {
            return Checked.refused("not JSON", "");
        } catch (RefusedException refusal) {
            return refusal.refused;
        }
    }

    private static RequestStep read(ObjectNode in) throws RefusedException {
        if (!text(in, "comity").equals(FORMAT)) {
            throw new RefusedException("not a request step of a version that is known", "comity");
        }
        RequestStep.Stage stage = word(in, "step", RequestStep.Stage::ofWord);
        RequestId id = id(in);
        String text =
                good(RequestText.checkText("text", text(in, "text"), RequestStep.TEXT_LENGTH_MAX));
        String language = good(RequestText.checkLanguage(text(in, "language")));
        List<StatementId> about = about(in);
        long made = in.has("made_second") ? second(in, "made_second") : 0;
        return stage == RequestStep.Stage.SENT
                ? new RequestStep.Sent(
                        id, matter(in, language), text, second(in, "deadline_second"), about, made)
                : new RequestStep.Reply(id, stage, text, language, about, made);
    }

    private static RequestId id(ObjectNode in) throws RefusedException {
        UUID id = good(RequestId.parseUuid(text(in, "id")).in("id"));
        MemberId from = good(MemberId.parse(text(in, "from")).in("from"));
        MemberId to = good(MemberId.parse(text(in, "to")).in("to"));
        if (from.equals(to)) {
            throw new RefusedException("nobody sends requests to itself", "to");
        }
        return new RequestId(from, to, id);
    }

    private static RequestStep.Matter matter(ObjectNode in, String language)
            throws RefusedException {
        return new RequestStep.Matter(
                word(in, "kind", RequestStep.Kind::ofWord),
                good(
                        RequestText.checkLine(
                                "subject", text(in, "subject"), 1, RequestStep.SUBJECT_LENGTH_MAX)),
                good(
                        RequestText.checkLine(
                                "legal_basis",
                                text(in, "legal_basis"),
                                0,
                                RequestStep.LEGAL_BASIS_LENGTH_MAX)),
                language,
                word(in, "urgency", RequestStep.Urgency::ofWord));
    }

    private static long second(ObjectNode in, String name) throws RefusedException {
        JsonNode found = in.path(name);
        if (!found.isIntegralNumber()
                || !found.canConvertToLong()
                || found.longValue() < 0
                || found.longValue() > RequestText.SECOND_MAX) {
            throw new RefusedException("not a POSIX second", name);
        }
        return found.longValue();
    }

    private static List<StatementId> about(ObjectNode in) throws RefusedException {
        JsonNode found = in.path("about");
        if (!found.isArray() || found.size() > RequestStep.ABOUT_MAX) {
            throw new RefusedException("not a list of at most 64 statement ids", "about");
        }
        var about = new ArrayList<StatementId>();
        for (int at = 0; at < found.size(); at++) {
            JsonNode id = found.get(at);
            String place = "about[" + at + "]";
            if (!id.isString()) {
                throw new RefusedException("not a statement id", place);
            }
            about.add(good(StatementId.parse(id.stringValue()).in(place)));
        }
        return about;
    }

    private static <T> T word(ObjectNode in, String name, Function<String, Optional<T>> words)
            throws RefusedException {
        Optional<T> found = words.apply(text(in, name));
        if (found.isEmpty()) {
            throw new RefusedException("unknown word", name);
        }
        return found.get();
    }

    private static String text(ObjectNode in, String name) throws RefusedException {
        JsonNode found = in.path(name);
        if (!found.isString()) {
            throw new RefusedException("text missing", name);
        }
        return found.stringValue();
    }

    private static <T> T good(Checked<T> checked) throws RefusedException {
        return switch (checked) {
            case Checked.Good<T>(T value) -> value;
            case Checked.Refused<T>(String why, String where) ->
                    throw new RefusedException(why, where);
        };
    }
}
