package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Traceable;
import org.comity.value.Checked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many values against one list; one that is none spoils nothing for the others. */
final class Checking {
    static final int VALUES_MAX = 10_000;

    private final Desk desk;
    private final Asking asking;

    Checking(Desk desk, Asking asking) {
        this.desk = desk;
        this.asking = asking;
    }

    /** An answer for each value in its place; {@code refused} says what is no value, and why. */
    JsonNode run(JsonNode with) throws IOException {
        Config.ListOf list = asking.readable(with.path("list").asString(""));
        JsonNode values = with.path("values");
        if (values.size() > VALUES_MAX) {
            throw new Refusal("at most 10,000 values at once", "values");
        }
        long second = with.path("at").asLong(desk.nowSecond());
        var others = new CheckingOthers(desk, asking, list, values.size());
        Networks networks = Networks.fixed(desk.data());
        ArrayNode answers = Json.array();
        int refused = 0;
        for (JsonNode value : values) {
            String text = value.asString("");
            switch (Observables.readings(text)) {
                case Checked.Good<List<Traceable>>(List<Traceable> readings) -> {
                    if (readings.getFirst() instanceof Subject subject) {
                        ObjectNode known = asking.check(subject, list, second);
                        network(subject, networks).ifPresent(it -> known.set("network", it));
                        answers.add(known);
                    } else {
                        answers.add(others.check(readings, second));
                    }
                }
                case Checked.Refused<List<Traceable>>(String why, String where) -> {
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
    private static Optional<ObjectNode> network(Subject subject, Networks networks)
            throws IOException {
        Optional<Ip> address =
                subject.kind() == SubjectKind.ADDRESS
                        ? Ip.parse(subject.value()).optional()
                        : Optional.empty();
        return address.isPresent() ? networks.json(address.get()) : Optional.empty();
    }
}
