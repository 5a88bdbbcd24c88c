package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom a mail was sent to: kept only while it is parsed, only to find them again in what would
 * leave. An address or its local part is looked for as it is, percent-encoded, in base64 (both
 * alphabets, any alignment), in hexadecimal, and as MD5, SHA-1 or SHA-256.
 */
final class Recipients {
    /**
     * More are not looked for; a mail with more visible recipients was not made for one of them.
     */
    static final int RECIPIENTS_MAX = 500;

    /**
     * Shorter names stand inside too many words; they are found only as a whole run of letters and
     * digits.
     */
    private static final int SUBSTRING_MIN = 4;

    private static final int SQUASHED_MIN = 5;

    private final Set<String> addresses = new TreeSet<>();
    private final Set<String> locals = new TreeSet<>();

    /** As they were written: what is encoded depends on the case. */
    private final Set<String> spelled = new TreeSet<>();

    private final List<String> encoded = new ArrayList<>();
    private final Set<String> digests = new TreeSet<>();
    private boolean prepared;

    void add(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0 || addresses.size() >= RECIPIENTS_MAX) {
            return;
        }
        String lower = address.toLowerCase(Locale.ROOT);
        addresses.add(lower);
        spelled.add(address);
        spelled.add(address.substring(0, at));
        String local = lower.substring(0, at);
        locals.add(local);
        int tag = local.indexOf('+');
        if (tag > 0) {
            locals.add(local.substring(0, tag));
        }
        prepared = false;
    }

    boolean isRecipient(String address) {
        return addresses.contains(address.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a path segment or a host label holds a recipient or a local part in any of the forms.
     */
    boolean isHeldBy(String text) {
        if (addresses.isEmpty() || text.isEmpty()) {
            return false;
        }
        String plain = TextCodes.unpercent(text);
        return plainIn(plain.toLowerCase(Locale.ROOT))
                || isEncodedIn(plain)
                || TextCodes.base64Readings(plain).stream().anyMatch(this::longIn)
                || TextCodes.hexReadings(plain).stream().anyMatch(this::longIn);
    }

    /**
     * The forms that nobody comes to by chance: a whole address, or anything encoded or digested.
     */
    boolean isEncodedIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (addresses.stream().anyMatch(lower::contains)) {
            return true;
        }
        if (lower.length() < 5) {
            return false;
        }
        prepare();
        return encoded.stream().anyMatch(lower::contains)
                || TextCodes.hexRuns(lower, 32).stream().anyMatch(this::holdsDigest);
    }

    private boolean plainIn(String lower) {
        if (longIn(lower)) {
            return true;
        }
        String squashed = TextCodes.squash(lower);
        for (String local : locals) {
            String squashedLocal = TextCodes.squash(local);
            if (squashedLocal.length() >= SQUASHED_MIN && squashed.contains(squashedLocal)) {
                return true;
            }
            if (local.length() < SUBSTRING_MIN && TextCodes.hasRun(lower, local)) {
                return true;
            }
        }
        return false;
    }

    private boolean longIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return addresses.stream().anyMatch(lower::contains)
                || locals.stream()
                        .anyMatch(it -> it.length() >= SUBSTRING_MIN && lower.contains(it));
    }

    private boolean holdsDigest(String hexRun) {
        return digests.stream().anyMatch(hexRun::contains);
    }

    /** Only when a link asks: most mails never need it. */
    private void prepare() {
        if (prepared) {
            return;
        }
        prepared = true;
        encoded.clear();
        digests.clear();
        Set<String> names = new TreeSet<>(addresses);
        names.addAll(locals);
        names.addAll(spelled);
        for (String name : names) {
            for (String form : List.of(name, name.toUpperCase(Locale.ROOT))) {
                byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
                addBase64(bytes);
                for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
                    digests.add(HexFormat.of().formatHex(digest(algorithm, bytes)));
                }
                if (bytes.length >= SUBSTRING_MIN) {
                    encoded.add(HexFormat.of().formatHex(bytes));
                }
            }
        }
    }

    /**
     * For host labels, which lose their case: the characters that are the same whatever stands
     * around.
     */
    private void addBase64(byte[] bytes) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String code = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from >= 5) {
                encoded.add(code.substring(from, to).toLowerCase(Locale.ROOT));
            }
        }
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has it", absent);
        }
    }
}
