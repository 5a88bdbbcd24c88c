package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A member whose node is closed, or who stole its key, says two things in its log for two others.
 * Its directory is the last one; the two have the first and the second.
 */
final class ToldApart {
    static final String ONE = "told-one-form.com";
    static final String OTHER = "told-other-form.com";

    private final RunningNodes all;
    private final InstantSource clock;
    private final Path form;

    private ToldApart(RunningNodes all, InstantSource clock, Path form) {
        this.all = all;
        this.clock = clock;
        this.form = form;
    }

    /** Both forms are on disk, the one in its directory is longer; nobody was shown them yet. */
    static ToldApart of(RunningNodes all, InstantSource clock, String to) throws IOException {
        Path owner = all.directories.getLast();
        Path form = TwoFaced.copy(owner, all.folder.resolve("form"));
        claimed(form, ONE, to);
        claimed(owner, OTHER, to);
        claimed(owner, "told-and-more.com", to);
        return new ToldApart(all, clock, form);
    }

    private static void claimed(Path data, String value, String to) throws IOException {
        Cli.Ran ran = Cli.run(data, "claim", value, "--class", "phishing", "--to", to);
        if (ran.exit() != 0) {
            throw new IOException(ran.err());
        }
    }

    /** One reads one form and then the other the other, each while the other is away. */
    void show() throws IOException {
        List<Node> nodes = all.nodes;
        nodes.get(1).close();
        read(0, form, ONE);
        nodes.get(0).close();
        start(1);
        read(1, all.directories.getLast(), OTHER);
        start(0);
    }

    private void start(int number) throws IOException {
        all.nodes.set(number, Node.start(all.directories.get(number), clock));
    }

    private void read(int reader, Path owner, String value) throws IOException {
        try (Node _ = Node.start(owner, clock)) {
            RunningNodes.await(
                    all.nodes.get(reader),
                    "check",
                    RunningNodes.values(value),
                    it -> RunningNodes.subject(it).path("claims_in_all").asLong() > 0);
        }
    }
}
