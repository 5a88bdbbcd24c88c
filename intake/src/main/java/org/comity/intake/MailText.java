package org.comity.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a text part, and words of a header, to characters; what cannot be read is replaced,
 * never refused.
 */
final class MailText {
    private MailText() {}

    /**
     * @param charset as the part declares it; unknown or absent means: UTF-8 if it is, else
     *     ISO-8859-1
     */
    static String decode(byte[] bytes, @Nullable String charset) {
        if (isAscii(bytes) && !isWide(charset)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        Charset known = known(charset);
        if (known != null) {
            return new String(bytes, known);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** HTML in quoted-printable that is not declared so: attributes with "=3D" are in no other. */
    static boolean looksQuotedPrintable(byte[] bytes) {
        int signs = 0;
        for (int i = 0; i + 3 < bytes.length && signs < 3; i++) {
            boolean sign = bytes[i] == '=' && bytes[i + 1] == '3' && bytes[i + 2] == 'D';
            signs += sign ? 1 : 0;
        }
        return signs == 3;
    }

    static byte[] undoQuotedPrintable(byte[] bytes) throws IOException {
        try (var in =
                new QuotedPrintableInputStream(
                        new ByteArrayInputStream(bytes), DecodeMonitor.SILENT)) {
            return in.readAllBytes();
        }
    }

    /** Encoded words of a header value; RFC 2047. */
    static String decodeWords(String value) {
        if (!value.contains("=?")) {
            return value;
        }
        try {
            return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT);
        } catch (IllegalArgumentException unreadable) {
            // Words that cannot be decoded stay as they are: they name nothing then.
            return value;
        }
    }

    private static @Nullable Charset known(@Nullable String charset) {
        if (charset == null || charset.equalsIgnoreCase("us-ascii")) {
            return null;
        }
        try {
            Charset found = Charset.forName(charset);
            return found.canEncode() ? found : null;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    /** Charsets in which ASCII bytes mean something else. */
    private static boolean isWide(@Nullable String charset) {
        if (charset == null) {
            return false;
        }
        String name = charset.toLowerCase(Locale.ROOT);
        return name.startsWith("utf-16")
                || name.startsWith("utf-32")
                || name.startsWith("iso-2022")
                || name.startsWith("iso-10646")
                || name.startsWith("hz")
                || name.startsWith("ibm")
                || name.startsWith("cp");
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
