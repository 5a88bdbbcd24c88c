package org.comity.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Five members in four countries share, agree, trace, ask and protect, on real mail. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Five members in four countries share, agree, trace, ask and protect, on real mail.",
        footer = {"", "Example:  comity demo --once"})
final class DemoCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    Common common;

    @Override
    public Integer call() throws IOException {
        throw new Refusal("not yet", "");
    }
}
