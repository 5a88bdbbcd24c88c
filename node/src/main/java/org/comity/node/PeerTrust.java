package org.comity.node;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.comity.tlog.VerifierKey;

/**
 * Whom a node believes on a TLS connection: whoever holds a node key that a charter lists for the
 * address that was asked, and no certificate authority.
 */
final class PeerTrust {
    /** The host's name proves nothing here: the key was asked for by the whole address. */
    private static final HostnameVerifier BY_KEY = (_, _) -> true;

    private static final int FACTORIES_MAX = 1_024;

    private final Known known;
    // Connections are kept open only under the same factory.
    private final Map<List<VerifierKey>, SSLSocketFactory> factories = new ConcurrentHashMap<>();

    /** Who answers where. */
    interface Known {
        /** The node keys that the charters known here list for the address of this URI. */
        List<VerifierKey> nodeKeys(String uri) throws IOException;
    }

    PeerTrust(Known known) {
        this.known = known;
    }

    /** From now on the connection is to nobody else. */
    void bind(HttpsURLConnection connection, String uri) throws IOException {
        List<VerifierKey> keys = known.nodeKeys(uri);
        if (keys.isEmpty()) {
            throw new IOException("no charter known here lists this address");
        }
        if (factories.size() > FACTORIES_MAX) {
            factories.clear();
        }
        SSLSocketFactory factory = factories.get(keys);
        if (factory == null) {
            factory = factory(keys);
            factories.put(keys, factory);
        }
        connection.setSSLSocketFactory(factory);
        connection.setHostnameVerifier(BY_KEY);
    }

    private static SSLSocketFactory factory(List<VerifierKey> keys) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance(TlsIdentity.PROTOCOL);
            context.init(null, new TrustManager[] {new ByNodeKey(keys)}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java cannot do TLS 1.3", missing);
        }
    }

    private static final class ByNodeKey extends X509ExtendedTrustManager {
        private final List<VerifierKey> keys;

        ByNodeKey(List<VerifierKey> keys) {
            this.keys = keys;
        }

        private void check(X509Certificate[] chain, String protocol) throws CertificateException {
            if (!protocol.equals(TlsIdentity.PROTOCOL)) {
                throw new CertificateException("not TLS 1.3: " + protocol);
            }
            if (chain.length == 0 || !TlsIdentity.isVouchedFor(chain[0], keys)) {
                throw new CertificateException(
                        "the certificate is not one of " + keys.getFirst().name());
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain, ((SSLSocket) socket).getHandshakeSession().getProtocol());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain, engine.getHandshakeSession().getProtocol());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("asked without a connection");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("clients sign their requests instead");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
