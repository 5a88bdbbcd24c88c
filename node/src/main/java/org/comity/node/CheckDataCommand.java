package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.comity.store.StoreInUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the whole directory and holds it against itself. Works on the files, whatever state they
 * are in; where a node runs on them, the node does what can be done beside its work.
 */
@Command(
        name = "check-data",
        mixinStandardHelpOptions = true,
        description =
                "Read the whole directory, change nothing, and say of everything wrong what to do.",
        footer = {"", "Example:  comity check-data"})
final class CheckDataCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(common.data().resolve("store"))) {
            throw new Refusal(
                    "no Comity directory; make one with: comity init", common.data().toString());
        }
        Logs.quiet();
        JsonNode answer = answer();
        common.show(answer, this::words);
        return answer.path("good").asBoolean() ? 0 : Main.REFUSED;
    }

    private JsonNode answer() throws IOException {
        var check = new DirectoryCheck(common.data(), step -> {});
        try {
            return json(check.closed(InstantSource.system()));
        } catch (StoreInUseException busy) {
            ObjectNode asked = Json.object().put("held_by", busy.holder());
            try {
                return asked.setAll((ObjectNode) common.askRunning("check-data", Json.object()));
            } catch (java.net.SocketException none) {
                throw new IOException(
                        busy.getMessage() + "; it does not answer on control.sock: stop it", none);
            }
        }
    }

    /** As the control socket has it; docs/formats/control.md. */
    static ObjectNode json(DataCheck.Outcome outcome) {
        ObjectNode answer =
                Json.object()
                        .put("leaves", outcome.leaves())
                        .put("payloads", outcome.payloads())
                        .put("good", outcome.isGood());
        var findings = answer.putArray("findings");
        for (Findings.One one : outcome.findings()) {
            findings.addObject()
                    .put("what", one.what())
                    .put("grave", one.remedy().isGrave())
                    .put("remedy", one.remedyWords());
        }
        return answer;
    }

    private void words(JsonNode answer) {
        var out = common.out();
        if (answer.has("held_by")) {
            out.printf(
                    "Process %s has it open and checked what it can beside its work; its journal"
                            + " is read when it is stopped.%n",
                    answer.path("held_by").asString());
        }
        out.printf(
                "%d leaves and %d payloads read%n",
                answer.path("leaves").asLong(), answer.path("payloads").asLong());
        int grave = 0;
        for (JsonNode one : answer.path("findings")) {
            boolean isGrave = one.path("grave").asBoolean();
            grave += isGrave ? 1 : 0;
            out.println((isGrave ? "found: " : "note: ") + one.path("what").asString());
            out.println("       " + one.path("remedy").asString());
        }
        out.println(grave == 0 ? "good" : grave + " findings");
    }
}
