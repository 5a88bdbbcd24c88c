package org.comity.intake;

import java.util.regex.Pattern;

/**
 * What a registry or a list says of a network; empty and 0 where it says nothing.
 *
 * @param country ISO 3166-1, two capital letters
 * @param autonomousSystem its number (RFC 6793)
 * @param holder as the source names it, at most {@value #HOLDER_LENGTH_MAX} characters
 * @param contact mail address for reports of abuse
 */
public record NetworkFacts(String country, long autonomousSystem, String holder, String contact) {
    public static final int HOLDER_LENGTH_MAX = 100;
    public static final NetworkFacts NONE = new NetworkFacts("", 0, "", "");
    private static final long NUMBER_MAX = 0xffff_ffffL;
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    /** Narrow on purpose: it goes into a header of a mail that this node may send. */
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9.!#$%&*+/=?_{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    public NetworkFacts {
        if (!(country.isEmpty() || isCountry(country))
                || autonomousSystem < 0
                || autonomousSystem > NUMBER_MAX
                || !holder.equals(printable(holder))
                || !(contact.isEmpty() || isMail(contact))) {
            throw new IllegalArgumentException("not what can be said of a network");
        }
    }

    /** Of words as they stand in a source: what cannot be said is left out. */
    public static NetworkFacts of(String country, String number, String holder, String contact) {
        String land = country.strip().toUpperCase(java.util.Locale.ROOT);
        String digits = number.strip().replaceFirst("^(?i)AS *", "");
        long system = digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : 0;
        return new NetworkFacts(
                isCountry(land) && !land.equals("ZZ") ? land : "",
                system > NUMBER_MAX ? 0 : system,
                printable(holder),
                isMail(contact.strip()) ? contact.strip() : "");
    }

    /** With what the other says where this says nothing. */
    public NetworkFacts orElse(NetworkFacts other) {
        return new NetworkFacts(
                country.isEmpty() ? other.country : country,
                autonomousSystem == 0 ? other.autonomousSystem : autonomousSystem,
                holder.isEmpty() ? other.holder : holder,
                contact.isEmpty() ? other.contact : contact);
    }

    private static boolean isCountry(String text) {
        return COUNTRY.matcher(text).matches();
    }

    private static boolean isMail(String text) {
        return text.length() <= 254 && MAIL.matcher(text).matches();
    }

    /** On one line, without control characters and what turns the direction of text. */
    private static String printable(String text) {
        var kept = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .filter(c -> {
                    int kind = Character.getType(c);
                    return kind != Character.CONTROL
                            && kind != Character.FORMAT
                            && kind != Character.SURROGATE
                            && kind != Character.PRIVATE_USE
                            && kind != Character.UNASSIGNED;
                })
                .limit(HOLDER_LENGTH_MAX)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }
}
