package org.comity.charter;

import java.util.List;
import java.util.TreeSet;

/**
 * Whom to reach at a member, and in which languages; both in order of preference.
 *
 * @param addresses mail addresses or other URIs, such as {@code abuse@cert.example} or {@code
 *     tel:+3120123}; at most {@value #ADDRESSES_MAX}, together at most {@value #LENGTH_MAX}
 *     characters
 * @param languages ISO 639 codes of two or three letters, at most {@value #LANGUAGES_MAX}
 */
public record Contact(List<String> addresses, List<String> languages) {
    public static final Contact NONE = new Contact(List.of(), List.of());
    public static final int ADDRESSES_MAX = 4;
    public static final int LANGUAGES_MAX = 5;

    /** With the commas between. */
    public static final int LENGTH_MAX = 96;

    public Contact {
        addresses = List.copyOf(addresses);
        languages = List.copyOf(languages);
        if (!mayBe(addresses, languages)) {
            throw new IllegalArgumentException(
                    "a contact has up to 4 plain addresses and 5 languages, none twice");
        }
    }

    static boolean mayBe(List<String> addresses, List<String> languages) {
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
