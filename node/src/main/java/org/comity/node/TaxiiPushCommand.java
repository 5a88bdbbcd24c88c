package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Write a collection of this node to another TAXII 2.1 server, once or by the clock. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Write what comes into a collection of this node to another TAXII 2.1 server; the next",
            "push goes on where this one ended. Without a name: all feeds."
        },
        footer = {
            "",
            "Examples:  comity taxii push misp https://taxii.example/api/collections/ID/ --from agreed",
            "           comity taxii push misp             once more, now"
        })
final class TaxiiPushCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    TaxiiFeedOptions feed;

    @Option(
            names = "--from",
            paramLabel = "COLLECTION",
            description = "comity taxii collections names them (default: own)")
    String from = "";

    @Option(
            names = "--tlp",
            paramLabel = "LEVEL",
            description = "the greatest that may leave to that server (default: TLP:CLEAR)")
    String greatest = "";

    @Override
    public Integer call() throws IOException {
        return feed.run(
                common, "taxii-push", feed.json().put("marking", greatest).put("group", from));
    }
}
