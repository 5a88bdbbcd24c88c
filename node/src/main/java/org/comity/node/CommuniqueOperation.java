package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The newest communique of this node, or what came of working out another member's anew.
 *
 * @param comparison of a running node
 */
record CommuniqueOperation(Desk desk, Optional<DailyComparison> comparison) {
    JsonNode run(JsonNode with) throws IOException {
        String word = with.path("scope").asString("");
        Scope scope =
                Scope.ofWord(word.isEmpty() ? new Scope.Members().word() : word)
                        .orElseThrow(() ->
                                new Refusal("a scope is public, members or group NAME", word));
        String member = with.path("member").asString("");
        if (member.isEmpty()) {
            ObjectNode answer = Json.object();
            var newest = desk.logs().communiques().newest(scope);
            newest.ifPresent(it -> answer.put("note", it.bytes().utf8()));
            return answer;
        }
        MemberId whose = Refusal.orRefuse(MemberId.parse(member).in(member));
        Comparing.Outcome outcome =
                comparison.isPresent()
                        ? comparison.get().compare(whose, scope)
                        : new Comparing(desk).compare(whose, scope);
        return StatusShown.json(outcome).put("member", member);
    }
}
