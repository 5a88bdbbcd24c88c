package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.comity.exchange.HttpMessage;
import org.junit.jupiter.api.Test;

/** Two of three members cannot reach one another; the third passes on what they sign. */
class CutLinkTest extends FoundedNodes {
    @Test
    void theCosignatureOfAWitnessBehindACutLinkComesThroughTheThird() throws Exception {
        directories("a.example", "b.example", "c.example");
        found();
        for (Path data : directories) {
            Path toml = org.comity.node.Desk.configFile(data);
            String text = Files.readString(toml);
            Files.writeString(toml, text.replace("poll-every = \"30s\"", "poll-every = \"1s\""));
        }
        nodes.add(start(0, 1));
        nodes.add(start(1, 0));
        nodes.add(Node.start(directories.get(2), InstantSource.system()));
        for (Node node : nodes) {
            await(node, "status", Json.object(), it -> it.toString().contains("\"newest\""));
        }
        claim(nodes.get(0), "bad-one.com");
        claim(nodes.get(1), "bad-two.com");
        inStep(nodes); // a quorum is both others
    }

    /** A node whose connections to another are refused. */
    private Node start(int index, int other) throws IOException {
        Machine real = Machine.real(InstantSource.system());
        String url = members.get(other).url();
        var machine =
                new Machine(
                        real.clock(),
                        real.random(),
                        real.writer(),
                        real.guards(),
                        real.pace(),
                        new Cut(real.wire(), List.of(url)));
        return Node.start(directories.get(index), machine);
    }

    private record Cut(Wire wire, List<String> urls) implements Wire {
        private void require(HttpMessage message) throws IOException {
            if (urls.stream().anyMatch(message.targetUri()::startsWith)) {
                throw new ConnectException("the link is cut");
            }
        }

        @Override
        public Reply carry(
                HttpMessage message, Map<String, String> headers, int bytesMax, PeerTrust trust)
                throws IOException {
            require(message);
            return wire.carry(message, headers, bytesMax, trust);
        }

        @Override
        public InputStream stream(HttpMessage message, Map<String, String> headers, PeerTrust trust)
                throws IOException {
            require(message);
            return wire.stream(message, headers, trust);
        }
    }
}
