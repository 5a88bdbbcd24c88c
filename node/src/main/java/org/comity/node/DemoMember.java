package org.comity.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comity.charter.Country;
import org.comity.charter.Sector;
import org.comity.statement.MemberId;
import org.comity.statement.Tlp;
import org.comity.store.AtomicFile;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;

/**
 * One member of a demo: a directory, a node on loopback in a process of its own or in this one, and
 * its control socket.
 */
final class DemoMember implements AutoCloseable {
    static final String ZONE = "comity.internal";
    private static final Duration START_MAX = Duration.ofSeconds(60);

    /** Who it plays. */
    record Cast(String name, String country, Sector sector, String words) {
        MemberId id() {
            return new MemberId(name);
        }
    }

    private final Cast cast;
    private final Path data;
    private final int dnsPort;
    private Optional<Process> process = Optional.empty();
    private Optional<Node> here = Optional.empty();
    private Optional<SocketChannel> control = Optional.empty();

    private DemoMember(Cast cast, Path data, int dnsPort) {
        this.cast = cast;
        this.data = data;
        this.dnsPort = dnsPort;
    }

    static DemoMember found(Cast cast, Path folder, String moreToml, List<String> ownRelays)
            throws IOException {
        Path data = folder.resolve(cast.name());
        int dns = freePort();
        String http = "127.0.0.1:" + freePort();
        var sockets = new Founding.Sockets(http, "http://" + http, "127.0.0.1:" + dns, "off");
        String toml = Founding.toml(cast.id(), sockets, Tlp.GREEN, ownRelays);
        var founder = new Founding.Founder(cast.id(), new Country(cast.country()), cast.sector());
        Founding.found(data, founder, toml);
        AtomicFile.replace(
                Desk.configFile(data),
                Bytes.utf8(
                        (toml + moreToml)
                                .replace("poll-every = \"30s\"", "poll-every = \"5s\"")
                                .replace(
                                        "state-wanted = false",
                                        "state-wanted = " + moreToml.contains("[[list]]"))));
        return new DemoMember(cast, data, dns);
    }

    /** Free now; on loopback of a machine of one's own that is good enough. */
    private static int freePort() throws IOException {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        }
    }

    void startProcess() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseCompactObjectHeaders");
        command.add("-XX:+UseSerialGC");
        // Several nodes share this machine for a minute: compiling for months to come would take
        // most of it.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx384m");
        command.add("-Djava.library.path=" + System.getProperty("java.library.path", ""));
        String cache = System.getenv("COMITY_AOT_CACHE");
        if (cache != null && Files.exists(Path.of(cache))) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Xlog:aot=off");
            command.add("-Xlog:cds=off");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("node", "--data", data.toString()));
        command.addAll(List.of("--log", data.resolve("node.log").toString()));
        var builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(data.resolve("node.out").toFile());
        process = Optional.of(builder.start());
    }

    void startHere() throws IOException {
        here = Optional.of(Node.start(data, InstantSource.system()));
    }

    /** Waits until the node answers on its control socket. */
    void connect() throws IOException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < end) {
            try {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(Control.socket(data)));
                control = Optional.of(channel);
                return;
            } catch (IOException notYet) {
                if (process.isPresent() && !process.get().isAlive()) {
                    throw new IOException(
                            cast.name()
                                    + " did not start: "
                                    + Files.readString(data.resolve("node.out")),
                            notYet);
                }
                pause();
            }
        }
        throw new IOException(cast.name() + " did not answer within 60 s");
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopping);
        }
    }

    JsonNode ask(String name, JsonNode with) throws IOException {
        SocketChannel channel =
                control.orElseThrow(() -> new IllegalStateException("not connected"));
        synchronized (this) {
            return Control.ask(channel, name, with, progress -> {});
        }
    }

    /** Waits until an answer is as wished; fails in words after a while. */
    JsonNode await(String what, Asked asked, java.util.function.Predicate<JsonNode> wished)
            throws IOException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < end) {
            JsonNode answer = ask(asked.name(), asked.with());
            if (wished.test(answer)) {
                return answer;
            }
            pause();
        }
        throw new IOException(cast.name() + ": " + what + " did not come about within 60 s");
    }

    /** An operation with what goes with it. */
    record Asked(String name, JsonNode with) {}

    Cast cast() {
        return cast;
    }

    Path data() {
        return data;
    }

    int dnsPort() {
        return dnsPort;
    }

    String logOrigin() {
        return cast.name() + "/log";
    }

    @Override
    public void close() throws IOException {
        if (control.isPresent()) {
            control.get().close();
        }
        if (here.isPresent()) {
            here.get().close();
        }
        if (process.isPresent()) {
            process.get().destroy();
            try {
                if (!process.get().waitFor(10, TimeUnit.SECONDS)) {
                    process.get().destroyForcibly();
                }
            } catch (InterruptedException stopping) {
                process.get().destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
