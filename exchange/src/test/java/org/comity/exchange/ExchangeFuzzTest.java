package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.statement.Audience;
import org.comity.statement.Payload;
import org.comity.tlog.ConsistencyProof;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Damaged bodies of every kind: refused or read as what they now say, never anything else. */
class ExchangeFuzzTest {
    private static final Payload PAYLOAD =
            new Payload(Hash.ZERO.bytes(), new Audience.Exchange(), Bytes.utf8("{\"a\":1}"));
    private static final List<Hash> ASKED =
            List.of(Hash.digest(), PAYLOAD.commitment(), new Hash(1, 2, 3, 4));

    @Test
    void damagedPayloadAnswersBringNothingFalse() {
        Bytes good =
                PayloadAnswer.bytes(
                        ASKED,
                        hash ->
                                hash.equals(PAYLOAD.commitment())
                                        ? Optional.of(PAYLOAD.bytes())
                                        : Optional.empty());
        Seeds.each(
                3_000,
                random -> {
                    if (PayloadAnswer.parse(ASKED, Mutations.of(good, random))
                            instanceof Checked.Good<PayloadAnswer>(PayloadAnswer answer)) {
                        assertEquals(ASKED.size(), answer.parts().size());
                        answer.parts()
                                .forEach((hash, part) -> {
                                    if (part instanceof PayloadAnswer.Part.Here(Payload payload)) {
                                        assertEquals(hash, payload.commitment());
                                    }
                                });
                    }
                });
    }

    @Test
    void damagedPayloadRequestsAreRefusedOrCanonical() {
        Bytes good = PayloadRequest.bytes(ASKED);
        Seeds.each(
                3_000,
                random -> {
                    Bytes damaged = Mutations.of(good, random);
                    if (PayloadRequest.parse(damaged)
                            instanceof Checked.Good<List<Hash>>(List<Hash> asked)) {
                        assertEquals(damaged, PayloadRequest.bytes(asked));
                    }
                });
    }

    @Test
    void damagedConsistencyProofsAreRefusedOrCanonical() {
        Bytes good = ConsistencyLines.bytes(new ConsistencyProof(ASKED));
        Seeds.each(
                3_000,
                random -> {
                    Bytes damaged = Mutations.of(good, random);
                    if (ConsistencyLines.parse(damaged)
                            instanceof Checked.Good<ConsistencyProof>(ConsistencyProof proof)) {
                        assertEquals(damaged, ConsistencyLines.bytes(proof));
                    }
                });
    }

    @Test
    void damagedNewsAreRefusedOrCanonical() {
        var log = new TestLog(Desk.of("cert.example", "NL").node()).grow(3, new Random(1));
        var heads = new TreeMap<String, News.Head>();
        heads.put("cert.example/log", News.Head.of(log.tree.head(), log.checkpoint()));
        var holds = new TreeMap<String, Long>();
        holds.put("isp.example/log", 12L);
        Bytes good = new News(Hash.ZERO, ASKED, heads, holds).bytes();
        Seeds.each(
                3_000,
                random -> {
                    Bytes damaged = Mutations.of(good, random);
                    if (News.parse(damaged) instanceof Checked.Good<News>(News news)) {
                        assertEquals(damaged, news.bytes());
                    }
                });
    }

    @Test
    void damagedPushesAreRefusedOrCanonical() {
        var log = new TestLog(Desk.of("cert.example", "NL").node()).grow(300, new Random(1));
        Bytes good = PushedEntriesTest.next(log, 5).bytes();
        Bytes parts = PayloadAnswer.bytes(ASKED, _ -> Optional.of(PAYLOAD.bytes()));
        Seeds.each(
                1_000,
                random -> {
                    Bytes damaged = Mutations.of(good, random);
                    if (PushedEntries.parse(damaged)
                            instanceof Checked.Good<PushedEntries>(PushedEntries pushed)) {
                        assertTrue(pushed.entries().size() <= 8_192);
                    }
                    if (PayloadAnswer.parsePushed(Mutations.of(parts, random))
                            instanceof Checked.Good<PayloadAnswer>(PayloadAnswer answer)) {
                        assertTrue(answer.parts().size() <= PayloadRequest.COMMITMENTS_MAX);
                    }
                });
    }

    @Test
    void noOriginOfALogThrows() {
        Bytes good = Bytes.utf8("cert.example/parties/" + "0a".repeat(32));
        Seeds.each(
                3_000,
                random -> {
                    String damaged = Mutations.of(good, random).utf8();
                    LogName.parseOrigin(damaged)
                            .optional()
                            .ifPresent(log -> assertTrue(log.origin().equals(damaged)));
                });
    }
}
