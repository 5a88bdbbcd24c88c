package org.comity.node;

import java.io.PrintWriter;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A proposal on the terminal: what it changes, and what is missing for it. */
final class ProposalWords {
    private static final int SHORT = 8;

    private ProposalWords() {}

    static void print(PrintWriter out, JsonNode one) {
        String name = one.path("proposal").asString();
        out.printf(
                "Proposal %s, votes count until %s%n",
                name.substring(0, Math.min(SHORT, name.length())),
                Instant.ofEpochSecond(one.path("deadline").asLong()));
        if (!one.path("reason").asString().isEmpty()) {
            out.println("  because: " + one.path("reason").asString());
        }
        one.path("changes").forEach(it -> out.println("  * " + it.asString()));
        one.path("standing").forEach(it -> out.println("  " + it.asString()));
        if (!one.path("certified").asBoolean()) {
            out.println("  To vote for it: comity charter vote " + name.substring(0, SHORT));
        }
    }
}
