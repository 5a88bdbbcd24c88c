package org.comity.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Thousands of damaged queries: each gets silence or a well-formed answer, and no error is an
 * address.
 */
class DnsFuzzTest {
    private static final int CASES = 20_000;

    private final Asking asking = new Asking();
    private final List<byte[]> corpus = corpus();

    @Test
    void damagedQueryGetsSilenceOrAWellFormedAnswer() {
        asking.list("bad.test", "why");
        Seeds.each(
                CASES,
                random -> {
                    byte[] packet = damage(random);
                    Optional<Bytes> answer = asking.raw(packet);
                    answer.ifPresent(it -> check(packet, it));
                });
    }

    @Test
    void strangerNeverHearsAnAddress() {
        asking.list("bad.test", "why");
        asking.asker = DnsAsker.stranger(DnsAsker.Transport.UDP, Asking.NOW);
        Seeds.each(
                CASES / 4,
                random -> {
                    byte[] packet = damage(random);
                    asking.raw(packet)
                            .ifPresent(it -> {
                                Message read = Asking.read(it);
                                assertFalse(read.getRcode() == Rcode.NOERROR);
                                assertTrue(read.getSection(Section.ANSWER).isEmpty());
                                // no more than an error of 6 bytes: no use as an amplifier
                                assertTrue(it.length() <= packet.length + 6);
                            });
                });
    }

    private static void check(byte[] packet, Bytes answer) {
        assertTrue(answer.length() <= DnsReply.UDP_BYTES_MAX);
        Message read = Asking.read(answer);
        assertEquals(packet[0], answer.at(0));
        assertEquals(packet[1], answer.at(1));
        boolean positive = read.getRcode() == Rcode.NOERROR;
        assertTrue(positive || read.getSection(Section.ANSWER).isEmpty());
    }

    private byte[] damage(RandomGenerator random) {
        byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
        for (int left = random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(packet.length);
            packet[at] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) random.nextInt();
                        case 1 -> (byte) (packet[at] ^ 1 << random.nextInt(8));
                        default -> (byte) 0xC0;
                    };
        }
        if (random.nextInt(8) == 0) {
            packet = Arrays.copyOf(packet, random.nextInt(packet.length * 2));
        }
        return packet;
    }

    private static List<byte[]> corpus() {
        var packets = new ArrayList<byte[]>();
        for (String name :
                List.of(
                        "test." + Asking.DOMAINS,
                        "bad.test." + Asking.DOMAINS,
                        "good.test." + Asking.BLOCKED,
                        "2.0.0.127." + Asking.ADDRESSES,
                        "2.0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20) + "." + Asking.ADDRESSES,
                        Asking.DOMAINS,
                        "elsewhere.test")) {
            for (int type : new int[] {Type.A, Type.TXT, Type.SOA, Type.ANY}) {
                Message query = Asking.query(name, type);
                packets.add(query.toWire());
                query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
                packets.add(query.toWire());
            }
        }
        return packets;
    }
}
