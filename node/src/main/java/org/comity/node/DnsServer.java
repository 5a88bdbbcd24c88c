package org.comity.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.comity.intake.AddressRange;
import org.comity.protection.DnsAsker;
import org.comity.protection.DnsResponder;
import org.comity.statement.Observables;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** UDP and TCP sockets of the DNS lists; what is answered is decided in protection. */
final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

    /** Also what is said to clients as the largest UDP answer (DNS flag day 2020). */
    private static final int UDP_BYTES_MAX = 1_232;

    private static final int TCP_CLIENTS_MAX = 100;
    private static final int TCP_STRANGERS_MAX = 10;
    private static final int TCP_IDLE_MILLIS_MAX = 5_000;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);

    private final DatagramChannel udp;
    private final ServerSocket tcp;
    private final Answering answering;
    private final Metrics metrics;
    private final Semaphore tcpPlaces = new Semaphore(TCP_CLIENTS_MAX);
    private final Semaphore strangerPlaces = new Semaphore(TCP_STRANGERS_MAX);

    private DnsServer(DatagramChannel udp, ServerSocket tcp, Answering answering, Metrics metrics) {
        this.udp = udp;
        this.tcp = tcp;
        this.answering = answering;
        this.metrics = metrics;
    }

    /** What is answered, and to whom. */
    record Answering(DnsResponder responder, List<AddressRange> clients, LongSupplier nowSecond) {
        Answering {
            clients = List.copyOf(clients);
        }

        Optional<Bytes> answer(byte[] query, InetAddress client, DnsAsker.Transport transport) {
            long now = nowSecond.getAsLong();
            DnsAsker asker =
                    isClient(client)
                            ? DnsAsker.allowed(transport, now)
                            : DnsAsker.stranger(transport, now);
            return responder.answer(Bytes.of(query), asker);
        }

        private boolean isClient(InetAddress address) {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            Optional<Subject> subject =
                    Observables.normalise(
                                    SubjectKind.ADDRESS, zone < 0 ? text : text.substring(0, zone))
                            .optional();
            return subject.isPresent()
                    && clients.stream().anyMatch(range -> range.contains(subject.get()));
        }
    }

    static DnsServer start(InetSocketAddress listen, Answering answering, Metrics metrics)
            throws IOException {
        DatagramChannel udp = DatagramChannel.open();
        udp.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        udp.bind(listen);
        int port = ((InetSocketAddress) udp.getLocalAddress()).getPort();
        var tcp = new ServerSocket();
        tcp.setReuseAddress(true);
        tcp.bind(new InetSocketAddress(listen.getAddress(), port));
        var server = new DnsServer(udp, tcp, answering, metrics);
        Thread.ofPlatform().daemon().name("dns-udp").start(server::serveUdp);
        Thread.ofPlatform().daemon().name("dns-tcp").start(server::acceptTcp);
        return server;
    }

    int port() {
        return tcp.getLocalPort();
    }

    private void serveUdp() {
        ByteBuffer in = ByteBuffer.allocateDirect(UDP_BYTES_MAX);
        while (udp.isOpen()) {
            try {
                in.clear();
                var from = (InetSocketAddress) udp.receive(in);
                if (from == null) {
                    continue;
                }
                byte[] query = new byte[in.flip().remaining()];
                in.get(query);
                Optional<Bytes> answer =
                        answering.answer(query, from.getAddress(), DnsAsker.Transport.UDP);
                metrics.dnsQueries.inc();
                if (answer.isPresent()) {
                    udp.send(answer.get().buffer(), from);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException broken) {
                // One client's unreachable address must not stop the answers to all others.
                LOG.atDebug().setCause(broken).log("dns answer not sent");
            } catch (RuntimeException ours) { // a mistake met with one query must not end the lists
                LOG.atError().setCause(ours).log("dns query failed");
            }
        }
    }

    private void acceptTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                // Strangers only ever hear REFUSED; they must not keep clients from being heard.
                Semaphore places =
                        answering.isClient(client.getInetAddress()) ? tcpPlaces : strangerPlaces;
                if (places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> serveTcp(client, places));
                } else {
                    client.close();
                }
            } catch (IOException failed) {
                if (!tcp.isClosed()) {
                    LOG.atWarn().setCause(failed).log("dns connection not accepted");
                    // Out of files, most often: those that are open must get time to end.
                    LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
                }
            }
        }
    }

    private void serveTcp(Socket client, Semaphore places) {
        try (client) {
            client.setSoTimeout(TCP_IDLE_MILLIS_MAX);
            var in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                int length = in.read();
                if (length < 0) {
                    return;
                }
                byte[] query = in.readNBytes((length << 8) | in.readUnsignedByte());
                Optional<Bytes> answer =
                        answering.answer(query, client.getInetAddress(), DnsAsker.Transport.TCP);
                metrics.dnsQueries.inc();
                if (answer.isEmpty()) {
                    return;
                }
                int size = answer.get().length();
                byte[] framed = new byte[size + 2];
                framed[0] = (byte) (size >> 8);
                framed[1] = (byte) size;
                System.arraycopy(answer.get().array(), 0, framed, 2, size);
                out.write(framed);
            }
        } catch (IOException gone) {
            LOG.atDebug().setCause(gone).log("dns client gone");
        } finally {
            places.release();
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
