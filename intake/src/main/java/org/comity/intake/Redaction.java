package org.comity.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.comity.value.Bytes;

/**
 * Codes in place of what names a recipient (RFC 6590, section 3): a keyed hash, so that the same
 * person has the same code in the reports of one site and nobody without the key can try names.
 */
final class Redaction {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int CODE_BYTES = 8;

    /** Shorter words stand in too many texts. */
    private static final int NAME_LENGTH_MIN = 3;

    private static final Pattern LETTERS = Pattern.compile("\\p{L}{" + NAME_LENGTH_MIN + ",}");

    /** What parts words; a code in base64 may hold any of the others. */
    private static final String BOUNDARIES = "<>()[],;:\"'";

    private final Recipients recipients;
    private final Bytes key;
    private final Set<String> names = new LinkedHashSet<>();

    Redaction(Recipients recipients, Bytes key) {
        this.recipients = recipients;
        this.key = key;
        for (String text : recipients.names()) {
            Matcher word = LETTERS.matcher(text);
            while (word.find()) {
                names.add(word.group().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** A recipient's address; its domain goes too, since it may be a trap's. */
    String recipient(String address) {
        String local = address.substring(0, Math.max(0, address.lastIndexOf('@')));
        return "<" + code(local) + "@redacted.invalid>";
    }

    /** Each word that holds a recipient, plain or in a code, is replaced. */
    String words(String text) {
        var out = new StringBuilder();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || isBoundary(text.charAt(at))) {
                out.append(word(text.substring(from, at)));
                if (at < text.length()) {
                    out.append(text.charAt(at));
                }
                from = at + 1;
            }
        }
        return out.toString();
    }

    private static boolean isBoundary(char c) {
        return c <= ' ' || BOUNDARIES.indexOf(c) >= 0;
    }

    private String word(String word) {
        int at = word.lastIndexOf('@');
        if (at <= 0) {
            return recipients.isHeldBy(word) ? code(word) : word;
        }
        String local = word.substring(0, at);
        if (recipients.isRecipient(word)) {
            return code(local) + "@redacted.invalid";
        }
        String domain = word.substring(at + 1);
        return (recipients.isHeldBy(local) ? code(local) : local)
                + "@"
                + (recipients.isHeldBy(domain) ? code(domain) + ".invalid" : domain);
    }

    /** Words that the recipient fields put before an address, and parts of local parts. */
    String names(String text) {
        return LETTERS.matcher(text)
                .replaceAll(it ->
                        names.contains(it.group().toLowerCase(Locale.ROOT))
                                ? "redacted"
                                : Matcher.quoteReplacement(it.group()));
    }

    private String code(String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.array(), ALGORITHM));
            byte[] sum =
                    mac.doFinal(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return "redacted-" + HexFormat.of().formatHex(sum, 0, CODE_BYTES);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has it", absent);
        }
    }
}
