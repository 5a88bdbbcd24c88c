package org.comity.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command as a user would, in this process, on directories of its own. */
final class Cli {
    /** What a command printed and how it ended. */
    record Ran(int exit, String out, String err) {}

    private Cli() {}

    static Ran run(Path data, String command, String... args) {
        var all = new ArrayList<String>(List.of(command));
        all.addAll(List.of(args));
        all.add("--data"); // last, since a command may have commands of its own
        all.add(data.toString());
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    /** A member's directory with free ports on loopback. */
    static Path init(Path folder, String member, String country) throws IOException {
        Path data = folder.resolve(member);
        Ran ran =
                run(
                        data,
                        "init",
                        "--member",
                        member,
                        "--country",
                        country,
                        "--http",
                        "127.0.0.1:" + FreePorts.next(),
                        "--dns",
                        "127.0.0.1:" + FreePorts.next(),
                        "--mail",
                        "127.0.0.1:" + FreePorts.next());
        if (ran.exit() != 0) {
            throw new IOException(ran.err());
        }
        return data;
    }

    /** A spam mail that calls to one host, handed over by one address. */
    static Path mail(Path folder, String name, String host, String address) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name + ".eml"), mail(name, host, address));
    }

    static String mail(String name, String host, String address) {
        return "Received: from s (s [%s]) by mx.receiver.test with ESMTP; Mon, 5 Jan 2026 09:00:00 +0000\n"
                        .formatted(address)
                + "From: <a@sender-of-%s>\nTo: <Reader.Person@receiver.test>\nMessage-ID: <%s@x>\nSubject: hi\n\nGo to http://%s/now and see.\n"
                        .formatted(host, name, host);
    }
}
