package org.comity.protection;

/** What may stand in a line that others parse. */
final class PlainText {
    private PlainText() {}

    static boolean isOneLine(String text) {
        return text.codePoints().noneMatch(PlainText::steers);
    }

    /** A whole field of a tab-separated line that no reader takes for a comment. */
    static boolean isField(String text) {
        return !text.isEmpty()
                && text.charAt(0) != '#'
                && text.codePoints().noneMatch(c -> steers(c) || Character.isSpaceChar(c));
    }

    /** Printable ASCII (RFC 20); anything else becomes a question mark. */
    static String ascii(String text) {
        return text.codePoints()
                .map(c -> c >= ' ' && c <= '~' ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Control, direction and line characters, and halves of surrogate pairs. */
    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
