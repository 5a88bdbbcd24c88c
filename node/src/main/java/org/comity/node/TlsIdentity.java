package org.comity.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * By what a node is known on a TLS connection: its certificate is its own, and an extension of it
 * holds a note in which the node key of the charter names the certificate's key. Nobody else signs
 * it. Format: docs/formats/tls.md.
 *
 * <p>The TLS key is not the node key itself, so that nothing that a stranger makes a handshake sign
 * can be a note of the node. It follows from the node's seed, so there is no further secret to keep
 * and a start makes the same certificate again.
 */
final class TlsIdentity {
    static final String PROTOCOL = "TLSv1.3";

    /** A UUID as an object identifier (ITU-T X.667), since nobody need assign it. */
    static final String EXTENSION = "2.25.243017464230521938316403182739153274049";

    private static final String TITLE = "comity/tls-key/v1\n";
    private static final AlgorithmIdentifier ED25519 =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112")); // RFC 8410
    private static final int NOTE_BYTES_MAX = 4_096;
    private static final char[] NO_PASSWORD = {};

    private TlsIdentity() {}

    /**
     * For a node that answers under this name.
     *
     * @param seed of the node
     * @param vouching the node key, and the one before it: not everybody has read yet that it was
     *     replaced
     */
    static SSLContext server(Bytes seed, List<SigningKey> vouching) throws IOException {
        try {
            Bytes secret = SigningKey.derive(seed, "comity/tls/v1");
            String name = vouching.getFirst().verifierKey().name();
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(
                                    new EdECPrivateKeySpec(
                                            NamedParameterSpec.ED25519, secret.array()));
            Bytes publicKey =
                    SigningKey.of(name, VerifierKey.Type.ED25519, secret).verifierKey().publicKey();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            X509Certificate[] chain = {certificate(key, publicKey, vouching)};
            store.setKeyEntry("node", key, NO_PASSWORD, chain);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java cannot do TLS 1.3 with Ed25519", missing);
        }
    }

    private static X509Certificate certificate(
            PrivateKey key, Bytes publicKey, List<SigningKey> vouching)
            throws GeneralSecurityException, IOException {
        String name = vouching.getFirst().verifierKey().name();
        Note note = Note.of(text(name, publicKey));
        for (SigningKey one : vouching) {
            note = note.signedBy(one);
        }
        var subject = new X500Name("CN=" + name);
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(1));
        generator.setSignature(ED25519);
        generator.setIssuer(subject);
        generator.setSubject(subject);
        generator.setStartDate(new Time(new ASN1UTCTime("700101000000Z")));
        // It ends with the node key: no date of its own (RFC 5280, 4.1.2.5).
        generator.setEndDate(new Time(new ASN1GeneralizedTime("99991231235959Z")));
        generator.setSubjectPublicKeyInfo(new SubjectPublicKeyInfo(ED25519, publicKey.array()));
        generator.setExtensions(
                new Extensions(
                        new Extension(
                                new ASN1ObjectIdentifier(EXTENSION), false, note.bytes().array())));
        TBSCertificate signed = generator.generateTBSCertificate();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key);
        signer.update(signed.getEncoded(ASN1Encoding.DER));
        ASN1Encodable[] parts = {signed, ED25519, new DERBitString(signer.sign())};
        byte[] whole = new DERSequence(parts).getEncoded(ASN1Encoding.DER);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static String text(String name, Bytes publicKey) {
        return TITLE + name + "\n" + publicKey.base64() + "\n";
    }

    /** Whether one of these node keys names the certificate's key; TLS shows who holds that. */
    static boolean isVouchedFor(X509Certificate certificate, List<VerifierKey> nodeKeys) {
        byte[] wrapped = certificate.getExtensionValue(EXTENSION);
        if (wrapped == null || wrapped.length > NOTE_BYTES_MAX) {
            return false;
        }
        byte[] octets;
        byte[] publicKey;
        try {
            octets = ASN1OctetString.getInstance(wrapped).getOctets();
            SubjectPublicKeyInfo shown =
                    SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
            // The note names 32 bytes; as a key of another kind somebody else might hold them.
            if (!shown.getAlgorithm().equals(ED25519)) {
                return false;
            }
            publicKey = shown.getPublicKeyData().getOctets();
        } catch (IllegalArgumentException | IllegalStateException notOurs) {
            return false;
        }
        return Note.parse(Bytes.of(octets)) instanceof Checked.Good<Note>(Note note)
                && nodeKeys.stream()
                        .anyMatch(it ->
                                note.text().equals(text(it.name(), Bytes.of(publicKey)))
                                        && note.isSignedBy(it));
    }
}
