package org.comity.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.comity.value.Bytes;

/**
 * Whose credentials a request brings: Basic with name and password, or Bearer with {@code
 * NAME.PASSWORD}. The slow hash is worked out once; then an HMAC of the credentials under a key
 * that never leaves this process is remembered for a while, together with the user's row, so that a
 * password that was changed or taken away ends at once. Wrong ones are remembered too, and only two
 * are worked out at a time: guessing costs the node little.
 */
final class TaxiiLogins {
    static final String SCHEMES =
            "Basic realm=\"comity\", charset=\"UTF-8\", Bearer realm=\"comity\"";
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final int KEPT_MAX = 4_096;
    private static final int AT_ONCE_MAX = 2;
    private static final int LENGTH_MAX = 1_024;

    private final Desk desk;
    private final LongSupplier nanos;
    private final SecretKeySpec key;
    private final TaxiiSecret nobody;
    private final Semaphore slow = new Semaphore(AT_ONCE_MAX);
    // Guarded by itself.
    private final Map<Bytes, Known> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Known> eldest) {
                    return size() > KEPT_MAX;
                }
            };

    /**
     * @param row of the user when it was checked; empty: there was none
     */
    private record Known(Optional<Bytes> row, boolean good, long sinceNanos) {}

    private record Said(String name, String password) {}

    TaxiiLogins(Desk desk, LongSupplier nanos) {
        this.desk = desk;
        this.nanos = nanos;
        byte[] drawn = new byte[32];
        desk.random().nextBytes(drawn);
        this.key = new SecretKeySpec(drawn, "HmacSHA256");
        this.nobody = TaxiiSecret.of(Bytes.of(drawn).hex(), desk.random());
    }

    /** Empty for credentials that are nobody's. */
    Optional<TaxiiUser> user(Optional<String> authorization) throws IOException {
        Optional<Said> said = authorization.flatMap(TaxiiLogins::said);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        String name = said.get().name();
        Optional<Bytes> row =
                name.matches(TaxiiUser.NAME)
                        ? desk.store().value(TaxiiUser.key(name))
                        : Optional.empty();
        return isGood(said.get(), row) ? row.map(it -> TaxiiUser.read(name, it)) : Optional.empty();
    }

    private boolean isGood(Said said, Optional<Bytes> row) throws IOException {
        Bytes digest = digest(said);
        synchronized (known) {
            Known before = known.get(digest);
            if (before != null
                    && before.row().equals(row)
                    && nanos.getAsLong() - before.sinceNanos() < KEPT.toNanos()) {
                return before.good();
            }
        }
        // A name that nobody has takes as long as a password that is wrong.
        TaxiiSecret secret = row.map(it -> TaxiiUser.read(said.name(), it).secret()).orElse(nobody);
        boolean good = slowly(secret, said.password()) && row.isPresent();
        synchronized (known) {
            known.put(digest, new Known(row, good, nanos.getAsLong()));
        }
        return good;
    }

    private boolean slowly(TaxiiSecret secret, String password) throws IOException {
        try {
            if (!slow.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal("too many passwords are being checked; ask again", "");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a password waited to be checked", stopping);
        }
        try {
            return secret.isOf(password);
        } finally {
            slow.release();
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

    private static Optional<Said> said(String authorization) {
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
