package org.comity.tlog;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** What the text formats of C2SP have in common: strict UTF-8, key names, decimals. */
final class Text {
    /** 2^63 - 1 has 19 digits. */
    private static final int DIGITS_MAX = 19;

    private Text() {}

    /** Refuses what is not valid UTF-8 instead of replacing it. */
    static Checked<String> utf8(Bytes bytes) {
        ByteBuffer from = bytes.buffer();
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(from);
            return Checked.good(text.toString());
        } catch (CharacterCodingException notUtf8) {
            return Checked.refused("not UTF-8", "byte " + from.position());
        }
    }

    /**
     * No ASCII control character but newline (signed-note, section Format), and expressible in
     * UTF-8.
     */
    static boolean isPlain(String text) {
        boolean isAscii = true;
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one < ' ' && one != '\n') {
                return false;
            }
            isAscii &= one < 0x80;
        }
        return isAscii || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Non-empty, without Unicode spaces and plus (signed-note, section Format). */
    static boolean isKeyName(String name) {
        return !name.isEmpty()
                && isPlain(name)
                && name.codePoints().noneMatch(at -> at == '+' || isSpace(at));
    }

    /** ASCII decimal without leading zeroes, 0 to 2^63 - 1; empty for anything else. */
    static OptionalLong decimal(String text) {
        boolean digits = text.chars().allMatch(at -> at >= '0' && at <= '9');
        if (text.isEmpty() || text.length() > DIGITS_MAX || !digits) {
            return OptionalLong.empty();
        }
        if (text.charAt(0) == '0' && text.length() > 1) {
            return OptionalLong.empty();
        }
        // Nineteen digits fit an unsigned 64-bit number; above 2^63 - 1 it reads as negative.
        long value = Long.parseUnsignedLong(text);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * Unicode White_Space; U+0085 is the one that Java counts neither as space nor as whitespace.
     */
    private static boolean isSpace(int at) {
        return Character.isSpaceChar(at) || Character.isWhitespace(at) || at == 0x85;
    }
}
