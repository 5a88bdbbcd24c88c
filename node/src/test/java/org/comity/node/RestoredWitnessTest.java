package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.comity.exchange.WitnessAnswer;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.junit.jupiter.api.Test;

/** A witness that is restored from a backup asks the others what it had cosigned since. */
class RestoredWitnessTest extends VotingNodes {
    private static final String OWNER = "evil.example";
    private static final String LOG = OWNER + "/log";
    private static final List<String> ONE = List.of("a.com", "b.com");
    private static final List<String> OTHER = List.of("c.com", "d.com", "e.com");

    @Test
    void anOldCopyOfAWitnessCosignsNoOtherFormOfWhatItHadCosigned() throws Exception {
        exchange("cert.example", "isp.example", OWNER);
        take(nodes.get(2), Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        inStep(nodes);
        Path evil = directories.get(2);
        nodes.remove(2).close();
        Path isp = directories.get(1);
        nodes.remove(1).close();
        Path backup = TwoFaced.copy(isp, folder.resolve("backup"));
        Node before = Node.start(isp, InstantSource.system());
        nodes.add(before);
        Node cert = nodes.getFirst();
        try (TwoFaced owner = TwoFaced.of(evil, folder, Map.of("one", ONE, "other", OTHER))) {
            for (Node node : nodes) {
                owner.show("one", node.desk().config());
                await(node, "status", NONE, _ -> held(node) == owner.size("one"));
            }
            WitnessAnswer.Cosigned lines =
                    assertInstanceOf(
                            WitnessAnswer.Cosigned.class,
                            owner.haveCosigned("one", before.desk().config()));
            owner.announce("one", cert.desk().config(), lines.lines());
            nodes.remove(before);
            before.close();

            Node restored = Node.start(backup, InstantSource.system());
            nodes.add(restored);
            Note last = new Witness(restored.desk()).cosigned(LOG).orElseThrow();
            assertEquals(owner.size("one"), size(last), "what it had cosigned since");
            WitnessAnswer answer = owner.haveCosigned("other", restored.desk().config());
            assertEquals(422, answer instanceof WitnessAnswer.Refused(int status, _) ? status : 0);
        }
    }

    private static long held(Node node) {
        return node.desk().logs().log(LOG).orElseThrow().tree().size();
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }
}
