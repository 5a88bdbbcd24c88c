package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.LogName;
import org.comity.tlog.TileId;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** What a member sees of the others, whatever they have said to somebody else. */
final class Served {
    private Served() {}

    /** All that the others serve to this one, by address; with the streams' first events. */
    static Map<String, String> to(Node viewer, List<Node> nodes) {
        var all = new TreeMap<String, String>();
        PeerClient client = PeerClient.of(viewer.desk());
        for (Node node : nodes) {
            if (node == viewer) {
                continue;
            }
            var paths = new ArrayList<String>();
            for (Node its : nodes) {
                LogName log = LogName.main(its.desk().self());
                long size = its.desk().logs().own().tree().size();
                paths.add(new Ask.Checkpoint().path(log));
                paths.add(new Ask.Consistency(0, size).path(log));
                TileId.between(TileId.ENTRIES, 0, size)
                        .forEach(it -> paths.add(new Ask.Entries(it).path(log)));
                paths.add(log.path() + "/pinned");
                paths.add(log.path() + "/cosigned");
                byte[] origin = Bytes.utf8(log.origin()).array();
                paths.add("/witness/" + Hash.digest(origin).hex() + "/checkpoint");
                paths.add("/push/" + its.desk().self().name());
            }
            paths.addAll(
                    List.of(
                            "/news",
                            "/charter",
                            "/charter/draft",
                            "/healthz",
                            "/communique",
                            "/communique/list",
                            "/communique/public",
                            "/communique/list/public"));
            for (String path : paths) {
                all.put(
                        path + " of " + node.desk().self().name(),
                        shown(client.fetch(FoundedNodes.url(node) + path)));
            }
        }
        return all;
    }

    /** Once the others have done with theirs, this one is served what it was before. */
    static void same(Map<String, String> before, Node viewer, List<Node> nodes) throws IOException {
        RunningNodes.settle(nodes);
        Map<String, String> now = to(viewer, nodes);
        assertEquals(before.keySet(), now.keySet());
        now.forEach((path, body) -> assertEquals(before.get(path), body, path));
    }

    private static String shown(Answer answer) {
        return answer instanceof Answer.Got(Bytes body) ? body.utf8() : answer.toString();
    }
}
