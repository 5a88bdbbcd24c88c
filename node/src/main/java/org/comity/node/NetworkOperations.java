package org.comity.node;

import java.io.IOException;
import org.comity.statement.Ip;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The questions about networks, for those who do not sit at the directory. */
final class NetworkOperations {
    private final Networks networks;

    NetworkOperations(Desk desk) {
        this.networks = new Networks(desk.data());
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        return switch (name) {
            case "network-list" -> networks.list();
            case "network-show" -> show(networks, with.path("address").asString(""));
            default -> throw new Refusal("unknown operation", name);
        };
    }

    /** Empty within where no table has it. */
    static ObjectNode show(Networks networks, String address) throws IOException {
        Subject subject = Refusal.orRefuse(Observables.recognise(address).in(address));
        if (subject.kind() != SubjectKind.ADDRESS) {
            throw new Refusal("not an address", address);
        }
        Ip ip = Refusal.orRefuse(Ip.parse(subject.value()));
        return Json.object().set(subject.value(), networks.json(ip).orElseGet(Json::object));
    }
}
