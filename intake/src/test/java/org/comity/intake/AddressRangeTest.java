package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.random.RandomGenerator;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
    @Test
    void saysWithWhatItsAddressesBegin() {
        assertEquals("10.1.", beginning("10.1.0.0/16"));
        assertEquals("10.", beginning("10.128.0.0/9"));
        assertEquals("", beginning("0.0.0.0/0"));
        assertEquals("192.0.2.1", beginning("192.0.2.1"));
        assertEquals("2001:db8:", beginning("2001:db8::/32"));
        assertEquals("2001:db8:", beginning("2001:db8:0:5::/64"));
        assertEquals("", beginning("0:0:1::/48"));
        assertEquals("1:2:3:4:5:6:7:8", beginning("1:2:3:4:5:6:7:8"));
    }

    private static String beginning(String range) {
        return AddressRange.parse(range).orThrow().beginning();
    }

    @Test
    void everyAddressInARangeBeginsAsItSays() {
        Seeds.each(
                2_000,
                random -> {
                    byte[] address = anyAddress(random);
                    int bits = random.nextInt(8 * address.length + 1);
                    byte[] network = address.clone();
                    for (int bit = bits; bit < 8 * network.length; bit++) {
                        network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
                    }
                    var range = new AddressRange(Bytes.of(network), bits);
                    Subject subject = subject(address);
                    assertTrue(range.contains(subject), subject + " in " + range);
                    assertTrue(
                            subject.value().startsWith(range.beginning()),
                            subject + " begins with " + range.beginning());
                });
    }

    /** With runs of zeros, which the text of an address leaves out. */
    private static byte[] anyAddress(RandomGenerator random) {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(address);
        for (int at = 0; at < address.length; at++) {
            address[at] = random.nextInt(3) == 0 ? address[at] : 0;
        }
        address[0] |= 1; // no IPv4 in IPv6
        return address;
    }

    private static Subject subject(byte[] address) {
        try {
            String text = InetAddress.getByAddress(address).getHostAddress();
            return Observables.normalise(SubjectKind.ADDRESS, text).orThrow();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
