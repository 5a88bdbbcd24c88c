package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.comity.charter.MemberKeys;
import org.comity.statement.MemberId;
import org.comity.store.SecretFile;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeysTest {
    private static final MemberId DESK = new MemberId("desk.example");
    private static final NodeKeys.Which NODE = new NodeKeys.Which(false, true);

    /** The last step of taking a new key is to delete the one that waited. */
    @Test
    void afterACrashInTheLastStepTheNextKeyIsANewOne(@TempDir Path data) throws Exception {
        var random = new SecureRandom();
        NodeKeys keys = NodeKeys.create(DESK, data, random);
        MemberKeys next = keys.next(keys.publicKeys(), NODE);
        Path waiting = data.resolve("keys/next/node.seed");
        Bytes seed = SecretFile.read(waiting);
        assertTrue(keys.settle(next));
        SecretFile.write(waiting, seed);

        NodeKeys again = NodeKeys.open(DESK, data);
        assertFalse(again.settle(next));
        assertFalse(Files.exists(waiting));
        assertNotEquals(next.node(), again.next(next, NODE).node());
    }
}
