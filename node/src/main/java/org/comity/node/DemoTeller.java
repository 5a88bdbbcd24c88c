package org.comity.node;

import java.io.PrintWriter;

/** Tells the demo in words a visitor understands; silent when a program reads. */
final class DemoTeller {
    private final PrintWriter out;
    private final boolean silent;

    DemoTeller(PrintWriter out, boolean silent) {
        this.out = out;
        this.silent = silent;
    }

    void title(String text) {
        line("");
        line(text);
        line("-".repeat(text.length()));
    }

    void say(String text) {
        line(text);
    }

    void detail(String text) {
        text.lines().forEach(it -> line("    " + it));
    }

    private void line(String text) {
        if (!silent) {
            out.println(text);
            out.flush();
        }
    }
}
