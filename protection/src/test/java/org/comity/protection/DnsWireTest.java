package org.comity.protection;

import static org.comity.protection.Asking.ADDRESSES;
import static org.comity.protection.Asking.DOMAINS;
import static org.comity.protection.Asking.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Packets: limits, errors, EDNS, and who hears what. */
class DnsWireTest {
    private static final String LISTED = "2.0.0.127." + ADDRESSES;
    private static final int HEADER_BYTES = 12;

    private final Asking asking = new Asking();

    @Test
    void repeatsTheQuestionInTheCaseItCame() {
        Message query = Asking.query("TeSt.DoM.lIsT.eXaMpLe", Type.A);
        byte[] sent = query.toWire();
        byte[] answer = asking.raw(sent).orElseThrow().array();
        assertArrayEquals(
                Arrays.copyOfRange(sent, HEADER_BYTES, sent.length),
                Arrays.copyOfRange(answer, HEADER_BYTES, sent.length));
        Record first = asking.ask(query).getSection(Section.ANSWER).getFirst();
        assertEquals("TeSt.DoM.lIsT.eXaMpLe.", first.getName().toString());
    }

    @Test
    void setsTheFlagsOfAnAuthority() {
        Message answer = asking.ask(LISTED, Type.A);
        assertTrue(answer.getHeader().getFlag(Flags.QR));
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertTrue(answer.getHeader().getFlag(Flags.RD));
        assertEquals(false, answer.getHeader().getFlag(Flags.RA));
        assertEquals(false, answer.getHeader().getFlag(Flags.TC));
    }

    @Test
    void strangerHearsTheSameWhetherOrNotTheZoneExists() {
        asking.asker = DnsAsker.stranger(DnsAsker.Transport.UDP, NOW);
        for (int type : new int[] {Type.A, Type.TXT, Type.SOA, Type.ANY, Type.AXFR}) {
            Message real = withEdns(LISTED, type);
            Message none = withEdns("2.0.0.127.ip.none.example", type);
            for (Message answer : List.of(real, none)) {
                assertEquals(Rcode.REFUSED, answer.getRcode());
                assertEquals(List.of(), answer.getSection(Section.ANSWER));
                assertEquals(List.of(), answer.getSection(Section.AUTHORITY));
                assertEquals(false, answer.getHeader().getFlag(Flags.AA));
            }
            assertEquals(real.getOPT(), none.getOPT());
            var why = (ExtendedErrorCodeOption) real.getOPT().getOptions().getFirst();
            assertEquals(ExtendedErrorCodeOption.PROHIBITED, why.getErrorCode());
        }
    }

    @Test
    void mayAskOneZoneAndNotTheOther() {
        asking.asker =
                new DnsAsker(zone -> zone.name().equals(DOMAINS), DnsAsker.Transport.UDP, NOW);
        assertEquals(Rcode.NOERROR, asking.code("test." + DOMAINS, Type.A));
        assertEquals(Rcode.REFUSED, asking.code(LISTED, Type.A));
    }

    @Test
    void refusesUnknownZonesTheirParentsAndTheRoot() {
        assertEquals(Rcode.REFUSED, asking.code("x.unknown-zone.test", Type.A));
        assertEquals(Rcode.REFUSED, asking.code("list.example", Type.NS));
        assertEquals(Rcode.REFUSED, asking.code("", Type.NS));
    }

    @Test
    void refusesAnyTransfersAndOtherClasses() throws IOException {
        for (int type : new int[] {Type.ANY, Type.AXFR, Type.IXFR, Type.MAILA}) {
            assertEquals(Rcode.REFUSED, asking.code(LISTED, type), Type.string(type));
            assertEquals(Rcode.REFUSED, asking.code(ADDRESSES, type), Type.string(type));
        }
        Message chaos =
                Message.newQuery(
                        Record.newRecord(Name.fromString(LISTED + "."), Type.A, DClass.CH));
        assertEquals(Rcode.REFUSED, asking.ask(chaos).getRcode());
    }

    @Test
    void otherOperationsAreNotImplemented() {
        for (int opcode : new int[] {Opcode.STATUS, Opcode.NOTIFY, Opcode.UPDATE, 15}) {
            Message query = Asking.query(LISTED, Type.A);
            query.getHeader().setOpcode(opcode);
            assertEquals(Rcode.NOTIMP, asking.ask(query).getRcode());
        }
    }

    @Test
    void saysNothingToResponsesAndToScraps() {
        Message response = Asking.query(LISTED, Type.A);
        response.getHeader().setFlag(Flags.QR);
        assertEquals(Optional.empty(), asking.raw(response.toWire()));
        byte[] query = Asking.query(LISTED, Type.A).toWire();
        for (int length = 0; length < HEADER_BYTES; length++) {
            assertEquals(Optional.empty(), asking.raw(Arrays.copyOf(query, length)));
        }
    }

    @Test
    void cutOffQueriesAreFormatErrors() {
        Message query = Asking.query(LISTED, Type.A);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        byte[] whole = query.toWire();
        for (int length = HEADER_BYTES; length < whole.length; length++) {
            formatError(Arrays.copyOf(whole, length));
        }
        formatError(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void otherCountsThanOneQuestionAreFormatErrors() {
        byte[] query = Asking.query(LISTED, Type.A).toWire();
        for (int at : new int[] {5, 7, 9}) {
            byte[] changed = query.clone();
            changed[at]++;
            formatError(changed);
        }
        byte[] none = query.clone();
        none[5] = 0;
        formatError(none);
        byte[] many = Arrays.copyOf(query, query.length + 5 * 11);
        many[11] = DnsQuery.ADDITIONAL_MAX + 1;
        formatError(many);
    }

    @Test
    void compressedQuestionIsAFormatError() {
        byte[] query = Asking.query(LISTED, Type.A).toWire();
        for (int first : new int[] {0xC0, 0x80, 0x40}) {
            byte[] changed = query.clone();
            changed[HEADER_BYTES] = (byte) first;
            changed[HEADER_BYTES + 1] = HEADER_BYTES;
            formatError(changed);
        }
    }

    @Test
    void nameAboveTheLimitIsAFormatError() {
        byte[] fits = question(255);
        assertEquals(Rcode.REFUSED, Asking.read(asking.raw(fits).orElseThrow()).getRcode());
        formatError(question(256));
        assertEquals(
                "name longer than 255 bytes (byte 12)",
                DnsQuery.parse(Bytes.of(question(256))).toString());
    }

    @Test
    void queryAboveTheLimitIsAFormatError() {
        Message query = Asking.query(LISTED, Type.A);
        int bare = query.toWire().length + 15;
        for (int padding : new int[] {DnsQuery.QUERY_BYTES_MAX - bare, 4_082}) {
            var padded = Asking.query(LISTED, Type.A);
            var option = new GenericEDNSOption(12, new byte[padding]);
            padded.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
            byte[] packet = padded.toWire(65_535);
            boolean fits = packet.length <= DnsQuery.QUERY_BYTES_MAX;
            assertEquals(padding != 4_082, fits);
            int code = Asking.read(asking.raw(packet).orElseThrow()).getRcode();
            assertEquals(fits ? Rcode.NOERROR : Rcode.FORMERR, code);
        }
    }

    @Test
    void twoOptEntriesOrOneWithANameAreFormatErrors() {
        Message two = Asking.query(LISTED, Type.A);
        two.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        byte[] once = two.toWire();
        byte[] twice = Arrays.copyOf(once, once.length + 11);
        System.arraycopy(once, once.length - 11, twice, once.length, 11);
        twice[11] = 2;
        formatError(twice);
        byte[] named = Arrays.copyOf(once, once.length + 2);
        System.arraycopy(once, once.length - 10, named, once.length - 8, 10);
        named[once.length - 11] = 1;
        named[once.length - 10] = 'x';
        named[once.length - 9] = 0;
        formatError(named);
    }

    @Test
    void ednsIsAnsweredInKind() {
        Message query = Asking.query(LISTED, Type.A);
        query.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        OPTRecord opt = asking.ask(query).getOPT();
        assertEquals(DnsReply.UDP_BYTES_MAX, opt.getPayloadSize());
        assertEquals(0, opt.getVersion());
        assertEquals(ExtendedFlags.DO, opt.getFlags());
        assertNull(asking.ask(LISTED, Type.A).getOPT());
    }

    @Test
    void newerEdnsVersionIsBadVersion() {
        Message query = Asking.query(LISTED, Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message answer = asking.ask(query);
        assertEquals(Rcode.BADVERS, answer.getRcode());
        assertEquals(List.of(), answer.getSection(Section.ANSWER));
        assertEquals(0, answer.getOPT().getVersion());
    }

    @Test
    void answerAboveTheSizeIsCutWithTheFlag() {
        asking.list("long.test", "x".repeat(900));
        Message cut = asking.ask("long.test." + DOMAINS, Type.TXT);
        assertTrue(cut.getHeader().getFlag(Flags.TC));
        assertEquals(Rcode.NOERROR, cut.getRcode());
        assertEquals(List.of(), cut.getSection(Section.ANSWER));
        assertTrue(
                asking.askWithEdns("long.test." + DOMAINS, Type.TXT, 600)
                        .getHeader()
                        .getFlag(Flags.TC));
        Message whole = asking.askWithEdns("long.test." + DOMAINS, Type.TXT, 4096);
        assertEquals(1, whole.getSection(Section.ANSWER).size());
        asking.asker = DnsAsker.allowed(DnsAsker.Transport.TCP, NOW);
        assertEquals(1, asking.answers("long.test." + DOMAINS, Type.TXT).size());
    }

    @Test
    void cutsExactlyAbove512Bytes() {
        for (int chars = 400; chars < 500; chars++) {
            asking.list("long.test", "x".repeat(chars));
            byte[] query = Asking.query("long.test." + DOMAINS, Type.TXT).toWire();
            Bytes answer = asking.raw(query).orElseThrow();
            int strings = 2;
            int whole = query.length + 12 + strings + chars;
            boolean cut = Asking.read(answer).getHeader().getFlag(Flags.TC);
            assertEquals(whole > 512, cut, "characters: " + chars);
            assertTrue(answer.length() <= 512);
        }
    }

    @Test
    void odditiesInALabelAreSimplyNotListed() throws IOException {
        for (String label : new String[] {"te\\.st", "\\000", "a\\032b", "\\195\\188"}) {
            Name name = Name.fromString(label + "." + DOMAINS + ".");
            Message query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
            assertEquals(Rcode.NXDOMAIN, asking.ask(query).getRcode(), label);
        }
        asking.list("a.b.test", "why");
        Name dotted = Name.fromString("a\\.b.test." + DOMAINS + ".");
        Message query = Message.newQuery(Record.newRecord(dotted, Type.A, DClass.IN));
        assertEquals(Rcode.NXDOMAIN, asking.ask(query).getRcode());
    }

    private Message withEdns(String name, int type) {
        return asking.askWithEdns(name, type, 1232);
    }

    private void formatError(byte[] packet) {
        Message answer = Asking.read(asking.raw(packet).orElseThrow());
        assertEquals(Rcode.FORMERR, answer.getRcode());
        assertEquals(List.of(), answer.getSection(Section.ANSWER));
        assertEquals(packet[0], (byte) (answer.getHeader().getID() >> 8));
    }

    /** A question for a name of that many bytes in the root zone. */
    private static byte[] question(int nameBytes) {
        byte[] packet = new byte[HEADER_BYTES + nameBytes + 4];
        packet[5] = 1;
        int at = HEADER_BYTES;
        int left = nameBytes - 1;
        while (left > 0) {
            int label = Math.min(63, left - 1);
            // one byte over cannot be a label of its own
            label = left - 1 - label == 1 ? label - 1 : label;
            packet[at] = (byte) label;
            Arrays.fill(packet, at + 1, at + 1 + label, (byte) 'a');
            at += 1 + label;
            left -= 1 + label;
        }
        packet[packet.length - 3] = 1;
        packet[packet.length - 1] = 1;
        return packet;
    }
}
