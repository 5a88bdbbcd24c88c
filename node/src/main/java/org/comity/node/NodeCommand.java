package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the node until it is told to stop. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description =
                "Run the node: serve members, answer DNS, follow peers. Stops cleanly on SIGTERM.",
        footer = {"", "Example:  comity node --data /var/lib/comity"})
final class NodeCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "where logs go (default: standard error)")
    Optional<Path> log = Optional.empty();

    @Option(
            names = "--start-alone",
            description =
                    "state at once, without a member's word that this is the newest copy of the own log")
    boolean startAlone;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logs.structured(log);
        Node node = Common.inTurn(() -> Node.start(common.data(), InstantSource.system()));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(node)));
        if (startAlone) {
            node.startAlone();
        }
        common.out().println("node ready");
        common.out().flush();
        Optional<Throwable> failure = node.await();
        if (failure.isPresent()) {
            String why =
                    failure.get() instanceof Exception met
                            ? Main.reason(met)
                            : failure.get().getMessage();
            common.err().println("comity: the node stopped: " + why);
            // Nothing more may be signed; the data is recovered at the next start.
            Runtime.getRuntime().halt(Main.MACHINE);
        }
        return 0;
    }

    private static void end(Node node) {
        try {
            node.close();
        } catch (IOException failed) {
            System.err.println("comity: not stopped cleanly: " + failed.getMessage());
        }
    }
}
