package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many values against one list; one that is none spoils nothing for the others. */
final class Checking {
    static final int VALUES_MAX = 10_000;

    private final Desk desk;
    private final Asking asking;
    private final Networks networks;

    Checking(Desk desk, Asking asking) {
        this.desk = desk;
        this.asking = asking;
        this.networks = new Networks(desk.data());
    }

    /** An answer for each value in its place; {@code refused} says what is no value, and why. */
    JsonNode run(JsonNode with) throws IOException {
        Config.ListOf list = asking.readable(with.path("list").asString(""));
        JsonNode values = with.path("values");
        if (values.size() > VALUES_MAX) {
            throw new Refusal("at most 10,000 values at once", "values");
        }
        long second = with.path("at").asLong(desk.nowSecond());
        ArrayNode answers = Json.array();
        int refused = 0;
        for (JsonNode value : values) {
            String text = value.asString("");
            switch (Observables.recognise(text)) {
                case Checked.Good<Subject>(Subject subject) ->
                        answers.add(check(subject, list, second));
                case Checked.Refused<Subject>(String why, String where) -> {
                    refused++;
                    ObjectNode one = answers.addObject().put("value", text);
                    one.putObject("refused").put("why", why).put("where", where);
                }
            }
        }
        ObjectNode answer = Json.object().set("subjects", answers);
        return answer.put("refused", refused);
    }

    /** Who holds an address stands in tables beside what members said. */
    private JsonNode check(Subject subject, Config.ListOf list, long second) throws IOException {
        ObjectNode answer = asking.check(subject, list, second);
        if (subject.kind() == SubjectKind.ADDRESS) {
            Optional<Ip> address = Ip.parse(subject.value()).optional();
            if (address.isPresent()) {
                networks.json(address.get()).ifPresent(it -> answer.set("network", it));
            }
        }
        return answer;
    }
}
