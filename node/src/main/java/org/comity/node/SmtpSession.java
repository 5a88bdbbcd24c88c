package org.comity.node;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.net.smtp.AuthenticatingSMTPClient;
import org.apache.commons.net.smtp.AuthenticatingSMTPClient.AUTH_METHOD;
import org.apache.commons.net.smtp.SMTPReply;
import org.comity.protection.MailAddress;
import org.comity.value.Bytes;

/**
 * One connection to the own mail server (RFC 5321), for several mails. Beyond loopback nothing is
 * said before TLS, and the server must show a certificate for its name; a password is sent only
 * within TLS or on loopback, and stands in no answer and no log.
 */
final class SmtpSession implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(30);

    /** RFC 5321, section 4.5.3.2, has up to ten minutes; the own server is nearer than that. */
    private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

    /** Answers to 100 mails are some 40 kB. */
    private static final int HEARD_BYTES_MAX = 1 << 20;

    private static final Duration SESSION_MAX = Duration.ofHours(1);
    private static final int SAID_LENGTH_MAX = 200;
    private static final int LOGIN_BYTES_MAX = 1_024;
    private static final int TLS_PORT = 465;

    /** What became of one mail. */
    sealed interface Answer {
        String said();

        /** The server took it upon itself. */
        record Taken(String said) implements Answer {}

        /** Not now. */
        record Later(String said) implements Answer {}

        /** Never. */
        record Never(String said) implements Answer {}

        /** Nothing to do with this mail: the server cannot be used now. */
        record Down(String said) implements Answer {}

        /** It was lost while the mail was under way: the server may have taken it. */
        record Unknown(String said) implements Answer {}
    }

    /** The server cannot be used; the message says why. */
    static final class DownException extends IOException {
        private static final long serialVersionUID = 1;

        DownException(String why) {
            super(why);
        }
    }

    private final AuthenticatingSMTPClient client;

    private SmtpSession(AuthenticatingSMTPClient client) {
        this.client = client;
    }

    /**
     * @param name that this machine gives itself
     */
    static SmtpSession open(Config.MailServer server, Path data, String name) throws IOException {
        boolean near = isLoopback(server.host());
        var client =
                new AuthenticatingSMTPClient(
                        "TLS",
                        server.port() == TLS_PORT && !near,
                        StandardCharsets.US_ASCII.name());
        client.setTrustManager(
                null); // the machine's authorities; its own default checks only dates
        client.setEndpointCheckingEnabled(true);
        client.setSocketFactory(new BoundedSockets(HEARD_BYTES_MAX, SESSION_MAX));
        client.setConnectTimeout((int) CONNECT_MAX.toMillis());
        client.setDefaultTimeout((int) ANSWER_MAX.toMillis());
        var session = new SmtpSession(client);
        try {
            client.connect(server.host(), server.port());
            session.require("greeting", client.getReplyCode());
            client.setSoTimeout((int) ANSWER_MAX.toMillis());
            session.require("EHLO", client.ehlo(name));
            if (!near && server.port() != TLS_PORT) {
                session.startTls(name);
            }
            if (server.login().isPresent()) {
                session.logIn(data.resolve(server.login().get()));
            }
            return session;
        } catch (IOException failed) {
            session.close();
            throw failed;
        }
    }

    private static boolean isLoopback(String host) throws IOException {
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return host.equals("localhost")
                || (literal && InetAddress.getByName(host).isLoopbackAddress());
    }

    private void startTls(String name) throws IOException {
        if (!offers("STARTTLS")) {
            throw new DownException("the mail server offers no TLS");
        }
        if (!client.execTLS()) {
            throw new DownException("the mail server refused STARTTLS: " + said());
        }
        require("EHLO", client.ehlo(name));
    }

    private void logIn(Path file) throws IOException {
        List<String> lines = login(file);
        boolean plain = offersAuth("PLAIN");
        if (!plain && !offersAuth("LOGIN")) {
            throw new DownException("the mail server takes no password");
        }
        AUTH_METHOD method = plain ? AUTH_METHOD.PLAIN : AUTH_METHOD.LOGIN;
        try {
            if (!client.auth(method, lines.get(0), lines.get(1))) {
                // Not what it said: that may hold what was sent.
                throw new DownException(
                        "the mail server refused the login, " + client.getReplyCode());
            }
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has it", absent);
        }
    }

    /** Name and password. */
    private static List<String> login(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LOGIN_BYTES_MAX + 1);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            if (bytes.length > LOGIN_BYTES_MAX || lines.size() != 2) {
                throw new DownException("notices.login is not a file of a name and a password");
            }
            return lines;
        }
    }

    private boolean offers(String word) {
        return lines().stream().anyMatch(it -> it.startsWith(word));
    }

    private boolean offersAuth(String method) {
        return lines().stream()
                .anyMatch(
                        it -> it.startsWith("AUTH") && List.of(it.split("[ =]")).contains(method));
    }

    /** Of the last answer, without the number at the beginning of each. */
    private List<String> lines() {
        return List.of(client.getReplyStrings()).stream()
                .filter(it -> it.length() > 4)
                .map(it -> it.substring(4).toUpperCase(Locale.ROOT))
                .toList();
    }

    private void require(String step, int reply) throws IOException {
        if (!SMTPReply.isPositiveCompletion(reply)) {
            throw new DownException("the mail server refused " + step + ": " + said());
        }
    }

    /** One mail to one address. */
    Answer send(MailAddress from, MailAddress to, Bytes mail) {
        boolean under = false;
        try {
            client.reset();
            if (!client.setSender(from.text())) {
                // The sender is the same for all.
                return new Answer.Down("MAIL FROM was refused: " + said());
            }
            if (!client.addRecipient(to.text())) {
                return refused();
            }
            Writer writer = client.sendMessageData();
            if (writer == null) {
                return refused();
            }
            under = true;
            writer.write(mail.utf8());
            writer.close(); // with the dot that ends it
            return client.completePendingCommand() ? new Answer.Taken(said()) : refused();
        } catch (IOException lost) {
            String why = "connection lost: " + Main.reason(lost);
            return under ? new Answer.Unknown(why) : new Answer.Down(why);
        }
    }

    private Answer refused() {
        int code = client.getReplyCode();
        if (code == SMTPReply.SERVICE_NOT_AVAILABLE) {
            return new Answer.Down(said());
        }
        return SMTPReply.isNegativePermanent(code)
                ? new Answer.Never(said())
                : new Answer.Later(said());
    }

    /** The server's last answer, on one line. */
    private String said() {
        String line =
                Optional.ofNullable(client.getReplyString())
                        .orElse("")
                        .replaceAll("[^\\x20-\\x7e]+", " ")
                        .strip();
        return line.substring(0, Math.min(SAID_LENGTH_MAX, line.length()));
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.logout();
                client.disconnect();
            }
        } catch (IOException gone) {
            // What is closed already needs no closing; each mail has had its answer.
        }
    }
}
