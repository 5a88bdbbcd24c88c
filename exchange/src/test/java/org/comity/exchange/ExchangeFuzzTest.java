package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
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
    void noOriginOfALogThrows() {
        Bytes good = Bytes.utf8("cert.example/requests/isp.example");
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
