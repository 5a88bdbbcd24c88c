package org.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/** Asks the lists over UDP as a mail server would. */
final class DemoDns implements AutoCloseable {
    private static final int TYPE_A = 1;
    private static final int TYPE_TXT = 16;
    private static final int WAIT_MILLIS = 2_000;
    private static final int TRIES = 3;
    private static final int NXDOMAIN = 3;
    private static final int ANSWER_BYTES_MAX = 1_500;
    private static final int UNDER_WAY_MAX = 64;

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

    /** One question of kind A: is the subject on this list, at this tier or above. */
    record Question(Subject subject, String tier, String list) {}

    /** Those of the questions whose answer is yes; all are under way at once. */
    Set<Question> listed(List<Question> questions) throws IOException {
        var listed = new LinkedHashSet<Question>();
        for (int from = 0; from < questions.size(); from += UNDER_WAY_MAX) {
            List<Question> some =
                    questions.subList(from, Math.min(questions.size(), from + UNDER_WAY_MAX));
            ask(some, listed);
        }
        return listed;
    }

    private void ask(List<Question> questions, Set<Question> listed) throws IOException {
        var open = new LinkedHashMap<Integer, Question>();
        for (Question question : questions) {
            number = (number + 1) & 0xffff;
            open.put(number, question);
        }
        for (int attempt = 0; attempt < TRIES && !open.isEmpty(); attempt++) {
            for (var one : open.entrySet()) {
                Question question = one.getValue();
                String name = name(question.subject(), question.tier(), question.list());
                send(query(one.getKey(), name, TYPE_A));
            }
            try {
                while (!open.isEmpty()) {
                    byte[] answer = receive();
                    Question question = open.remove(id(answer));
                    if (question != null && isListed(question, answer)) {
                        listed.add(question);
                    }
                }
            } catch (SocketTimeoutException lost) {
                // UDP may lose; ask again, and say so when nothing comes at all.
            }
        }
        if (!open.isEmpty()) {
            throw new IOException("DNS did not answer for " + open.values().iterator().next());
        }
    }

    private static boolean isListed(Question question, byte[] answer) throws IOException {
        int code = answer[3] & 0xf;
        if (code != 0 && code != NXDOMAIN) {
            throw new IOException("DNS answered with code " + code + " for " + question);
        }
        return code == 0 && ((answer[6] << 8) | (answer[7] & 0xff)) > 0;
    }

    /** The TXT reason; empty when not listed. */
    String reason(Subject subject, String list) throws IOException {
        byte[] answer = ask(name(subject, "score", list), TYPE_TXT);
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

    private static String name(Subject subject, String tier, String list) {
        String zone = String.join(".", subject.kind().word(), tier, list, DemoMember.ZONE);
        return owner(subject) + "." + zone;
    }

    /** RFC 5782: octets or nibbles in reverse for addresses, the name itself for domains. */
    static String owner(Subject subject) {
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
        for (int attempt = 0; attempt < TRIES; attempt++) {
            send(query(number, name, type));
            try {
                byte[] answer = receive();
                while (id(answer) != number) {
                    answer = receive();
                }
                return answer;
            } catch (SocketTimeoutException lost) {
                // As above.
            }
        }
        throw new IOException("DNS did not answer for " + name);
    }

    private void send(byte[] query) throws IOException {
        socket.send(new DatagramPacket(query, query.length));
        asked++;
    }

    private byte[] receive() throws IOException {
        var packet = new DatagramPacket(new byte[ANSWER_BYTES_MAX], ANSWER_BYTES_MAX);
        socket.receive(packet);
        return packet.getData();
    }

    private static int id(byte[] message) {
        return ((message[0] & 0xff) << 8) | (message[1] & 0xff);
    }

    private static byte[] query(int id, String name, int type) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
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
