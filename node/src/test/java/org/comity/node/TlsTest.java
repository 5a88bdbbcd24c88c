package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.comity.exchange.Answer;
import org.comity.statement.MemberId;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Members reach each other within TLS 1.3, and know each other by the charter's node keys. */
class TlsTest extends RunningNodes {
    private static final String B = "isp.example";

    @Test
    void membersShareWithinTlsAndNobodyElseIsTakenForOne() throws Exception {
        Node a = startTls(A, "NL");
        Node b = startTls(B, "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        await(b, "check", values("bad-one.com"), it -> claimants(it).contains(A));
        take(b, Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.2"));
        await(a, "check", values("bad-two.com"), it -> claimants(it).contains(B));
        inStep(nodes);

        String url = b.desk().config().http().url();
        PeerClient client = PeerClient.of(a.desk());
        assertInstanceOf(Answer.Got.class, client.fetch(url + "/healthz"));
        String strange = "https://127.0.0.1:" + a.desk().config().http().listen().get().getPort();
        assertTrue(
                failed(client.fetch(strange.replace("127.0.0.1", "localhost") + "/healthz"))
                        .contains("no charter known here"));
        assertThrows(
                IOException.class,
                () -> HttpClient.newHttpClient().send(get(url), all()),
                "an authority's client knows nobody here");
        assertThrows(
                IOException.class,
                () -> HttpClient.newHttpClient().send(get(url.replace("https", "http")), all()));

        InetSocketAddress its = b.desk().config().http().listen().orElseThrow();
        nodes.remove(b);
        b.close();
        Path other = Cli.init(folder, "other.example", "KE");
        SSLContext others = NodeKeys.open(new MemberId("other.example"), other).tls();
        try (var _ = HttpServer.start(its, new Greeting(), Optional.of(others))) {
            assertTrue(failed(client.fetch(url + "/healthz")).contains("not one of " + B + "/log"));
        }
        SSLContext same = NodeKeys.open(b.desk().self(), directories.get(1)).tls();
        try (var server = HttpServer.start(its, new Greeting(), Optional.of(others))) {
            server.show(same);
            assertInstanceOf(Answer.Got.class, client.fetch(url + "/healthz"));
        }
    }

    @Test
    void olderTlsIsRefusedAndAHandshakeThatDoesNotComeIsCutOff() throws Exception {
        Node a = startTls(A, "NL");
        InetSocketAddress at = a.desk().config().http().listen().orElseThrow();
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new TrustManager[] {new Anybody()}, null);
        try (var older = (SSLSocket) anybody.getSocketFactory().createSocket()) {
            older.connect(at);
            older.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLHandshakeException.class, older::startHandshake);
        }
        try (var silent = new Socket()) {
            silent.connect(at);
            silent.setSoTimeout(9_000); // Jetty's own patience is longer
            silent.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @Test
    void theNodeKeyAndTheOneBeforeItVouchAndNoOther() throws Exception {
        SigningKey now = key(A, 1);
        SigningKey before = key(A, 2);
        X509Certificate shown = shown(TlsIdentity.server(seed(1), List.of(now, before)));
        assertTrue(TlsIdentity.isVouchedFor(shown, List.of(now.verifierKey())));
        assertTrue(
                TlsIdentity.isVouchedFor(
                        shown, List.of(key(A, 3).verifierKey(), before.verifierKey())));
        assertFalse(TlsIdentity.isVouchedFor(shown, List.of(key(A, 3).verifierKey())));
        assertFalse(TlsIdentity.isVouchedFor(shown, List.of(key(B, 1).verifierKey())));
        assertFalse(TlsIdentity.isVouchedFor(shown, List.of()));
        assertEquals(shown, shown(TlsIdentity.server(seed(1), List.of(now, before))));
    }

    @Test
    void theSameBytesAsAKeyOfAnotherKindAreNotVouchedFor() throws Exception {
        SigningKey now = key(A, 1);
        X509Certificate shown = shown(TlsIdentity.server(seed(1), List.of(now)));
        String ed25519 = "302a300506032b6570032100"; // RFC 8410, section 4
        String x25519 = "302a300506032b656e032100";
        String hex = HexFormat.of().formatHex(shown.getEncoded());
        assertTrue(hex.contains(ed25519));
        byte[] other = HexFormat.of().parseHex(hex.replace(ed25519, x25519));
        var read =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(other));
        assertFalse(TlsIdentity.isVouchedFor(read, List.of(now.verifierKey())));
    }

    private static X509Certificate shown(SSLContext context) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new TrustManager[] {new Anybody()}, null);
        try (var server = HttpServer.start(loopback, new Greeting(), Optional.of(context));
                var socket =
                        (SSLSocket)
                                anybody.getSocketFactory()
                                        .createSocket(loopback.getAddress(), server.port())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static Bytes seed(int number) {
        return Hash.digest(new byte[] {(byte) number}).bytes();
    }

    private static SigningKey key(String member, int number) {
        return SigningKey.of(member + "/log", VerifierKey.Type.ED25519, seed(number));
    }

    private Node startTls(String member, String country) throws IOException {
        Path data = folder.resolve(member);
        String http = "127.0.0.1:" + FreePorts.next();
        Cli.Ran ran =
                Cli.run(
                        data,
                        "init",
                        "--member",
                        member,
                        "--country",
                        country,
                        "--http",
                        http,
                        "--url",
                        "https://" + http,
                        "--dns",
                        "off",
                        "--mail",
                        "off");
        assertEquals(0, ran.exit(), ran.err());
        Node node = Node.start(data, InstantSource.system());
        nodes.add(node);
        directories.add(data);
        return node;
    }

    private static String failed(Answer answer) {
        return assertInstanceOf(Answer.Failed.class, answer).why();
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url + "/healthz")).build();
    }

    private static HttpResponse.BodyHandler<byte[]> all() {
        return HttpResponse.BodyHandlers.ofByteArray();
    }

    private record Greeting() implements HttpServer.Routes {
        @Override
        public int bodyBytesMax(String method, String path) {
            return 0;
        }

        @Override
        public HttpServer.Answered answer(HttpServer.Asked asked) {
            return HttpServer.Answered.text(200, "hello");
        }
    }

    /** For looking at what is shown. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
