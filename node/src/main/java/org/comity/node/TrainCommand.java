package org.comity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.comity.charter.Country;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import picocli.CommandLine.Command;

/**
 * Run once at installation, so that the classes and profiles of a start go into the ahead-of-time
 * cache.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("comity-train");
        try {
            Path data = folder.resolve("desk");
            String any = "127.0.0.1:0";
            var sockets = new Founding.Sockets(any, "http://127.0.0.1:1", any, any);
            var id = new MemberId("desk.example");
            Founding.found(
                    data,
                    new Founding.Founder(id, new Country("NL"), Sector.PRIVATE),
                    Founding.toml(id, sockets, Tlp.GREEN, List.of()));
            Logs.structured(java.util.Optional.of(folder.resolve("log")));
            try (Node node = Node.start(data, InstantSource.system())) {
                Path mails = folder.resolve("mails");
                DemoExercise.write(mails);
                node.run("import", with("files", mails).put("as", "spam"));
                node.run("status", Json.object());
            }
            Main.run("check", "--data", data.toString(), "192.0.2.1");
        } finally {
            DemoCommand.deleteTree(folder);
        }
        return 0;
    }

    private static tools.jackson.databind.node.ObjectNode with(String name, Path file) {
        var with = Json.object();
        with.set(name, Json.array(List.of(file)));
        return with;
    }
}
