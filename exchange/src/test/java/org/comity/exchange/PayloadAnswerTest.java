package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.ConsistencyProof;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class PayloadAnswerTest {
    private final Random random = new Random(11);
    private final TreeMap<Hash, Payload> held = new TreeMap<>();

    @Test
    void bringsWhatMayBeSeenAndSaysWhatIsWithheld() {
        Payload first = payload(100);
        Payload second = payload(200);
        List<Hash> asked = List.of(second.commitment(), Hash.ZERO, first.commitment());
        PayloadAnswer answer = PayloadAnswer.parse(asked, answer(asked)).orThrow();
        assertEquals(new PayloadAnswer.Part.Here(first), answer.parts().get(first.commitment()));
        assertEquals(new PayloadAnswer.Part.Here(second), answer.parts().get(second.commitment()));
        assertEquals(new PayloadAnswer.Part.Withheld(), answer.parts().get(Hash.ZERO));
        assertEquals(2, answer.here(), "what is withheld was not brought");
    }

    @Test
    void aFullAnswerLeavesTheRestToBeAskedAgain() {
        var asked = new ArrayList<Hash>();
        for (int at = 0; at < 9; at++) {
            asked.add(payload(Payload.JSON_BYTES_MAX).commitment());
        }
        Bytes bytes = answer(asked);
        assertTrue(bytes.length() <= PayloadAnswer.BYTES_MAX);
        PayloadAnswer answer = PayloadAnswer.parse(asked, bytes).orThrow();
        assertInstanceOf(PayloadAnswer.Part.Here.class, answer.parts().get(asked.getFirst()));
        assertEquals(new PayloadAnswer.Part.Left(), answer.parts().get(asked.getLast()));
        assertEquals(9, answer.parts().size());
    }

    @Test
    void oneBadPayloadDoesNotSpoilTheOthers() {
        Payload good = payload(10);
        Payload bad = payload(10);
        List<Hash> asked = List.of(bad.commitment(), good.commitment());
        byte[] bytes = answer(asked).array();
        bytes[36 + bad.bytes().length() - 1] ^= 1;
        PayloadAnswer answer = PayloadAnswer.parse(asked, Bytes.of(bytes)).orThrow();
        assertInstanceOf(PayloadAnswer.Part.Bad.class, answer.parts().get(bad.commitment()));
        assertEquals(new PayloadAnswer.Part.Here(good), answer.parts().get(good.commitment()));
    }

    @Test
    void refusesAnAnswerThatCannotBeCut() {
        Payload one = payload(10);
        List<Hash> asked = List.of(one.commitment());
        Bytes good = answer(asked);
        refused("empty answer", PayloadAnswer.parse(asked, Bytes.EMPTY));
        refused("inside a header", PayloadAnswer.parse(asked, good.slice(0, 35)));
        refused("inside a payload", PayloadAnswer.parse(asked, good.slice(0, good.length() - 1)));
        refused(
                "more than was asked",
                PayloadAnswer.parse(asked, Bytes.join(good, Bytes.utf8("x"))));
        refused("not the commitment", PayloadAnswer.parse(List.of(Hash.ZERO), good));
        refused("out of bounds", PayloadAnswer.parse(asked, withLength(good, Integer.MAX_VALUE)));
        refused("out of bounds", PayloadAnswer.parse(asked, withLength(good, -1)));
        refused(
                "too long",
                PayloadAnswer.parse(asked, Bytes.of(new byte[PayloadAnswer.BYTES_MAX + 1])));
    }

    @Test
    void theAskIsReadAsWrittenAndBounded() {
        List<Hash> asked = new ArrayList<>();
        for (int at = 0; at < PayloadRequest.COMMITMENTS_MAX; at++) {
            asked.add(new Hash(at, 0, 0, -1));
        }
        assertEquals(Checked.good(asked), PayloadRequest.parse(PayloadRequest.bytes(asked)));
        asked.add(Hash.ZERO);
        refused("more than 256", PayloadRequest.parse(PayloadRequest.bytes(asked)));
        refused(
                "asked twice",
                PayloadRequest.parse(PayloadRequest.bytes(List.of(Hash.ZERO, Hash.ZERO))));
        refused("whole lines", PayloadRequest.parse(Bytes.EMPTY));
        refused("whole lines", PayloadRequest.parse(Bytes.utf8("00")));
        refused("lower-case", PayloadRequest.parse(Bytes.utf8("AB".repeat(32) + "\n")));
        refused("lower-case", PayloadRequest.parse(Bytes.utf8("ab".repeat(32) + " ")));
    }

    @Test
    void opensOnlyThePayloadThatTheLeafCommitsTo() {
        Statement statement =
                Statement.seal(StatementKind.REQUEST, 1_780_000_000L, Tlp.RED, 0, payload(50));
        assertEquals(
                Checked.good(statement),
                PayloadCheck.open(statement.leaf(), statement.payload().bytes()));
        refused("length differs", PayloadCheck.open(statement.leaf(), payload(51).bytes()));
        refused("not what the leaf", PayloadCheck.open(statement.leaf(), payload(50).bytes()));
        assertEquals(Tlp.RED, PayloadCheck.marking(statement).tlp());
    }

    @Test
    void wantsEachMissingPayloadOnceInBatches() {
        List<Leaf> leaves = new ArrayList<>();
        for (int at = 0; at < 600; at++) {
            leaves.add(Leaf.parse(TestLog.leaf(random)).orThrow());
        }
        leaves.add(leaves.get(5));
        List<Ask.Payloads> asks =
                PayloadCheck.wanted(leaves, hash -> hash.equals(leaves.get(0).commitment()));
        assertEquals(
                List.of(256, 256, 87), asks.stream().map(ask -> ask.commitments().size()).toList());
        assertEquals(leaves.get(1).commitment(), asks.getFirst().commitments().getFirst());
    }

    @Test
    void consistencyLinesAreReadAsWrittenAndBounded() {
        var proof = new ConsistencyProof(List.of(Hash.ZERO, Hash.digest()));
        assertEquals(Checked.good(proof), ConsistencyLines.parse(ConsistencyLines.bytes(proof)));
        Bytes line = Bytes.utf8(Hash.ZERO.base64() + "\n");
        refused("too long", ConsistencyLines.parse(Bytes.utf8(line.utf8().repeat(64))));
        assertInstanceOf(
                Checked.Good.class, ConsistencyLines.parse(Bytes.utf8(line.utf8().repeat(63))));
        refused("whole lines", ConsistencyLines.parse(line.slice(0, 44)));
    }

    private Payload payload(int length) {
        byte[] salt = new byte[Payload.SALT_BYTES];
        random.nextBytes(salt);
        var payload =
                new Payload(Bytes.of(salt), new Audience.Exchange(), Bytes.of(new byte[length]));
        held.put(payload.commitment(), payload);
        return payload;
    }

    private Bytes answer(List<Hash> asked) {
        return PayloadAnswer.bytes(
                asked, hash -> Optional.ofNullable(held.get(hash)).map(Payload::bytes));
    }

    private static Bytes withLength(Bytes answer, int length) {
        byte[] out = answer.array();
        ByteBuffer.wrap(out).putInt(32, length);
        return Bytes.of(out);
    }

    private static void refused(String why, Checked<?> checked) {
        assertTrue(
                assertInstanceOf(Checked.Refused.class, checked).toString().contains(why),
                checked.toString());
    }
}
