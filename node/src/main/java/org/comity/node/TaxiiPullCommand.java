package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Read a collection of another TAXII 2.1 server, once or by the clock. */
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        description = {
            "Read a collection of another TAXII 2.1 server: its objects are told as relayed, each",
            "once; the next pull goes on where this one ended. Without a name: all feeds."
        },
        footer = {
            "",
            "Examples:  comity taxii pull attack https://taxii.example/api/collections/ID/",
            "           comity taxii pull isac https://taxii.example/api/collections/ID/ \\\\",
            "                --user desk --secret-file isac.pw --every 10m --marking TLP:AMBER",
            "           comity taxii pull isac             once more, now"
        })
final class TaxiiPullCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    TaxiiFeedOptions feed;

    @Option(
            names = "--marking",
            paramLabel = "TLP",
            description =
                    "of what is pulled, where its own is not stricter (default: from the"
                            + " configuration)")
    String marking = "";

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "tell it to this sharing group of the charter alone")
    String group = "";

    @Option(names = "--again", description = "from the beginning: what is here is not told again")
    boolean again;

    @Override
    public Integer call() throws IOException {
        return feed.run(
                common,
                "taxii-pull",
                feed.json().put("marking", marking).put("group", group).put("again", again));
    }
}
