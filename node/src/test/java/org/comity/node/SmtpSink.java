package org.comity.node;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A mail server on loopback that keeps what it takes and does with each mail as it is told. */
final class SmtpSink implements AutoCloseable {
    /** What it does with a mail. */
    enum Does {
        TAKE,
        /** 450 to RCPT */
        LATER,
        /** 550 to RCPT */
        NEVER,
        /** 451 behind the mail's end */
        LATER_AT_END,
        /** hangs up behind the mail's end, and keeps nothing */
        HANG_UP,
        /** keeps the mail and hangs up instead of saying so */
        TAKE_IN_SILENCE
    }

    /** A mail that it keeps, and for whom. */
    record Kept(String to, String mail) {}

    /** User "u", password "right". */
    static final String LOGIN =
            Base64.getEncoder().encodeToString("\0u\0right".getBytes(StandardCharsets.US_ASCII));

    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final IntFunction<Does> does;
    private final AtomicInteger mails = new AtomicInteger();
    private final List<Kept> kept = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Runnable onMail = () -> {};

    /**
     * @param does by the number of the mail, from 0 on
     */
    SmtpSink(IntFunction<Does> does) throws IOException {
        this.does = does;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("sink").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Kept> kept() {
        return kept;
    }

    /** What was sent as user and password. */
    List<String> logins() {
        return logins;
    }

    /** Mails that were begun, whatever became of them. */
    int begun() {
        return mails.get();
    }

    /** Called before each mail is answered. */
    void onMail(Runnable told) {
        onMail = told;
    }

    private void accept() {
        try {
            while (true) {
                Socket one = socket.accept();
                open.add(one);
                Thread.ofVirtual().start(() -> serve(one));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket one) {
        try (one;
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        one.getInputStream(), StandardCharsets.ISO_8859_1));
                var out =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        one.getOutputStream(), StandardCharsets.ISO_8859_1))) {
            say(out, "220 sink");
            talk(in, out);
        } catch (SocketException gone) {
            // The client, or the test, is over.
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private void talk(BufferedReader in, BufferedWriter out) throws IOException {
        String to = "";
        Does now = Does.TAKE;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(out, "250-sink\r\n250-AUTH LOGIN PLAIN\r\n250 8BITMIME");
                case "AUTH" -> {
                    say(out, "334 ");
                    String secret = in.readLine();
                    logins.add(secret);
                    say(out, secret.equals(LOGIN) ? "235 ok" : "535 not with " + secret);
                }
                case "MAIL" -> {
                    now = does.apply(mails.getAndIncrement());
                    say(out, "250 ok");
                }
                case "RCPT" -> {
                    to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    say(
                            out,
                            now == Does.LATER
                                    ? "450 later"
                                    : now == Does.NEVER ? "550 no such user" : "250 ok");
                }
                case "DATA" -> {
                    say(out, "354 go on");
                    String mail = read(in);
                    onMail.run();
                    if (now == Does.TAKE || now == Does.TAKE_IN_SILENCE) {
                        kept.add(new Kept(to, mail));
                    }
                    if (now == Does.HANG_UP || now == Does.TAKE_IN_SILENCE) {
                        return;
                    }
                    say(out, now == Does.TAKE ? "250 taken" : "451 later");
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "250 ok");
            }
        }
    }

    private static String read(BufferedReader in) throws IOException {
        var mail = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return mail.toString();
            }
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        throw new SocketException("the client is gone");
    }

    private static void say(BufferedWriter out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) {
            one.close();
        }
    }
}
