package org.comity.intake;

import org.apache.james.mime4j.codec.EncoderUtil;

/** Writes header fields that are ASCII and in lines of a length that SMTP carries. */
final class HeaderLines {
    private static final int LINE_LENGTH = 78;

    /** RFC 5322 allows 998; a word without spaces is cut. */
    private static final int WORD_LENGTH_MAX = 900;

    private static final int BODY_LENGTH_MAX = 4_000;

    private HeaderLines() {}

    /**
     * @param body on one line
     */
    static void append(StringBuilder out, String name, String body) {
        int start = out.length();
        out.append(name).append(':');
        for (String word : words(name, body)) {
            if (word.isEmpty()) {
                continue;
            }
            boolean first = out.length() - start == name.length() + 1;
            int line = out.length() - Math.max(start, out.lastIndexOf("\n") + 1);
            out.append(!first && line + word.length() >= LINE_LENGTH ? "\n " : " ");
            out.append(word, 0, Math.min(word.length(), WORD_LENGTH_MAX));
        }
        out.append('\n');
    }

    private static String[] words(String name, String body) {
        String cut = body.substring(0, Math.min(body.length(), BODY_LENGTH_MAX));
        boolean plain = cut.chars().allMatch(c -> c < 0x7f);
        if (plain || !name.equalsIgnoreCase("subject")) {
            return cut.replaceAll("[^\\x20-\\x7e]", "?").split(" ", -1);
        }
        return EncoderUtil.encodeIfNecessary(
                        cut.replaceAll("\\p{Cntrl}", " "), EncoderUtil.Usage.TEXT_TOKEN, 0)
                .split("\\s+", -1);
    }
}
