package org.comity.node;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.agreement.Explanation;
import org.comity.agreement.ExplanationCheck;
import org.comity.agreement.ExplanationHead;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What checking an explanation's file found, for people and programs. */
final class Explained {
    private Explained() {}

    /**
     * @param given the charter that the reader knows from elsewhere
     */
    static JsonNode json(ExplanationCheck check, Optional<Charter> given) {
        ExplanationHead said = check.said();
        List<String> wrong = new ArrayList<>(check.wrong());
        if (given.isPresent() && !given.get().hash().equals(said.inputs().charter())) {
            wrong.add("by another charter than the one that you gave");
        }
        ObjectNode answer =
                Json.object()
                        .put("follows", wrong.isEmpty())
                        .put("subject", said.subject().key())
                        .put("by", said.by().name())
                        .put("for", said.reader().word())
                        .put("marking", check.strictest().word())
                        .put("at", Instant.ofEpochSecond(said.inputs().second()).toString())
                        .put("charter", said.inputs().charter().hex());
        answer.set("wrong", Json.array(wrong));
        answer.set("not_checked", Json.array(check.notChecked()));
        check.question()
                .ifPresent(it ->
                        answer.set(
                                "members",
                                Json.array(
                                        it.setting().charter().members().stream()
                                                .map(Member::id)
                                                .toList())));
        if (wrong.isEmpty()) {
            Explanation.of(check).ifPresent(it -> answer.set("lines", Json.array(it.lines())));
        }
        return answer;
    }

    static void words(JsonNode shown, PrintWriter out) {
        if (!shown.path("follows").asBoolean()) {
            out.println(
                    "this is not good: the verdict does not follow from what the file encloses");
            shown.path("wrong").forEach(it -> out.println("  wrong: " + it.asString()));
            return;
        }
        boolean forEverybody = shown.path("for").asString().equals("everybody");
        out.println("this verdict follows from what the file encloses");
        out.printf(
                "explained by %s as of %s for %s, charter %s%n",
                shown.path("by").asString(),
                shown.path("at").asString(),
                shown.path("for").asString(),
                shown.path("charter").asString());
        out.printf("%s, as the strictest of what it encloses%n", shown.path("marking").asString());
        if (forEverybody) {
            out.println("by what everybody may see, and by nothing else:");
        }
        shown.path("lines").forEach(it -> out.println("  " + it.asString()));
        shown.path("not_checked").forEach(it -> out.println("not checked: " + it.asString()));
    }
}
