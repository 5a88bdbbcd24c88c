package org.comity.statement;

import org.comity.value.Bytes;

/** What a comparison compares with (STIX 2.1 section 9.2). */
sealed interface PatternConstant {
    record Text(String text) implements PatternConstant {}

    record Numeral(double value) implements PatternConstant {}

    record Flag(boolean value) implements PatternConstant {}

    record Time(StixTime time) implements PatternConstant {}

    /**
     * Written like a timestamp, of a day that no month has: what holds it matches nothing (9.4).
     */
    record NoSuchDay(String text) implements PatternConstant {}

    /** Of a hex or a binary constant, which compare alike. */
    record Octets(Bytes bytes) implements PatternConstant {}

    /** Section 9.2: only the apostrophe and the backslash are escaped. */
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
