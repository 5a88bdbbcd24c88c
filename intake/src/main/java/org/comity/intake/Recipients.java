package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whom a mail was sent to: kept only while it is parsed, only to find them again in what would
 * leave. An address or its local part is looked for as it is, percent-encoded, in base64 (both
 * alphabets, any alignment), in hexadecimal, and as MD5, SHA-1 or SHA-256.
 */
final class Recipients {
    /**
     * More are not looked for; a mail with more visible recipients was not made for one of them.
     */
    static final int RECIPIENTS_MAX = 100;

    /**
     * Shorter names stand inside too many words; they are found only as a whole run of letters and
     * digits.
     */
    private static final int SUBSTRING_MIN = 4;

    private static final int SQUASHED_MIN = 5;
    private static final int ENCODED_MIN = 5;

    /** MD5, the shortest digest, has 32. */
    private static final int DIGEST_DIGITS_MIN = 32;

    private final Set<String> addresses = new LinkedHashSet<>();
    private final Set<String> locals = new LinkedHashSet<>();

    /** As they were written: what is encoded depends on the case. */
    private final Set<String> spelled = new LinkedHashSet<>();

    private final Set<String> squashedLocals = new LinkedHashSet<>();
    private final List<String> encoded = new ArrayList<>();
    private final Set<String> digests = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** A header field that says who they are: addresses with their people's names. */
    void addNames(String field) {
        if (names.size() < RECIPIENTS_MAX) {
            names.add(field);
        }
    }

    /** Texts that name them: header fields and local parts. */
    Set<String> names() {
        var all = new LinkedHashSet<>(names);
        all.addAll(locals);
        return all;
    }

    void add(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0 || addresses.size() >= RECIPIENTS_MAX) {
            return;
        }
        String lower = address.toLowerCase(Locale.ROOT);
        addresses.add(lower);
        spelled.add(address);
        String local = lower.substring(0, at);
        addLocal(local);
        int tag = local.indexOf('+');
        if (tag > 0) {
            addLocal(local.substring(0, tag));
        }
        encoded.clear();
        digests.clear();
    }

    private void addLocal(String local) {
        locals.add(local);
        String squashed = TextCodes.squash(local);
        if (squashed.length() >= SQUASHED_MIN) {
            squashedLocals.add(squashed);
        }
    }

    boolean isRecipient(String address) {
        return addresses.contains(address.toLowerCase(Locale.ROOT));
    }

    boolean isLocalPart(String text) {
        return locals.contains(text.toLowerCase(Locale.ROOT));
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
                || anyLong(TextCodes.base64Readings(plain))
                || anyLong(TextCodes.hexReadings(plain));
    }

    /**
     * The forms that nobody comes to by chance: a whole address, or anything encoded or digested.
     */
    boolean isEncodedIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (anyIn(addresses, lower)) {
            return true;
        }
        if (lower.length() < ENCODED_MIN || addresses.isEmpty()) {
            return false;
        }
        encode();
        if (anyIn(encoded, lower)) {
            return true;
        }
        for (String run : TextCodes.hexRuns(lower, DIGEST_DIGITS_MIN)) {
            digest();
            if (anyIn(digests, run)) {
                return true;
            }
        }
        return false;
    }

    private boolean plainIn(String lower) {
        if (longIn(lower)) {
            return true;
        }
        for (String local : locals) {
            if (local.length() < SUBSTRING_MIN && TextCodes.hasRun(lower, local)) {
                return true;
            }
        }
        return anyIn(squashedLocals, TextCodes.squash(lower));
    }

    private boolean anyLong(List<String> readings) {
        for (String reading : readings) {
            if (longIn(reading.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private boolean longIn(String lower) {
        for (String local : locals) {
            if (local.length() >= SUBSTRING_MIN && lower.contains(local)) {
                return true;
            }
        }
        return anyIn(addresses, lower);
    }

    private static boolean anyIn(Collection<String> words, String text) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** As written, in small and in capital letters. */
    private static Set<String> forms(Collection<String> names) {
        Set<String> forms = new LinkedHashSet<>(names);
        for (String name : names) {
            forms.add(name.toLowerCase(Locale.ROOT));
            forms.add(name.toUpperCase(Locale.ROOT));
        }
        return forms;
    }

    /**
     * Only when a link asks: most mails never need it. The code of an address holds that of its
     * local part, so the address is needed only where the local part is too short to have one.
     */
    private void encode() {
        if (!encoded.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        for (String local : locals) {
            if (local.length() >= SUBSTRING_MIN) {
                names.add(local);
            }
        }
        for (String address : spelled) {
            String local = address.substring(0, address.lastIndexOf('@'));
            names.add(local.length() >= SUBSTRING_MIN ? local : address);
        }
        for (String form : forms(names)) {
            byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
            addBase64(bytes);
            encoded.add(HexFormat.of().formatHex(bytes));
        }
    }

    /** Only when a link holds enough hexadecimal digits. */
    private void digest() {
        if (!digests.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(locals);
        names.addAll(spelled);
        for (String address : spelled) {
            names.add(address.substring(0, address.lastIndexOf('@')));
        }
        for (String form : forms(names)) {
            byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
            for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
                digests.add(HexFormat.of().formatHex(digest(algorithm, bytes)));
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
