package org.comity.statement;

/**
 * One thing that is not as STIX 2.1 wants it.
 *
 * @param level how bad it is
 * @param where JSON pointer (RFC 6901) within what was checked; empty for the whole
 * @param rule what is wrong, constant text
 * @param value what stood there, cut short; empty where the rule says enough
 * @param section of the specification that decides, as {@code 3.6}
 */
public record StixFinding(Level level, String where, String rule, String value, String section) {
    private static final int VALUE_LENGTH_MAX = 80;

    /** How bad a finding is. */
    public enum Level {
        /** No tool can say which object it is, or which version: it cannot be kept. */
        UNUSABLE,
        /** The specification says MUST; taken from others, never written. */
        ERROR,
        /** The specification says SHOULD. */
        WARNING
    }

    public StixFinding {
        value =
                value.length() <= VALUE_LENGTH_MAX
                        ? value
                        : value.substring(0, VALUE_LENGTH_MAX - 1) + "…";
    }

    /** {@code error /objects/3/modified: before created (2016-…), STIX 2.1 section 3.6}. */
    @Override
    public String toString() {
        String place = where.isEmpty() ? "" : " " + where;
        String shown = value.isEmpty() ? "" : " (" + value + ")";
        String word =
                switch (level) {
                    case UNUSABLE -> "unusable";
                    case ERROR -> "error";
                    case WARNING -> "warning";
                };
        return word + place + ": " + rule + shown + ", STIX 2.1 section " + section;
    }
}
