package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports for nodes on loopback, while other tests do the same in another process. They lie below
 * those that the system hands out: else another connection could get one between here and its use,
 * or while a node is stopped. Each process has a block of its own, whose first port it holds as
 * long as it runs.
 */
final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int BLOCKS = 100;
    private static final int BLOCK_PORTS = 200;
    private static final ServerSocket HELD = holdBlock();
    private static int taken;

    private FreePorts() {}

    static synchronized int next() throws IOException {
        for (int attempt = 1; attempt < BLOCK_PORTS; attempt++) {
            taken = taken % (BLOCK_PORTS - 1) + 1;
            int port = HELD.getLocalPort() + taken;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port after " + HELD.getLocalPort());
    }

    private static ServerSocket holdBlock() {
        for (int block = 0; block < BLOCKS; block++) {
            try {
                return bound(FIRST + block * BLOCK_PORTS);
            } catch (BindException another) {
                continue; // that process has the block
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        throw new IllegalStateException("no free block of ports");
    }

    private static boolean isFree(int port) throws IOException {
        var udp = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (var _ = bound(port);
                var _ = new DatagramSocket(udp)) {
            return true;
        } catch (BindException busy) {
            return false;
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
