package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.comity.store.EmbeddedStore;
import org.comity.store.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/**
 * Read the whole directory and hold it against itself: log from leaf 0, payloads, views, charter.
 */
@Command(
        name = "check-data",
        mixinStandardHelpOptions = true,
        description =
                "Read the whole directory and hold it against itself: log from leaf 0, payloads, views, charter.",
        footer = {"", "Example:  comity check-data"})
final class CheckDataCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        var findings = new ArrayList<String>();
        boolean free = !Files.exists(Control.socket(common.data()));
        if (free) {
            for (Finding finding : EmbeddedStore.inspect(common.data().resolve("store"))) {
                findings.add(finding.toString());
            }
        }
        if (findings.isEmpty()) {
            JsonNode answer = common.ask("check-data", Json.object());
            answer.path("findings").forEach(it -> findings.add(it.asString()));
            common.show(
                    answer,
                    it ->
                            common.out()
                                    .printf(
                                            "%d leaves and %d payloads read%n",
                                            it.path("leaves").asLong(),
                                            it.path("payloads").asLong()));
        }
        findings.forEach(it -> common.out().println("found: " + it));
        common.out().println(findings.isEmpty() ? "good" : findings.size() + " findings");
        common.out().flush();
        return findings.isEmpty() ? 0 : Main.REFUSED;
    }
}
