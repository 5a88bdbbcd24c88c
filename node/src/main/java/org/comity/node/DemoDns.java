package org.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/** Asks the lists over UDP as a mail server would, one question at a time. */
final class DemoDns implements AutoCloseable {
    private static final int TYPE_A = 1;
    private static final int TYPE_TXT = 16;
    private static final int WAIT_MILLIS = 2_000;
    private static final int TRIES = 3;
    private static final int NXDOMAIN = 3;

    private final DatagramSocket socket;
    private int number;
    private long asked;

    DemoDns(int port) throws IOException {
        socket = new DatagramSocket();
        socket.connect(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(WAIT_MILLIS);
    }

    long asked() {
        return asked;
    }

    /** Whether the zone of this list and tier lists the subject. */
    boolean isListed(Subject subject, String tier, String list, String zone) throws IOException {
        byte[] answer = ask(name(subject, tier, list, zone), TYPE_A);
        int code = answer[3] & 0xf;
        if (code != 0 && code != NXDOMAIN) {
            throw new IOException("DNS answered with code " + code + " for " + subject);
        }
        return code == 0 && ((answer[6] << 8) | (answer[7] & 0xff)) > 0;
    }

    /** The TXT reason; empty when not listed. */
    String reason(Subject subject, String list, String zone) throws IOException {
        byte[] answer = ask(name(subject, "score", list, zone), TYPE_TXT);
        if ((answer[3] & 0xf) != 0 || (answer[7] & 0xff) == 0) {
            return "";
        }
        int at = 12;
        while (answer[at] != 0) {
            at += (answer[at] & 0xff) + 1;
        }
        at += 5 + 12;
        int length = answer[at] & 0xff;
        return new String(answer, at + 1, length, StandardCharsets.US_ASCII);
    }

    static String name(Subject subject, String tier, String list, String zone) {
        String zoneName = String.join(".", subject.kind().word(), tier, list, zone);
        return asked(subject) + "." + zoneName;
    }

    /** RFC 5782: octets or nibbles in reverse for addresses, the name itself for domains. */
    private static String asked(Subject subject) {
        if (subject.kind() == SubjectKind.DOMAIN) {
            return subject.value();
        }
        byte[] address = InetAddress.ofLiteral(subject.value()).getAddress();
        var reversed = new StringBuilder();
        for (int at = address.length - 1; at >= 0; at--) {
            int octet = address[at] & 0xff;
            String part =
                    address.length == 4
                            ? Integer.toString(octet)
                            : Integer.toHexString(octet & 0xf)
                                    + "."
                                    + Integer.toHexString(octet >> 4);
            reversed.append(reversed.isEmpty() ? "" : ".").append(part);
        }
        return reversed.toString();
    }

    private byte[] ask(String name, int type) throws IOException {
        number = (number + 1) & 0xffff;
        byte[] query = query(name, type);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            socket.send(new DatagramPacket(query, query.length));
            asked++;
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[1_500], 1_500);
                    socket.receive(packet);
                    byte[] answer = packet.getData();
                    if (answer[0] == query[0] && answer[1] == query[1]) {
                        return answer;
                    }
                }
            } catch (SocketTimeoutException lost) {
                // UDP may lose; ask again, and say so when nothing comes at all.
            }
        }
        throw new IOException("DNS did not answer for " + name);
    }

    private byte[] query(String name, int type) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                new byte[] {(byte) (number >> 8), (byte) number, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(new byte[] {0, 0, (byte) type, 0, 1});
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
