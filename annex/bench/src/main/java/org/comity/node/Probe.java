package org.comity.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Asks a node whether it answers yet. */
final class Probe {
    private Probe() {}

    /** Free now; on loopback of a machine of one's own that is good enough. */
    static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** True when the node tells its status over the control socket; false when nobody listens. */
    static boolean control(Path data) throws IOException {
        try (SocketChannel node = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            node.connect(UnixDomainSocketAddress.of(Control.socket(data)));
            return Control.ask(node, "status", Json.object(), line -> {}).has("member");
        } catch (java.net.SocketException nobody) {
            return false;
        }
    }
}
