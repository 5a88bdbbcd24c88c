package org.comity.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Two members of whom each has something to show in every answer of the API. */
final class ApiExchange {
    static final String A = RunningNodes.A;
    static final String B = "isp.example";

    private ApiExchange() {}

    /** Both run and have joined; the first is asked. */
    static List<Node> make(RunningNodes nodes) throws Exception {
        Node a = start(nodes, A, "NL");
        Node b = start(nodes, B, "FR");
        RunningNodes.join(a, b);
        said(nodes, a, b);
        RunningNodes.inStep(List.of(a, b));
        return List.of(a, b);
    }

    private static Node start(RunningNodes nodes, String member, String country)
            throws IOException {
        Path data = Cli.init(nodes.folder, member, country);
        Files.writeString(
                Desk.configFile(data),
                "\n[notices]\nfrom = \"notices@" + member + "\"\n",
                StandardOpenOption.APPEND);
        Path table =
                Files.writeString(
                        nodes.folder.resolve(member + ".csv"),
                        "network,country,autonomous_system_number\n45.80.0.0/16,NL,64500\n");
        Cli.run(data, "network", "import", "--as", "table", table.toString());
        Node node = Node.start(data, InstantSource.system());
        nodes.nodes.add(node);
        nodes.directories.add(data);
        return node;
    }

    private static void said(RunningNodes nodes, Node a, Node b) throws IOException {
        watch(a, "left", "left-campaign.com");
        watch(a, "right", "right-campaign.com");
        watch(a, "ours", "bad-campaign.com");
        for (int at = 0; at < 3; at++) {
            take(nodes, a, "www.left-campaign.com", "45.80.9." + at);
            take(nodes, b, "www.bad-campaign.com", "45.80.7." + at);
        }
        take(nodes, a, "www.right-campaign.com", "45.80.9.1");
        take(nodes, b, "www.left-campaign.com", "45.80.7.1");
        ObjectNode request = Json.object().put("to", B).put("kind", "preservation");
        request.put("subject", "bad-campaign.com").put("text", "please keep the logs");
        request.putArray("attached")
                .addObject()
                .put("name", "note.txt")
                .put("raw", "x".getBytes(UTF_8));
        a.run("request-new", request);
        for (String host : List.of("right-campaign.com", "bad-campaign.com")) {
            a.run("claim", Json.object().put("value", host).put("target", "compromised"));
        }
        a.run("appeal", Json.object().put("value", "right-campaign.com").put("proof", "dns"));
        ObjectNode motion = Json.object().put("value", "bad-campaign.com").put("stance", "benign");
        a.run(
                "motion",
                motion.put("reason", "an example")
                        .put("until", a.desk().nowSecond() + 30 * 86_400));
        a.run(
                "reserve",
                Json.object().put("about", "rule").put("of", "ballots").put("reason", "x"));
        ObjectNode notice = Json.object().put("to", "abuse@network.example.net");
        notice.set("values", Json.array(List.of("45.80.9.1")));
        a.run("notice-new", notice);
    }

    private static void watch(Node node, String name, String value) throws IOException {
        ObjectNode watch = Json.object().put("name", name);
        watch.set("values", Json.array(List.of(value)));
        node.run("watch-add", watch);
    }

    private static void take(RunningNodes nodes, Node node, String host, String address)
            throws IOException {
        String name = node.desk().self().name() + host + address;
        RunningNodes.take(node, Cli.mail(nodes.folder, name, host, address));
    }
}
