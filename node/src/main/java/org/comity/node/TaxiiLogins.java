package org.comity.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.comity.value.Bytes;

/**
 * Whose credentials a request brings: Basic with name and password, or Bearer with {@code
 * NAME.PASSWORD}. A slow hash is worked out once; then an HMAC of the credentials under a key that
 * never leaves this process is remembered together with the user's row, so that a password that was
 * changed or taken away ends at once. Whoever was let in never waits again, however many guess; and
 * who guesses has few tries, of which only two are worked out at a time.
 */
final class TaxiiLogins {
    static final String SCHEMES =
            "Basic realm=\"comity\", charset=\"UTF-8\", Bearer realm=\"comity\"";
    private static final Duration WRONG_KEPT = Duration.ofMinutes(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final int KEPT_MAX = 4_096;
    private static final int AT_ONCE_MAX = 2;
    private static final int WAITING_MAX = 64;
    private static final int LENGTH_MAX = 1_024;

    private final Desk desk;
    private final LongSupplier nanos;
    private final SecretKeySpec key;
    private final TaxiiSecret nobody;
    private final Semaphore slow = new Semaphore(AT_ONCE_MAX, true);
    private final TaxiiTries tries;
    // Both guarded by this; apart, so that wrong ones push no good ones out.
    private final Map<Bytes, Known> good = newest();
    private final Map<Bytes, Known> wrong = newest();

    /**
     * @param row of the user when it was checked; empty: there was none
     */
    private record Known(Optional<Bytes> row, long sinceNanos) {}

    /** Whose they are. */
    sealed interface Login {}

    record User(TaxiiUser user) implements Login {}

    record Nobody() implements Login {}

    /** Too many were wrong, or wait to be checked. */
    record Later() implements Login {}

    private static Map<Bytes, Known> newest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Bytes, Known> eldest) {
                return size() > KEPT_MAX;
            }
        };
    }

    record Said(String name, String password) {}

    TaxiiLogins(Desk desk, LongSupplier nanos) {
        this.desk = desk;
        this.nanos = nanos;
        this.tries = new TaxiiTries(nanos);
        byte[] drawn = new byte[32];
        desk.random().nextBytes(drawn);
        this.key = new SecretKeySpec(drawn, "HmacSHA256");
        this.nobody = TaxiiSecret.ofNobody(desk.random());
    }

    /**
     * @param from the address that the request came from
     */
    Login login(Optional<String> authorization, String from) throws IOException {
        Optional<Said> said = authorization.flatMap(TaxiiLogins::said);
        if (said.isEmpty()) {
            return new Nobody();
        }
        String name = said.get().name();
        Optional<Bytes> row =
                name.matches(TaxiiUser.NAME)
                        ? desk.store().value(TaxiiUser.key(name))
                        : Optional.empty();
        Bytes digest = digest(said.get());
        Optional<Boolean> before = before(digest, row);
        if (before.isEmpty()) {
            Optional<TaxiiSecret> kept = row.map(it -> TaxiiUser.read(name, it).secret());
            String password = said.get().password();
            // Here and from behind a proxy all come from one address.
            before = checked(password, kept, TaxiiTries.who(from, name));
            if (before.isEmpty()) {
                return new Later();
            }
            remember(before.get() ? good : wrong, digest, row);
        }
        return before.get() ? new User(TaxiiUser.read(name, row.orElseThrow())) : new Nobody();
    }

    /** Empty when there were too many tries, or it would have to wait too long. */
    private Optional<Boolean> checked(String password, Optional<TaxiiSecret> kept, String who)
            throws IOException {
        // Nobody who guesses elsewhere keeps such a user waiting.
        if (kept.filter(it -> it.isDrawn() && it.isOf(password)).isPresent()) {
            return Optional.of(true);
        }
        if (!tries.begin(who)) {
            return Optional.empty();
        }
        // A name that nobody has takes as long as a password that is wrong.
        TaxiiSecret secret = kept.filter(it -> !it.isDrawn()).orElse(nobody);
        Optional<Boolean> found = slowly(secret, password);
        if (found.equals(Optional.of(true))) {
            tries.wasGood(who);
        }
        return found;
    }

    /** Whether they were good when they were checked; empty when nobody has. */
    private synchronized Optional<Boolean> before(Bytes digest, Optional<Bytes> row) {
        Known were = good.get(digest);
        if (were != null && were.row().equals(row)) {
            return Optional.of(true);
        }
        Known not = wrong.get(digest);
        boolean isWrong =
                not != null
                        && not.row().equals(row)
                        && nanos.getAsLong() - not.sinceNanos() < WRONG_KEPT.toNanos();
        return isWrong ? Optional.of(false) : Optional.empty();
    }

    private synchronized void remember(Map<Bytes, Known> in, Bytes digest, Optional<Bytes> row) {
        in.put(digest, new Known(row, nanos.getAsLong()));
    }

    /** Empty when it would have to wait too long. */
    private Optional<Boolean> slowly(TaxiiSecret secret, String password) throws IOException {
        try {
            if (slow.getQueueLength() >= WAITING_MAX
                    || !slow.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a password waited to be checked", stopping);
        }
        try {
            return Optional.of(isOf(secret, password));
        } finally {
            slow.release();
        }
    }

    /**
     * On a thread of the machine: on virtual ones, which share the cores without being put aside,
     * two passwords would stop every other request on two cores.
     */
    private static boolean isOf(TaxiiSecret secret, String password) throws IOException {
        var checking = new FutureTask<Boolean>(() -> secret.isOf(password));
        Thread.ofPlatform().daemon().name("password").start(checking);
        try {
            return checking.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a password was checked", stopping);
        } catch (ExecutionException ours) {
            throw new IllegalStateException("a password could not be checked", ours);
        }
    }

    private Bytes digest(Said said) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((said.name() + "\0").getBytes(StandardCharsets.UTF_8));
            return Bytes.of(mac.doFinal(said.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", absent);
        }
    }

    static Optional<Said> said(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        if (parts.length < 2 || parts[1].length() > LENGTH_MAX) {
            return Optional.empty();
        }
        if (parts[0].equalsIgnoreCase("Bearer")) {
            return split(parts[1], '.');
        }
        if (!parts[0].equalsIgnoreCase("Basic")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(parts[1].strip());
            return split(new String(bytes, StandardCharsets.UTF_8), ':');
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<Said> split(String text, char at) {
        int end = text.indexOf(at);
        return end < 1
                ? Optional.empty()
                : Optional.of(new Said(text.substring(0, end), text.substring(end + 1)));
    }
}
