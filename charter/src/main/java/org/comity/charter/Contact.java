package org.comity.charter;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whom to reach at a member, in which languages, and when; lists in order of preference.
 *
 * @param addresses mail addresses or other URIs, such as {@code abuse@cert.example} or {@code
 *     tel:+3120123}; at most {@value #ADDRESSES_MAX}, together at most {@value #LENGTH_MAX}
 *     characters
 * @param languages ISO 639 codes of two or three letters, at most {@value #LANGUAGES_MAX}
 * @param hours as {@link OfficeHours}; may be empty
 * @param key fingerprint of an OpenPGP key, 40 or 64 upper-case hexadecimal digits (RFC 9580
 *     section 5.5.4); may be empty
 */
public record Contact(List<String> addresses, List<String> languages, String hours, String key) {
    public static final Contact NONE = new Contact(List.of(), List.of());
    public static final int ADDRESSES_MAX = 4;
    public static final int LANGUAGES_MAX = 5;

    /** With the commas between. */
    public static final int LENGTH_MAX = 96;

    public Contact {
        addresses = List.copyOf(addresses);
        languages = List.copyOf(languages);
        Optional<String> problem = problem(addresses, languages, hours, key);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    public Contact(List<String> addresses, List<String> languages) {
        this(addresses, languages, "", "");
    }

    /** Empty where none are given. */
    public Optional<OfficeHours> officeHours() {
        return OfficeHours.parse(hours);
    }

    /** What a charter's line has only for some members. */
    String more() {
        return (hours.isEmpty() ? "" : " hours=" + hours) + (key.isEmpty() ? "" : " pgp=" + key);
    }

    /** What is wrong with the parts of a contact; empty when nothing is. */
    static Optional<String> problem(
            List<String> addresses, List<String> languages, String hours, String key) {
        if (!hours.isEmpty() && OfficeHours.parse(hours).isEmpty()) {
            return Optional.of("hours are such as Mo-Fr/08:30-17:30;Europe/Amsterdam");
        }
        if (!key.isEmpty() && !key.matches("[0-9A-F]{40}|[0-9A-F]{64}")) {
            return Optional.of("a key's fingerprint has 40 or 64 upper-case hexadecimal digits");
        }
        return mayBe(addresses, languages)
                ? Optional.empty()
                : Optional.of("a contact has up to 4 plain addresses and 5 languages, none twice");
    }

    private static boolean mayBe(List<String> addresses, List<String> languages) {
        return addresses.size() <= ADDRESSES_MAX
                && String.join(",", addresses).length() <= LENGTH_MAX
                && addresses.stream().allMatch(Contact::isAddress)
                && new TreeSet<>(addresses).size() == addresses.size()
                && languages.size() <= LANGUAGES_MAX
                && languages.stream().allMatch(it -> it.matches("[a-z]{2,3}"))
                && new TreeSet<>(languages).size() == languages.size();
    }

    /** Three letters at least, so that the hyphen that says "none" is no address. */
    private static boolean isAddress(String text) {
        return text.length() >= 3 && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
    }
}
