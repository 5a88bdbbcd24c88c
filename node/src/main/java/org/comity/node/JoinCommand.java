package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * Invite a peer, accept an invitation, admit who accepted, or sign a charter: one line each side.
 */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description =
                "Invite a peer, accept an invitation, admit who accepted, or sign a charter: one line each side.",
        footer = {
            "",
            "Example:  comity join                  (prints an invitation; the peer runs: comity join LINE)"
        })
final class JoinCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Parameters(
            arity = "0..1",
            paramLabel = "LINE",
            description = "an invitation or an acceptance; without it, an invitation is printed")
    String line = "";

    @Option(
            names = "--sign",
            paramLabel = "NEWCOMER",
            description =
                    "sign the charter that waits for this member's signature and lets in this newcomer (comity status names it)")
    String sign = "";

    @Override
    public Integer call() throws IOException {
        if (!sign.isEmpty()) {
            common.show(common.ask("join-sign", Json.object().put("newcomer", sign)), this::signed);
        } else if (line.isEmpty()) {
            common.show(
                    common.ask("invite", Json.object()),
                    answer -> common.out().println(answer.path("line").asString()));
        } else {
            common.show(common.ask("join", Json.object().put("line", line)), this::joined);
        }
        return 0;
    }

    private void joined(JsonNode answer) {
        if (answer.has("accepted")) {
            common.out().println(answer.path("accepted").asString());
            common.err()
                    .println(
                            "Hand this line back to "
                                    + answer.path("inviter").asString()
                                    + ", who runs: comity join LINE. This node, while it runs, then takes the charter.");
        } else {
            signed(answer);
        }
    }

    private void signed(JsonNode answer) {
        if (answer.path("in_force").asBoolean()) {
            common.out()
                    .println("charter of epoch " + answer.path("epoch").asInt() + " is in force");
        } else {
            common.out()
                    .println("signed; the charter still waits for: " + answer.path("waits_for"));
        }
    }
}
